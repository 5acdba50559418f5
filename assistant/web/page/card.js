/* The small card beside a citation chip: whose words, from when, and what was checked.
 *
 * One card for the page. It stays while the pointer is on it, and Escape puts it away.
 */
import { copiesNote } from "./copies.js";
import { byId, el } from "./dom.js";
import { publishedWords } from "./dates.js";
import { revisionNodes } from "./revision.js";
import { translationLine } from "./translation.js";
import { verdictWords } from "./words.js";

const GAP = 6;
const LEAVE_MS = 160; // time to move the pointer from the chip onto the card
let owner = null;
let leaving = 0;

/** Show a card for this chip on hover and focus; describe() gives {citation, sentence} at that time. */
export function hasCard(chip, describe) {
  chip.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(chip, describe()));
  chip.addEventListener("pointerleave", leave);
  chip.addEventListener("focus", () => chip.matches(":focus-visible") && show(chip, describe()));
  chip.addEventListener("blur", leave);
}

/** Put the card away. */
export function hideCard() {
  clearTimeout(leaving);
  owner?.removeAttribute("aria-describedby");
  owner = null;
  byId("card").hidden = true;
}

/** Let the pointer rest on the card itself, and put it away when the page moves under it. */
export function startCard() {
  const card = byId("card");
  card.addEventListener("pointerenter", () => clearTimeout(leaving));
  card.addEventListener("pointerleave", leave);
  addEventListener("scroll", () => owner && !owner.matches(":focus") && hideCard(), { passive: true });
}

function leave() {
  clearTimeout(leaving);
  leaving = setTimeout(hideCard, LEAVE_MS);
}

function show(chip, { citation, sentence }) {
  hideCard();
  const card = byId("card");
  card.replaceChildren(...contents(citation, sentence));
  card.hidden = false;
  owner = chip;
  chip.setAttribute("aria-describedby", "card");
  put(card, chip.getBoundingClientRect());
}

function contents(citation, sentence) {
  const verdict = verdictWords(sentence);
  if (!citation) return [el("p", {}, "The source is still arriving.")];
  return [
    el("p", { class: "from" }, el("b", {}, citation.outlet || "Unnamed outlet"), ` · ${publishedWords(citation.published_at)}`),
    citation.title && el("p", { class: "title", dir: "auto" }, citation.title),
    citation.quote && el("blockquote", { dir: "auto" }, citation.quote),
    translationLine(citation.translation),
    copiesNote(citation.copies),
    ...revisionNodes(citation),
    verdict && el("p", { class: "checked" }, verdict),
  ].filter(Boolean);
}

function put(card, chip) {
  const width = card.offsetWidth;
  const room = document.documentElement.clientWidth - GAP;
  const below = chip.bottom + GAP;
  const fits = below + card.offsetHeight < innerHeight;
  card.style.left = `${Math.max(GAP, Math.min(chip.left - GAP, room - width))}px`;
  card.style.top = `${Math.max(GAP, fits ? below : chip.top - GAP - card.offsetHeight)}px`;
}
