/* The question box: keys, counter, filters.
 *
 * Keeps the reader's words: they leave the box only once the server has accepted them, and come
 * back if the answer fails.
 */
import { askQuestion, isAsking } from "./conversation.js";
import { rangeWords } from "./dates.js";
import { byId, el } from "./dom.js";

const LIMIT = 2000;
const NEAR_LIMIT = 1800;

/** Wire the box and its filters. */
export function startAsk() {
  byId("ask-form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  byId("question").addEventListener("keydown", sendOnEnter);
  byId("question").addEventListener("input", showCounter);
  byId("filters").addEventListener("input", showFilters);
  byId("filters-clear").addEventListener("click", clearFilters);
  byId("question").maxLength = LIMIT;
}

/** Ask this at once, as an example button does. */
export function askThis(question) {
  if (isAsking()) return;
  setQuestion(question);
  submit();
}

/** Offer these outlets as a filter, keeping the one chosen. */
export function offerOutlets(names) {
  const select = byId("outlet");
  const chosen = select.value;
  select.replaceChildren(el("option", { value: "" }, "All outlets"), ...names.map((name) => el("option", { value: name }, name)));
  select.value = names.includes(chosen) ? chosen : "";
}

/** What conversation.js calls while a question is on its way. */
export const askHooks = {
  onBusy(busy) {
    const stop = byId("stop");
    const hadFocus = document.activeElement === stop;
    byId("ask").hidden = busy;
    stop.hidden = !busy;
    if (hadFocus && !busy) byId("question").focus();
  },
  onAccepted(question) {
    if (byId("question").value.trim() === question) setQuestion("");
  },
  onFailed(question) {
    if (!byId("question").value.trim()) setQuestion(question);
  },
};

function submit() {
  const question = byId("question").value.trim();
  if (!question) return byId("question").focus();
  if (!isAsking()) askQuestion(question, filters());
}

function sendOnEnter(event) {
  // While composing (Japanese, Chinese, …) Enter chooses a word.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
}

function setQuestion(words) {
  byId("question").value = words;
  showCounter();
}

function showCounter() {
  const { length } = byId("question").value;
  byId("counter").textContent = length < NEAR_LIMIT ? "" : `${length.toLocaleString("en-GB")} of ${LIMIT.toLocaleString("en-GB")} characters`;
}

function filters() {
  const [since, until, outlet] = ["since", "until", "outlet"].map((id) => byId(id).value);
  return { ...(since && { since }), ...(until && { until }), ...(outlet && { outlets: [outlet] }) };
}

/** Name the filters beside the disclosure, so that a closed one never narrows a search unseen. */
function showFilters() {
  const { since, until, outlets } = filters();
  const words = [rangeWords(since, until), outlets?.[0]].filter(Boolean).join(", ");
  byId("filters-set").textContent = words ? `: ${words}` : "";
}

function clearFilters() {
  for (const id of ["since", "until", "outlet"]) byId(id).value = "";
  showFilters();
}
