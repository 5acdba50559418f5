/* Show a machine's translation beside the original words, never in their place.
 *
 * Knows nothing of answers: a translation in, one paragraph that begins by saying what it is out.
 */
import { el } from "./dom.js";
import { translationWords } from "./words.js";

/** The translation with what it is before it, or null. */
export function translationLine(translation) {
  if (!translation?.text) return null;
  return el("p", { class: "translation" },
    el("span", { class: "label" }, translationWords(translation)), " ",
    el("span", { dir: "auto", lang: translation.language }, translation.text));
}
