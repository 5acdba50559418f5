/* Lay out the sentences of an answer, each followed by its citation chips.
 *
 * Works on an answer that is still growing as on a finished one: sentences already on the page stay
 * as they are, so that the focus of a reader on a chip survives the next sentence and the end.
 */
import { hasCard } from "./card.js";
import { publishedWords } from "./dates.js";
import { el } from "./dom.js";
import { openPanel } from "./panel.js";

/** Bring the element to show exactly these sentences; find(n) gives citation n when it is known. */
export function showSentences(element, answer, find) {
  const starts = paragraphStarts(answer);
  if (!agrees(element, answer.sentences)) element.replaceChildren();
  const shown = element.querySelectorAll(".sentence").length;
  for (const [index, sentence] of answer.sentences.entries()) {
    if (index >= shown) place(element, line(sentence, find), starts[index]);
  }
  named(element, find);
}

/** Make one sentence with its chips, complete as it is. */
export function citedSentence(sentence, find) {
  return named(line(sentence, find), find);
}

/** Make the chips alone, for what stands on these citations and is no sentence. */
export function chipsFor(numbers, find) {
  const sentence = { verdict: "quoted" };
  return named(el("span", { class: "chips" }, (numbers ?? []).map((number) => chip(number, sentence, find))), find);
}

function named(element, find) {
  for (const chip of element.querySelectorAll(".chip")) nameChip(chip, find(Number(chip.dataset.number)));
  return element;
}

/** True for each sentence that begins a paragraph in the answer's text. */
function paragraphStarts({ text, sentences }) {
  let at = 0;
  return sentences.map((sentence) => {
    const found = text.indexOf(sentence.text, at);
    if (found < 0) return false;
    const gap = text.slice(at, found);
    at = found + sentence.text.length;
    return gap.includes("\n");
  });
}

function agrees(element, sentences) {
  return [...element.querySelectorAll(".sentence")].every((shown, i) => shown.textContent === sentences[i]?.text);
}

function place(element, nodes, startsParagraph) {
  let paragraph = element.lastElementChild;
  if (!paragraph || startsParagraph) {
    paragraph = el("p");
    element.append(paragraph);
  }
  paragraph.append(nodes, " ");
}

function line(sentence, find) {
  const numbers = sentence.citations ?? [];
  return el("span", { class: "line", "data-verdict": sentence.verdict },
    el("span", { class: "sentence", dir: "auto" }, sentence.text),
    numbers.map((number) => chip(number, sentence, find)),
    sentence.verdict === "quoted" && numbers.length > 0 && el("span", { class: "attribution", "data-number": numbers[0] }),
    sentence.verdict === "not_checkable" && el("span", { class: "verdict" }, " not checkable"));
}

function chip(number, sentence, find) {
  const node = el("button", {
    type: "button", class: "chip", "data-number": number, "aria-expanded": "false", "aria-controls": "panel",
  }, `[${number}]`);
  node.addEventListener("click", () => openPanel(find(number), node));
  hasCard(node, () => ({ citation: find(number), sentence }));
  return node;
}

function nameChip(chip, citation) {
  const number = chip.dataset.number;
  const source = [citation?.outlet, citation?.title].filter(Boolean).join(", ");
  chip.setAttribute("aria-label", source ? `[${number}] ${source}` : `[${number}] source`);
  const attribution = chip.parentElement.querySelector(".attribution");
  if (citation && attribution?.dataset.number === number) {
    attribution.textContent = `${citation.outlet || "Unnamed outlet"}, ${publishedWords(citation.published_at)}`;
  }
}
