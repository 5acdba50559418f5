/* What the page says about the archive: how much news, who writes, samples, examples.
 *
 * Reads /v1/archive at the start and whenever something may have changed it.
 */
import { fetchArchive, removeSamples } from "./api.js";
import { askThis, offerOutlets } from "./ask.js";
import { button, byId, el, setLine } from "./dom.js";
import { failureBox } from "./failure.js";
import { offerBriefingOutlets, orderThis } from "./order.js";
import { knowOutlets } from "./outlets.js";
import { announce } from "./status.js";
import { archiveWords, count, noticeWords } from "./words.js";

const PENDING_MS = 10_000; // how often to look again while articles are still being indexed
const OUTLETS_SHOWN = 24;
let timer = 0;

/** Wire the button that removes the samples, and show the archive. */
export function startArchive() {
  byId("remove-samples").addEventListener("click", dropSamples);
  return refreshArchive();
}

/** Show the archive as it is now. */
export async function refreshArchive() {
  try {
    show(await fetchArchive());
  } catch (error) {
    if (error.name !== "ApiError") throw error;
    byId("mode").replaceChildren(failureBox(error, refreshArchive));
  }
}

function show(archive) {
  const outlets = archive.outlets ?? [];
  byId("mode").textContent = modeLine(archive);
  byId("coverage").textContent = archive.articles ? coverageLine(archive) : "No articles yet";
  byId("empty-archive").hidden = archive.articles > 0;
  setLine(byId("archive-notices"), noticeWords(archive.notices).join(" "));
  showSamples(archive);
  showExamples(archive.examples ?? []);
  showTopics(archive.topics ?? []);
  showOutlets(outlets);
  offerOutlets(outlets);
  offerBriefingOutlets(outlets);
  knowOutlets(outlets);
  clearTimeout(timer);
  if (archive.pending_vectors > 0) timer = setTimeout(refreshArchive, PENDING_MS);
}

function modeLine({ mode, model }) {
  return mode === "written" && model ? `Writing with ${model}, each sentence checked` : "Quoting: no language model is set";
}

function coverageLine(archive) {
  const undated = archive.undated > 0 ? `, ${archive.undated} undated` : "";
  const pending = archive.pending_vectors > 0 ? `; ${count(archive.pending_vectors, "passage")} still being indexed` : "";
  return `${archiveWords(archive)}${undated}${pending}`;
}

function showSamples({ samples, articles }) {
  byId("samples-notice").hidden = !(samples > 0);
  const all = samples >= articles;
  byId("samples-words").replaceChildren(
    el("strong", {}, `${all ? "This" : "Some of this"} is sample news, invented for trying Citedesk.`),
    el("span", { id: "samples-count" }, ` ${all ? "All" : `${samples} of`} ${count(articles, "article")} in the archive.`));
}

function showExamples(questions) {
  byId("examples").hidden = !questions.length;
  byId("examples").querySelector("ul").replaceChildren(
    ...questions.map((question) => el("li", {}, button(question, () => askThis(question), { dir: "auto" }))));
}

function showTopics(topics) {
  byId("starters").hidden = !topics.length;
  byId("starters").querySelector("ul").replaceChildren(
    el("li", {}, button("Brief me on the top stories", () => orderThis(null))),
    ...topics.map((topic) => el("li", {}, button(`Brief me on “${topic}”`, () => orderThis(topic), { dir: "auto" }))));
}

function showOutlets(names) {
  const more = names.length - OUTLETS_SHOWN;
  byId("outlets").hidden = !names.length;
  byId("outlets").querySelector("p").textContent = names.slice(0, OUTLETS_SHOWN).join(" · ") + (more > 0 ? ` and ${more} more` : "");
}

async function dropSamples() {
  const trouble = byId("samples-error");
  byId("remove-samples").disabled = true;
  setLine(trouble, "");
  try {
    const { removed } = await removeSamples();
    announce(`${count(removed, "sample article")} removed`);
    await refreshArchive();
    byId("question").focus();
  } catch (error) {
    if (error.name !== "ApiError") throw error;
    setLine(trouble, error.message);
    announce(error.message);
  } finally {
    byId("remove-samples").disabled = false;
  }
}
