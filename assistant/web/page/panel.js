/* The side panel: a cited article with the cited words marked.
 *
 * Holds which source is open and who opened it. On a narrow screen it is a sheet over everything,
 * so the rest of the page is made inert; on a wide one reading goes on beside it.
 */
import { fetchArticle } from "./api.js";
import { articleNodes, goneNodes } from "./article.js";
import { hideCard } from "./card.js";
import { byId, el } from "./dom.js";
import { failureBox } from "./failure.js";

const narrow = matchMedia("(max-width: 60rem)");
const BEHIND = ["skip", "masthead", "main", "desk"];
let opener = null;

/** Open the article of a citation at its words; closing returns the focus to the opener. */
export async function openPanel(citation, from) {
  if (!citation) return;
  hideCard();
  take(from);
  byId("panel-close").focus();
  fill(null, el("h2", { id: "panel-title" }, citation.title || "Source"), el("p", { class: "quiet" }, "Opening the article…"));
  try {
    const article = await fetchArticle(citation.article_id);
    if (opener === from) showArticle(article, citation);
  } catch (error) {
    if (opener === from) showFailure(error, citation, from);
  }
}

/** Close it and go back to where the reader was. */
export function closePanel({ refocus = true } = {}) {
  if (!opener) return;
  const from = opener;
  release();
  byId("panel").hidden = true;
  settle();
  // The button may be gone if the conversation was left meanwhile.
  if (refocus) (from.isConnected ? from : byId("question")).focus();
  hideCard(); // the reader has just seen the source itself
}

/** Wire the close button and the switch between sheet and side column. */
export function startPanel() {
  byId("panel-close").addEventListener("click", () => closePanel());
  narrow.addEventListener("change", settle);
}

function take(from) {
  release();
  opener = from;
  from.setAttribute("aria-expanded", "true");
  byId("panel").hidden = false;
  settle();
}

function release() {
  opener?.setAttribute("aria-expanded", "false");
  opener = null;
}

function settle() {
  const covers = opener !== null && narrow.matches;
  for (const id of BEHIND) byId(id).inert = covers;
  document.body.classList.toggle("covered", covers);
  byId("panel").setAttribute("role", covers ? "dialog" : "complementary");
  if (covers) byId("panel").setAttribute("aria-modal", "true");
  else byId("panel").removeAttribute("aria-modal");
}

function showArticle(article, citation) {
  const { nodes, marked } = articleNodes(article, citation);
  fill(marked, ...nodes);
  bringIntoView(byId("panel").querySelector(".quoted"));
}

/** Scroll the panel to the mark, unless it can be seen together with the headline. */
function bringIntoView(mark) {
  if (!mark) return;
  const panel = byId("panel-body");
  const top = mark.getBoundingClientRect().top - panel.getBoundingClientRect().top;
  if (top > panel.clientHeight * 0.6) panel.scrollTop = top - panel.clientHeight / 4;
}

function showFailure(error, citation, from) {
  if (error.name !== "ApiError") throw error;
  if (error.status === 404) fill(null, ...goneNodes(citation));
  else fill(null, el("h2", { id: "panel-title" }, citation.title || "Source"), failureBox(error, () => openPanel(citation, from)));
}

/** Show the nodes; the offsets on the panel say which words of the article are marked, if any. */
function fill(marked, ...nodes) {
  const { dataset } = byId("panel");
  delete dataset.start;
  delete dataset.end;
  if (marked) Object.assign(dataset, { start: marked.start, end: marked.end });
  byId("panel-body").replaceChildren(...nodes);
  byId("panel-body").scrollTop = 0;
}
