/* Lay out a briefing as a desk's note: what happened first, what it rests on last.
 *
 * The one renderer: a briefing just made and one read back pass through noteNodes. What is missing
 * from a briefing has no heading here.
 */
import { briefingPath } from "./api.js";
import { dayWords, momentWords } from "./dates.js";
import { button, el } from "./dom.js";
import { pictureFigure } from "./pictures.js";
import { chipsFor, citedSentence } from "./sentences.js";
import { nearestSection, sourcesSection } from "./sources.js";
import { changeWords, count, coverageWords, modeWords, noticeWords, restsWords, spanOf, standingWords } from "./words.js";

/** Make the nodes of one briefing. */
export function noteNodes(briefing) {
  const citations = new Map(briefing.citations.map((citation) => [citation.number, citation]));
  const find = (number) => citations.get(number);
  const isKept = !briefing.notices.includes("not_kept");
  return [el("article", { class: "briefing", "data-mode": briefing.mode, "aria-labelledby": "briefing-title" },
    ...head(briefing, isKept),
    ...(briefing.mode === "declined" ? declined(briefing) : body(briefing, find)),
    sourcesSection(briefing.citations),
    foot(briefing))];
}

/** "Briefing: the harvest", or "Top stories of 15 November". */
export function titleWords({ topic, window }) {
  return topic ? topic : ["Top stories", spanOf(window)].filter(Boolean).join(" ");
}

/** What is read aloud when it is ready. */
export function spokenNote({ headline, text }) {
  return headline.length ? headline.map((sentence) => sentence.text).join(" ") : text;
}

function head(briefing, isKept) {
  return [
    el("p", { class: "kicker" }, "Briefing", briefing.topic && spanOf(briefing.window) ? `, news ${spanOf(briefing.window)}` : ""),
    el("h2", { id: "briefing-title", class: "question", dir: "auto", tabindex: "-1" }, titleWords(briefing)),
    briefing.window.as_of && el("p", { class: "window" }, `As it was known on ${dayWords(briefing.window.as_of)}`),
    briefing.confidence.stories > 0 && el("p", { class: "rests" }, restsWords(briefing.confidence)),
    isKept && tools(briefing),
    ...noticeWords(briefing.notices).map((words) => el("p", { class: "turn-notice" }, words)),
  ].filter(Boolean);
}

function tools({ id }) {
  return el("p", { class: "tools" },
    button("Print or save as PDF", () => window.print()),
    el("a", { href: briefingPath(id, "briefing.md"), download: "briefing.md" }, "Markdown"),
    el("a", { href: briefingPath(id), download: "briefing.json" }, "JSON"));
}

function declined({ text, nearest }) {
  return [el("p", { class: "plain", dir: "auto" }, text), nearestSection(nearest, "Nearest coverage")];
}

function body(briefing, find) {
  return [
    el("div", { class: "headline" }, briefing.headline.map((sentence) => el("p", {}, citedSentence(sentence, find)))),
    list("The points", "points", briefing.points, (each) => point(each, find)),
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
  return items.length > 0 && section(heading, kind, el("ul", {}, items.map((each) => el("li", {}, entry(each)))));
}

function point({ sentence, status }, find) {
  return [citedSentence(sentence, find), el("span", { class: "standing", "data-standing": status }, standingWords(status))];
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

function spoken({ speaker, label, quote, paraphrase, outlet, at, citations }, find) {
  const how = label === "said" ? "" : ` ${label}`;
  const source = [outlet, at && dayWords(at)].filter(Boolean).join(", ");
  return [
    quote ? [el("b", { dir: "auto" }, speaker), `${how}: `, el("q", { dir: "auto" }, quote.replace(/,$/, ""))] : el("span", { dir: "auto" }, paraphrase),
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
