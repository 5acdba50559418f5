/* The digests: when each next comes, what it is about, its past editions. */
import { changeDigest, fetchDigests, fetchEditions, removeDigest } from "./coming.js";
import { longDay } from "./dates.js";
import { openDigestForm, whenDigestSaved } from "./digestform.js";
import { el } from "./dom.js";
import { failureBox } from "./failure.js";
import { editionAddress } from "./edition.js";
import { listing } from "./listing.js";
import { clockWords, scheduleWords } from "./schedule.js";

const STATES = {
  making: "being made", waiting: "waits for you", approved: "sent", skipped: "not sent",
  refused: "not sent", failed: "could not be made",
};

/** Make the section, and fill it. */
export function digestsSection() {
  const { node, refresh } = listing({
    id: "digests",
    heading: "Digests",
    none: "None yet. A digest is a briefing that comes by itself, at your hour.",
    add: openDigestForm,
    addWords: "New digest",
    fetch: async () => (await fetchDigests()).digests,
    nodesOf,
    nameOf: ({ name }) => name,
    change: changeDigest,
    remove: removeDigest,
    asks: "Really remove? Its messages go too",
    edit: openDigestForm,
  });
  whenDigestSaved(refresh);
  refresh();
  return node;
}

function nodesOf(digest) {
  const { topics, outlets, paused, next_at: next, zone, channel, address, asks_first: asks, skips_empty: skips } = digest;
  const how = [asks && "asks you first", !skips && "comes also when there is nothing new", channel === "mail" && `by e-mail to ${address}`];
  return [
    el("p", {}, scheduleWords(digest)),
    el("p", { class: "next" }, paused ? "Paused" : next && `Next: ${clockWords(next, zone)}`),
    el("p", { dir: "auto" }, [topics.length ? topics.join("; ") : "Top stories", outlets.length && `from ${outlets.join(", ")}`].filter(Boolean).join(" ")),
    how.some(Boolean) && el("p", {}, capital(how.filter(Boolean).join(", "))),
    pastEditions(digest),
  ].filter(Boolean);
}

function pastEditions({ id, name }) {
  const place = el("div", {});
  const fold = el("details", {}, el("summary", { "aria-label": `Past editions: ${name}` }, "Past editions"), place);
  fold.addEventListener("toggle", () => fold.open && showEditions(id, place));
  return fold;
}

async function showEditions(id, place) {
  try {
    const { editions } = await fetchEditions(id);
    place.replaceChildren(editions.length ? el("ul", {}, editions.map(editionEntry)) : el("p", {}, "None yet."));
  } catch (error) {
    if (error.name !== "ApiError") throw error;
    place.replaceChildren(failureBox(error, () => showEditions(id, place)));
  }
}

function editionEntry({ digest_id: digest, date, state, trouble }) {
  const words = [STATES[state] ?? state, trouble].filter(Boolean).join(": ");
  return el("li", {}, el("a", { href: editionAddress(digest, date) }, longDay(date)), ` ${words}`);
}

const capital = (words) => words[0].toUpperCase() + words.slice(1);
