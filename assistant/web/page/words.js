/* Put codes and counts of the server into words.
 *
 * Every sentence that the page itself says about an answer is here, so that its claims can be read
 * in one place: "facts checked" is the strongest of them, the page never calls anything true.
 */
import { longDay, momentWords, rangeWords, spanWords } from "./dates.js";

const NOTICES = {
  model_down: "The language model failed: quotes stand for what it did not write.",
  nothing_passed_its_check: "Nothing the language model wrote passed its check; these are quotes instead.",
  window_empty: "There is no news from that time in the archive.",
  outside_window: "Nothing found from that time answers this; the sources below are from other days.",
  part_unanswered: "The news here does not answer every part of the question.",
  not_indexed_yet: "Some articles are still being indexed by meaning; found by words so far.",
  language_by_words_only: "Articles in some languages are searched by words only, not by meaning.",
  sources_differ: "Sources differ: they give different answers to this, and both are given.",
  words_withheld: "Some articles on this may be named here and not quoted; they are listed below.",
  gone_at_source: "The page of an article cited here is gone at its source; see below which.",
  not_kept: "This answer cannot be kept in its conversation just now: the server's disk may be full.",
  first_briefing: "This is your first briefing on this: later ones say what has changed since.",
  words_only: "The embedding model is missing; searching by words only.",
};

const STANDINGS = {
  agreed: "Several sources agree",
  single_source: "One source only",
  disputed: "Sources dispute this",
};

const CHANGES = { new: "New", updated: "Updated", corrected: "Corrected", gone: "No longer reported" };

const CHECKS = {
  quote: "quotations", number: "numbers", date: "dates", name: "names",
  speaker: "who said it", negation: "negations", entailment: "meaning",
};

const STATES = {
  changed: "The article has changed since.",
  corrected: "The article has been corrected since.",
  withheld: "The article may not be shown for now.",
  removed: "The article has been removed since.",
};

const STAND = "The quoted words still stand in it.";

const WORKING = {
  understanding: "Reading the question",
  searching: "Searching",
  writing: "Writing",
  checking: "Checking each sentence",
};

/** What may be shown of an article whose words are not all free to show. */
const KINDS = {
  teaser: "Only the beginning of this article is here: its page could not be read.",
  paywall: "Only the beginning of this article is here: the rest is for the site's subscribers.",
  live: "This is a live blog as it stood when it was read.",
};

export const rightsWords = ({ rights, cut }) => {
  if (rights === "link") return "This article may be named and linked to here; its words may not be shown.";
  return cut ? "Only the opening of this article may be shown here." : null;
};

/** That the source has taken an article's page away; null where it is not known to. */
export const goneWords = ({ gone_at_source: at }) => (at ? `Its page was gone at its source on ${longDay(at)}; what is here was read before.` : null);

/** What of an article is not here; null for a whole one. */
export const kindWords = ({ kind }) => KINDS[kind] ?? null;

export const standingWords = (status) => STANDINGS[status] ?? null;
export const changeWords = (kind) => CHANGES[kind] ?? "Changed";

/** "As of 14 Nov 2026, 15:45 UTC. Rests on 6 independent stories from 4 outlets." */
export function restsWords({ stories, outlets, newest }) {
  const at = newest ? `As of ${momentWords(newest)}.` : "Its articles have no date.";
  return `${at} Rests on ${count(stories, "independent story", "independent stories")} from ${count(outlets, "outlet")}.`;
}

export const workingWords = (state) => WORKING[state] ?? "Working";
export const stateWords = (state) => STATES[state] ?? null;

/** What has become of cited words since they were cited; null where nothing has. */
export function revisionWords({ state, newer }) {
  if (state === "removed" || state === "withheld" || !newer) return stateWords(state);
  if (newer.stands) return state === "corrected" ? `${STATES.corrected} ${STAND}` : `There is a newer version of the article. ${STAND}`;
  return `${STATES[state] ?? STATES.changed} ${newer.quote ? "Here it now reads:" : "It no longer says this."}`;
}
export const count = (n, one, many = `${one}s`) => `${Number(n ?? 0).toLocaleString("en-GB")} ${Number(n) === 1 ? one : many}`;

/** Words for the codes we know; a newer server may send others. */
export const noticeWords = (codes) => (codes ?? []).map((code) => Object.hasOwn(NOTICES, code) && NOTICES[code]).filter(Boolean);

/** What a reader may conclude about one sentence. */
export function verdictWords({ verdict, checked }) {
  if (verdict === "quoted") return "Quoted, word for word.";
  if (verdict === "not_checkable") return "Not checkable: its meaning cannot be held against the source by rule; read the quoted words.";
  if (verdict !== "supported") return null;
  const names = (checked ?? []).map((check) => Object.hasOwn(CHECKS, check) && CHECKS[check]).filter(Boolean);
  return names.length ? `Facts checked: ${names.join(", ")}.` : "Facts checked.";
}

/** What a translation is: nothing in it was held against anything. */
export const translationWords = ({ model }) => `Machine translation${model ? ` by ${model}` : ""}, unchecked:`;

/** The line that says what kind of answer this is. */
export function modeWords({ mode, model }) {
  if (mode === "quoted") return model ? `Begun by ${model}, the rest quoted word for word` : "Quoted, word for word";
  if (mode === "declined") return "Not answered";
  return model ? `Written by ${model} from the sources below` : "Written from the sources below";
}

/** How many sentences passed, how many could not be checked, how many were hidden. */
export function checkWords({ mode, sentences, dropped }) {
  const lines = [];
  if (mode === "written" && sentences.length) lines.push(tally(sentences));
  if (dropped === 1) lines.push("1 sentence was left out: its facts could not be found in the news.");
  if (dropped > 1) lines.push(`${count(dropped, "sentence")} were left out: their facts could not be found in the news.`);
  return lines.join(" ");
}

function tally(sentences) {
  const open = sentences.filter(({ verdict }) => verdict === "not_checkable").length;
  const checked = sentences.length - open;
  if (!open) return `Facts checked in ${sentences.length === 1 ? "the sentence" : `all ${sentences.length} sentences`}.`;
  return `Facts checked in ${checked} of ${count(sentences.length, "sentence")}; ${open} not checkable.`;
}

/** "Searched 31 articles from 6 outlets, 2 Nov – 15 Nov 2026." */
export const coverageWords = (coverage) => (coverage ? `Searched ${archiveWords(coverage)}.` : "");

/** "News of 29 December to 2 January": the time an answer was looked for in, where there was one. */
export function windowWords(window) {
  const between = spanWords(window?.since, window?.until);
  const known = window?.as_of && `as it was known on ${longDay(window.as_of)}`;
  const parts = [between, known].filter(Boolean);
  return parts.length ? `News ${parts.join(", ")}` : null;
}

/** "of 15 November": the time a briefing is of; null where it has none. */
export const spanOf = (window) => spanWords(window?.since, window?.until);

/** "31 articles from 6 outlets, 2 Nov – 15 Nov 2026"; outlets come as names or as their number. */
export function archiveWords({ articles, outlets, oldest, newest }) {
  const publishers = Array.isArray(outlets) ? outlets.length : outlets;
  const range = rangeWords(oldest, newest);
  const from = publishers ? ` from ${count(publishers, "outlet")}` : "";
  return `${count(articles, "article")}${from}${range ? `, ${range}` : ""}`;
}

/** What the reader can do about an error. */
export function adviceWords({ code, status, retryAfter }) {
  if (code === "unreachable") return "Check that it is running, then try again. Your words are kept.";
  if (retryAfter) return `Please try again in ${count(Math.ceil(retryAfter), "second")}.`;
  if (status === 422) return "Please change what was named and try again.";
  if (status === 413) return "Please make it shorter and try again.";
  if (status === 401) return "Allow cookies for this page, then reload it and sign in again.";
  if (code === "unknown_conversation") return "It may have been deleted. Start a new conversation.";
  if (status === 404) return "It may have been removed meanwhile.";
  return "Please try again; the server’s log may say more.";
}
