/* The list of past briefings: open one, delete one.
 *
 * Opening is a plain link to the address of a briefing; briefing.js follows addresses.
 */
import { fetchBriefings } from "./api.js";
import { removeBriefing } from "./briefing.js";
import { momentWords } from "./dates.js";
import { byId, el } from "./dom.js";
import { failureBox } from "./failure.js";
import { sureButton } from "./sure.js";

const FIRST = 6; // shown until more are asked for

/** Wire the button that shows all of the list, and show it. */
export function startBriefings() {
  byId("more-briefings").firstElementChild.addEventListener("click", () => {
    byId("briefings").classList.add("all");
    byId("more-briefings").hidden = true;
    byId("briefings").children[FIRST]?.querySelector("a").focus();
  });
  byId("briefings").addEventListener("click", (event) => {
    if (!event.target.closest("a")) return;
    byId("desk").classList.remove("open");
    byId("show-past").setAttribute("aria-expanded", "false");
  });
  refreshBriefings();
}

/** Show the list as the server has it now; it stays as it is when the server is away. */
export async function refreshBriefings() {
  try {
    const { briefings } = await fetchBriefings();
    byId("briefings").replaceChildren(...briefings.map(entry));
    byId("no-briefings").hidden = briefings.length > 0;
    byId("more-briefings").hidden = briefings.length <= FIRST || byId("briefings").classList.contains("all");
    byId("more-briefings").firstElementChild.textContent = `Show all ${briefings.length}`;
  } catch (error) {
    if (error.name !== "ApiError") throw error;
  }
}

/** Mark the one on screen; the rest of the list stays as it is, so that a half-pressed Delete is not lost. */
export function markBriefing() {
  for (const link of byId("briefings").querySelectorAll("a")) {
    if (link.getAttribute("href") === location.hash) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function entry({ id, topic, made_at, read }) {
  const address = `#b=${encodeURIComponent(id)}`;
  const isOpen = location.hash === address;
  return el("li", {},
    el("a", { href: address, dir: "auto", "aria-current": isOpen ? "page" : null }, topic || "Top stories"),
    el("p", { class: "quiet" }, `${momentWords(made_at)}${read ? "" : ", unread"}`, " ", deleteButton(id, topic || "Top stories")));
}

function deleteButton(id, title) {
  const told = { words: "Delete", asks: "Really delete?", what: title, label: "Delete briefing" };
  return sureButton(told, (node) => remove(id, node), { class: "conversation-delete" });
}

async function remove(id, node) {
  try {
    await removeBriefing(id);
  } catch (error) {
    if (error.name !== "ApiError") throw error;
    node.closest("li").append(failureBox(error));
  }
}
