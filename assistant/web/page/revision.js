/* Say what has become of cited words: the mark of an older version, and word by word what changed.
 *
 * Knows a citation as it is read back, with the newest version of its article beside it.
 */
import { el } from "./dom.js";
import { revisionWords } from "./words.js";

const TAGS = { gone: "del", new: "ins" };

/** Nodes for a citation whose article has a newer version or is gone; none where nothing happened. */
export function revisionNodes(citation) {
  const words = revisionWords(citation);
  if (!words) return [];
  return [
    el("p", { class: citation.state === "current" ? "state quiet" : "state" }, words),
    differenceNode(citation),
    citation.newer?.correction && el("p", { class: "notice-words", dir: "auto" }, citation.newer.correction),
  ].filter(Boolean);
}

/** The place in the newest text that says what was cited, or the cited place itself. */
export function placeNow(citation) {
  const { newer } = citation;
  return newer?.quote ? { ...citation, start: newer.start, end: newer.end, quote: newer.quote } : citation;
}

function differenceNode({ newer }) {
  if (!newer?.quote || !newer.difference?.length) return null;
  return el("p", { class: "difference", dir: "auto" }, newer.difference.map(pieceNodes));
}

/** One stretch of it; the blank behind a word is not part of what went or came. */
function pieceNodes({ kind, text }) {
  if (!TAGS[kind]) return text;
  const words = text.trimEnd();
  return [el(TAGS[kind], {}, words), text.slice(words.length)];
}
