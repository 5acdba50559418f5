/* One question with its answer on the page.
 *
 * The one renderer: a growing answer, a finished one and one from the archive of conversations all
 * pass through showAnswer, so nothing can be shown safely in one of them and unsafely in another.
 */
import { button, byId, el } from "./dom.js";
import { showSentences } from "./sentences.js";
import { nearestSection, sourcesSection } from "./sources.js";
import { openWatchForm } from "./watchform.js";
import { checkWords, count, coverageWords, modeWords, noticeWords, windowWords, workingWords } from "./words.js";

/** Put a new turn at the end of the page. */
export function addTurn(question) {
  const parts = {
    working: el("p", { class: "working" }),
    lead: el("div", { class: "lead" }),
    answer: el("div", { class: "answer" }),
    trouble: el("div", { class: "trouble" }),
    notes: el("div", { class: "notes" }),
  };
  const element = el("article", { class: "turn" }, el("h2", { class: "question", dir: "auto" }, question), ...Object.values(parts));
  byId("turns").append(element);
  document.body.dataset.empty = "false";
  return { element, parts, citations: new Map() };
}

/** Show an answer, growing or finished. */
export function showAnswer(turn, answer) {
  const whole = { ...answer, sentences: answer.sentences ?? [], text: answer.text ?? "" };
  turn.citations = new Map((answer.citations ?? []).map((citation) => [citation.number, citation]));
  const mode = answer.mode ?? guessMode(whole.sentences);
  turn.element.dataset.mode = mode;
  turn.parts.lead.replaceChildren(...leadLines({ ...answer, mode }));
  showSentences(turn.parts.answer, whole, (number) => turn.citations.get(number));
}

/** Show what stands around a finished answer: its kind, its notices, what was checked, its sources. */
export function showFinished(turn, answer) {
  showAnswer(turn, answer);
  setState(turn, "done");
  const { answer: body, notes } = turn.parts;
  if (!body.childElementCount && answer.text) body.append(el("p", { class: "plain", dir: "auto" }, answer.text));
  notes.replaceChildren(...[
    line("checks", checkWords({ ...answer, sentences: answer.sentences ?? [] })),
    nearestSection(answer.nearest ?? [], answer.mode === "declined" ? "The nearest passages" : "See also"),
    sourcesSection(answer.citations ?? []),
    // A refusal says itself what was searched.
    answer.mode === "declined" ? null : line("coverage", coverageWords(answer.coverage)),
    watching(turn),
  ].filter(Boolean));
}

/** Say in the turn what is being done, with the size of the search once it is known. */
export function showWorking(turn, state, passages = []) {
  setState(turn, "streaming");
  const outlets = new Set(passages.map(({ outlet }) => outlet)).size;
  const found = passages.length ? `: ${count(passages.length, "passage")} from ${count(outlets, "outlet")}` : "";
  turn.parts.working.textContent = `${workingWords(state)}${found}…`;
}

/** Show how a turn ended early, keeping what has arrived; again() asks the question once more. */
export function showEnded(turn, state, words, again) {
  keepArrived(turn, state);
  turn.parts.trouble.replaceChildren(el("div", { class: "ended" },
    el("p", {}, words), button("Ask again", again, { class: "retry" })));
}

/** Show a failure of the turn. */
export function showTrouble(turn, box) {
  keepArrived(turn, "error");
  turn.parts.trouble.replaceChildren(box);
}

/** Text of the answer without its markers, as it is read aloud. */
export function spokenWords({ sentences, text, mode }) {
  const words = sentences?.length ? sentences.map((sentence) => sentence.text).join(" ") : text;
  return mode === "declined" ? `The news doesn’t say. ${words ?? ""}` : words ?? "";
}

/** What an answer cannot say yet, a watch may tell. */
function watching({ element }) {
  const question = element.querySelector(".question").textContent;
  return el("p", { class: "goes-on" }, button("Tell me of news on this", () => openWatchForm({ text: question })));
}

/** Half an answer has its sources all the same. */
function keepArrived(turn, state) {
  setState(turn, state);
  turn.parts.notes.replaceChildren(...[sourcesSection([...turn.citations.values()])].filter(Boolean));
}

/** What kind of answer this is; one still being written gets its line at the end, with its model. */
function leadLines({ mode, id, model, notices, window }) {
  const isKnown = id || mode === "quoted";
  return [
    isKnown && el("p", { class: "mode" }, modeWords({ mode, model })),
    line("window", windowWords(window)),
    ...noticeWords(notices).map(notice),
  ].filter(Boolean);
}

function setState(turn, state) {
  turn.element.dataset.state = state;
  turn.element.setAttribute("aria-busy", String(state === "streaming"));
  turn.parts.working.hidden = state !== "streaming";
}

// Until the answer is done nobody says which kind it is; its sentences do.
function guessMode(sentences) {
  return sentences.length && sentences.every(({ verdict }) => verdict === "quoted") ? "quoted" : "written";
}

const notice = (words) => el("p", { class: "turn-notice" }, words);
const line = (kind, words) => words && el("p", { class: kind }, words);
