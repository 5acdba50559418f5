/* The lists under an answer: the sources it cites, or the nearest passages when it declines.
 *
 * Each entry opens the article in the panel, and links to the publisher's own page.
 */
import { copiesLine } from "./copies.js";
import { publishedWords } from "./dates.js";
import { button, el, sourceLink, webAddress } from "./dom.js";
import { openPanel } from "./panel.js";
import { revisionNodes } from "./revision.js";
import { translationLine } from "./translation.js";
import { goneWords } from "./words.js";

// What is here of an article that was not read whole.
const KINDS = { teaser: " · teaser", paywall: " · before the paywall", live: " · live blog" };

/** Make the numbered list of citations, or null if there are none. */
export function sourcesSection(citations) {
  if (!citations.length) return null;
  return el("section", { class: "sources" },
    el("h3", {}, "Sources"),
    el("ol", {}, citations.map((citation) => entry(citation, citation.number))));
}

/** Make the list of passages that came nearest to a question without an answer, or may not be quoted. */
export function nearestSection(passages, heading) {
  if (!passages.length) return null;
  return el("section", { class: "sources nearest" },
    el("h3", {}, heading),
    el("ul", {}, passages.map((passage) => entry({ ...passage, quote: passage.text }, null))));
}

function entry(citation, number) {
  return el("li", {},
    number && el("span", { class: "number" }, `[${number}]`),
    el("div", {},
      el("p", { class: "title" }, titleButton(citation)),
      el("p", { class: "from" }, el("b", {}, citation.outlet || "Unnamed outlet"), ` · ${publishedWords(citation.published_at)}`, original(citation), KINDS[citation.kind]),
      goneWords(citation) && el("p", { class: "state" }, goneWords(citation)),
      citation.quote && el("blockquote", { dir: "auto" }, citation.quote, citation.cut && " …"),
      translationLine(citation.translation),
      revisionNodes(citation),
      copiesLine(citation.copies)));
}

function titleButton(citation) {
  if (citation.state === "withheld") return el("span", {}, "Article not shown for now");
  if (citation.state === "removed") return el("span", { dir: "auto" }, citation.title || "Removed article");
  const words = citation.title || "Untitled";
  const node = button(words, () => openPanel(citation, node), {
    class: "open-source", dir: "auto", "aria-expanded": "false", "aria-controls": "panel",
  });
  return node;
}

function original({ url }) {
  const address = webAddress(url);
  return address ? [" · ", sourceLink(address, new URL(address).host)] : null;
}
