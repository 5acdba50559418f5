/* Name the publishers that ran the same text.
 *
 * Knows nothing of answers or articles: a list of {outlet, url} in, one line out. A text that many
 * outlets ran is one source: its copies are counted beside it, never among the sources.
 */
import { el, sourceLink, webAddress } from "./dom.js";

/** Say how many copies of a text there are and where, with links, or null where there are none. */
export function copiesLine(copies) {
  const named = known(copies);
  if (!named.length) return null;
  const links = named.map((copy, i) => [i ? ", " : "", sourceLink(copy.url, nameOf(copy))]).flat();
  return el("p", { class: "copies" }, `${countWords(named.length)}: `, links);
}

/** The same without links, for a card that goes away by itself. */
export function copiesNote(copies) {
  const named = known(copies);
  if (!named.length) return null;
  return el("p", { class: "copies" }, `${countWords(named.length)}: ${[...new Set(named.map(nameOf))].join(", ")}`);
}

function known(copies) {
  return (copies ?? []).filter((copy) => copy?.outlet || webAddress(copy?.url));
}

function nameOf({ outlet, url }) {
  return outlet || new URL(url).host;
}

function countWords(count) {
  return `${count} ${count === 1 ? "copy" : "copies"}`;
}
