/* Lay out a briefing as a desk's note: what happened first, what it rests on last.
 *
 * The one renderer: a briefing just made, one read back and those of an edition pass through noteNode.
 * What is missing from a briefing has no heading here.
 */
import { briefingPath } from "./api.js";
import { dayWords, momentWords } from "./dates.js";
import { openDigestForm } from "./digestform.js";
import { button, el } from "./dom.js";
import { pictureFigure } from "./pictures.js";
import { chipsFor, citedSentence } from "./sentences.js";
import { nearestSection, sourcesSection } from "./sources.js";
import { openWatchForm } from "./watchform.js";
import { changeWords, count, coverageWords, modeWords, noticeWords, restsWords, spanOf, standingWords } from "./words.js";

/** Make the article of one briefing.
 *
 * `part` is its number within an edition, tick(nth) makes what stands before a point; outlets and
 * length are those of its order, where they are known.
 */
export function noteNode(briefing, { part = 0, tick = null, outlets = [], length = "normal" } = {}) {
  const citations = new Map(briefing.citations.map((citation) => [citation.number, citation]));
  const find = (number) => citations.get(number);
  const isKept = !briefing.notices.includes("not_kept");
  const title = part ? `briefing-title-${part}` : "briefing-title";
  return el("article", { class: "briefing", "data-mode": briefing.mode, "aria-labelledby": title },
    ...head(briefing, title, isKept && tools(briefing, part > 0)),
    ...(briefing.mode === "declined" ? declined(briefing) : body(briefing, find, tick)),
    sourcesSection(briefing.citations),
    foot(briefing),
    !part && goesOn(briefing, { outlets, length }));
}

/** "Briefing: the harvest", or "Top stories of 15 November". */
export function titleWords({ topic, window }) {
  return topic ? topic : ["Top stories", spanOf(window)].filter(Boolean).join(" ");
}

/** What is read aloud when it is ready. */
export function spokenNote({ headline, text }) {
  return headline.length ? headline.map((sentence) => sentence.text).join(" ") : text;
}

function head(briefing, title, taking) {
  return [
    el("p", { class: "kicker" }, "Briefing", briefing.topic && spanOf(briefing.window) ? `, news ${spanOf(briefing.window)}` : ""),
    el("h2", { id: title, class: "question", dir: "auto", tabindex: "-1" }, titleWords(briefing)),
    briefing.window.as_of && el("p", { class: "window" }, `As it was known on ${dayWords(briefing.window.as_of)}`),
    briefing.confidence.stories > 0 && el("p", { class: "rests" }, restsWords(briefing.confidence)),
    taking,
    ...noticeWords(briefing.notices).map((words) => el("p", { class: "turn-notice" }, words)),
  ].filter(Boolean);
}

function tools({ id }, isPart) {
  return el("p", { class: "tools" },
    !isPart && button("Print or save as PDF", () => window.print()),
    el("a", { href: briefingPath(id, "briefing.md"), download: "briefing.md" }, "Markdown"),
    el("a", { href: briefingPath(id), download: "briefing.json" }, "JSON"));
}

/** What may be wanted after reading it: the same again by itself, or news of it at once. */
function goesOn({ topic }, { outlets = [], length = "normal" }) {
  const digest = { topics: topic ? [topic] : [], outlets, length };
  return el("p", { class: "goes-on" },
    button("Send me this regularly", () => openDigestForm(digest)),
    topic && button("Tell me of news on this", () => openWatchForm({ text: topic, outlets })));
}

function declined({ text, nearest }) {
  return [el("p", { class: "plain", dir: "auto" }, text), nearestSection(nearest, "Nearest coverage")];
}

function body(briefing, find, tick) {
  return [
    el("div", { class: "headline" }, briefing.headline.map((sentence) => el("p", {}, citedSentence(sentence, find)))),
    list("The points", "points", briefing.points, (each, nth) => point(each, find, tick?.(nth, each))),
    list("What changed since last time", "changes", briefing.changed, (each) => change(each, find)),
    differences(briefing, find),
    list("Who said what", "said", briefing.said, (each) => spoken(each, find)),
    timeline(briefing, find),
    list("What is not known", "unknown", briefing.unknown, (words) => unknown(words, briefing.citations, find)),
    coverage(briefing),
  ];
}

function section(heading, kind, ...children) {
  return el("section", { class: `part ${kind}` }, el("h3", {}, heading), ...children);
}

function list(heading, kind, items, entry) {
  return items.length > 0 && section(heading, kind, el("ul", {}, items.map((each, nth) => el("li", {}, entry(each, nth)))));
}

function point({ sentence, status }, find, box = null) {
  return [box, citedSentence(sentence, find), el("span", { class: "standing", "data-standing": status }, standingWords(status))].filter(Boolean);
}

function change({ kind, sentence }, find) {
  return [el("b", { class: "kind", "data-kind": kind }, changeWords(kind)), " ", citedSentence(sentence, find)];
}

function differences(briefing, find) {
  if (!briefing.differences.length) return null;
  return section("Where sources differ", "differences", el("dl", {}, briefing.differences.map(({ what, values, grew }) => [
    el("dt", { dir: "auto" }, what, grew && el("span", { class: "quiet" }, " (has grown)")),
    ...values.map(({ value, at, citations }) => el("dd", {},
      el("b", { dir: "auto" }, value), at && ` ${momentWords(at)} `, outletsOf(citations, find), chipsFor(citations, find))),
  ])));
}

function outletsOf(numbers, find) {
  const names = [...new Set(numbers.map((number) => find(number)?.outlet).filter(Boolean))];
  return names.length ? el("span", { class: "quiet" }, ` ${names.join(", ")}`) : null;
}

function spoken({ speaker, how, quote, paraphrase, outlet, at, citations }, find) {
  const source = [outlet, at && dayWords(at)].filter(Boolean).join(", ");
  return [
    quote ? [el("b", { dir: "auto" }, speaker), ` ${how}: `, el("q", { dir: "auto" }, quote.replace(/,$/, ""))] : el("span", { dir: "auto" }, paraphrase),
    chipsFor(citations, find),
    el("span", { class: "attribution" }, [source, quote ? "quoted" : "not word for word"].filter(Boolean).join(", ")),
  ].flat();
}

function timeline({ id, timeline: moments, notices }, find) {
  if (!moments.length) return null;
  const rows = moments.map(({ date, sentence, dated_by }, at) => el("tr", {},
    el("td", { class: "nth" }, String(at + 1)),
    el("th", { scope: "row" }, dayWords(date), dated_by === "article" && el("span", { class: "quiet" }, " reported")),
    el("td", {}, citedSentence(sentence, find))));
  const isDrawn = moments.length > 1 && !notices.includes("not_kept");
  return section("Timeline", "when", isDrawn && pictureFigure(id, "timeline"), el("table", {},
    el("caption", { class: "heard" }, "What happened, by its day; “reported” where only the day of the article is known"),
    el("thead", { class: "heard" }, headRow("Number", "Day", "What happened")),
    el("tbody", {}, rows)));
}

function unknown(words, citations, find) {
  const cited = citations.find(({ quote }) => quote === words);
  return [el("span", { dir: "auto" }, words), cited ? chipsFor([cited.number], find) : null];
}

function coverage({ id, days, notices }) {
  if (!days?.length) return null;
  const rows = days.map(({ date, articles, copies }) => el("tr", {},
    el("th", { scope: "row" }, dayWords(date)), el("td", {}, String(articles)), el("td", {}, String(copies))));
  const table = el("details", { class: "as-table" }, el("summary", {}, "The same as a table"),
    el("table", {}, el("caption", { class: "heard" }, "Articles cited, by the day they appeared"),
      el("thead", {}, headRow("Day", "Articles", "Copies of them")), el("tbody", {}, rows)));
  const isDrawn = days.length > 1 && !notices.includes("not_kept");
  return section("Coverage over time", "spread", isDrawn && pictureFigure(id, "coverage"), table);
}

const headRow = (...names) => el("tr", {}, names.map((name) => el("th", { scope: "col" }, name)));

function foot(briefing) {
  const dropped = briefing.dropped > 0 && `${count(briefing.dropped, "sentence")} left out: their facts could not be found in the news.`;
  const made = `Made ${momentWords(briefing.made_at)}.`;
  const how = briefing.mode === "declined" ? null : `${modeWords(briefing)}.`;
  return el("p", { class: "coverage" }, [how, dropped, coverageWords(briefing.coverage), made].filter(Boolean).join(" "));
}
