/* Turn an article into paragraphs, with exactly the cited words in mark elements.
 *
 * Never marks other words: where the quote no longer stands at its place, it says so instead.
 */
import { copiesLine } from "./copies.js";
import { momentWords, publishedWords } from "./dates.js";
import { el, sourceLink, webAddress } from "./dom.js";
import { quoteSpan } from "./points.js";
import { placeNow, revisionNodes } from "./revision.js";
import { goneWords, kindWords, rightsWords } from "./words.js";

/** Return the nodes of the panel and the place that is marked: the cited words, or those that took theirs. */
export function articleNodes(article, citation) {
  const place = placeNow(citation);
  const span = quoteSpan(article.text, place);
  const nodes = [...head(article), changeNote(article, citation, span), bodyNode(article, span)];
  return { nodes: nodes.filter(Boolean), marked: span && place };
}

/** Return what can be said of an article that is no longer in the archive. */
export function goneNodes(citation) {
  return [
    el("h2", { id: "panel-title", dir: "auto" }, citation.title || "Source"),
    el("p", { class: "changed" }, "This article is no longer in the archive."),
  ];
}

function head(article) {
  const authors = (article.authors ?? []).join(", ");
  const address = webAddress(article.url);
  return [
    el("p", { class: "from" }, el("b", {}, article.outlet || "Unnamed outlet"), ` · ${momentWords(article.published_at)}`),
    el("h2", { id: "panel-title", dir: "auto" }, article.title || "Untitled"),
    authors && el("p", { class: "quiet" }, `By ${authors}`),
    address && el("p", { class: "quiet" }, sourceLink(address, `Read it at ${new URL(address).host}`)),
    copiesLine(article.copies),
    article.dated_ahead && el("p", { class: "changed" }, `Its source dates it ${publishedWords(article.dated_ahead)}, which has not come: it counts as undated until then.`),
    rightsWords(article) && el("p", { class: "changed" }, rightsWords(article)),
    goneWords(article) && el("p", { class: "changed" }, goneWords(article)),
    kindWords(article) && el("p", { class: "changed" }, kindWords(article)),
  ];
}

function changeNote(article, citation, span) {
  if (!span && article.cut) return null;
  if (!span && !citation.newer) {
    return el("div", { class: "changed" },
      el("p", {}, "The article has changed since this answer: the quoted words no longer stand where they stood, so nothing is marked."),
      ...quoteThen(citation));
  }
  const nodes = revisionNodes(citation);
  return nodes.length && el("div", { class: "changed" }, ...nodes, ...(span ? [] : quoteThen(citation)));
}

function quoteThen({ quote }) {
  return quote ? [el("p", { class: "quiet" }, "The answer quoted:"), el("blockquote", { dir: "auto" }, quote)] : [];
}

function bodyNode({ text, language }, span) {
  const body = el("div", { class: "article-text", lang: languageTag(language) });
  let at = 0;
  for (const paragraph of paragraphs(text)) {
    body.append(el("p", { dir: "auto" }, ...marked(paragraph, at, span)));
    at += paragraph.length;
  }
  return body;
}

/** Cut at blank lines, or at every line when there are none; the pieces joined are the text. */
function paragraphs(text) {
  const cut = /\n[ \t\r]*\n/.test(text) ? /(?<=\n[ \t\r]*\n)(?=[^\s])/ : /(?<=\n)(?=[^\s])/;
  return text.split(cut);
}

/** Split one paragraph, which begins at this index of the text, around the marked span. */
function marked(paragraph, at, span) {
  const [from, to] = (span ?? [0, 0]).map((index) => Math.min(Math.max(index - at, 0), paragraph.length));
  if (from === to) return [paragraph];
  return [paragraph.slice(0, from), el("mark", { class: "quoted" }, paragraph.slice(from, to)), paragraph.slice(to)];
}

function languageTag(language) {
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language ?? "") ? language : null;
}
