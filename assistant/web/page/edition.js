/* An edition of a digest, at the address #e=DIGEST/DATE: its briefings, or what is to be decided about them.
 *
 * Lies in the place of a briefing and looks and prints as one.
 */
import { choiceOf, decision } from "./approval.js";
import { refreshBriefings } from "./briefings.js";
import { approveEdition, fetchEdition, refuseEdition } from "./coming.js";
import { longDay } from "./dates.js";
import { button, byId, el } from "./dom.js";
import { failureBox } from "./failure.js";
import { markRead, refreshMessages } from "./messages.js";
import { noteNode } from "./note.js";
import { announce } from "./status.js";
import { dropAddress, isShown, leaveView, showView } from "./view.js";

const STANDS = {
  making: "This edition is still being made",
  skipped: "Nothing was sent",
  refused: "This edition was not sent",
  failed: "This edition could not be made",
};
let shown = null;

const view = {
  place: "briefing",
  forget() {
    shown = null;
    dropAddress(addressed());
  },
};

/** Open the edition that the address names, now and from now on. */
export function startEdition() {
  addEventListener("hashchange", openFromAddress);
  openFromAddress();
}

/** The address of an edition. */
export const editionAddress = (digest, date) => `#e=${encodeURIComponent(digest)}/${encodeURIComponent(date)}`;

async function openFromAddress() {
  const named = addressed();
  if (!named) return leaveView(view);
  if (isShown(view) && shown === location.hash) return;
  const mine = (shown = location.hash);
  showView(view, el("p", { class: "working" }, "Opening the edition…"));
  try {
    const edition = await fetchEdition(named.digest, named.date);
    if (shown !== mine) return;
    showEdition(edition);
    refreshBriefings(); // those of an edition count as read with it
    byId("briefing").querySelector("h2")?.focus();
    noteSeen(named.digest, named.date);
  } catch (error) {
    if (shown === mine) showFailure(error);
  }
}

function showEdition(edition) {
  const isOpen = edition.state === "waiting";
  const choice = isOpen ? choiceOf(edition) : null;
  const bar = !isOpen ? [] : decision(choice, {
    send: (chosen) => decide(edition, (id, date) => approveEdition(id, date, chosen), "Sent"),
    refuse: () => decide(edition, refuseEdition, "Not sent"),
  });
  showView(view, head(edition), ...bar, ...sentBriefings(edition).map((briefing, nth) =>
    noteNode(briefing, { part: nth + 1, tick: choice && ((at, point) => choice.box(briefing.id, at, point)) })));
}

function head({ name, date, state, trouble, briefings }) {
  return el("div", { class: "edition" },
    el("p", { class: "kicker" }, `Digest of ${longDay(date)}`),
    el("h2", { class: "question", dir: "auto", tabindex: "-1" }, name),
    STANDS[state] && el("p", { class: "turn-notice" }, `${[STANDS[state], trouble].filter(Boolean).join(": ")}.`),
    el("p", { class: "tools" },
      el("a", { href: "#inbox" }, "Inbox"),
      briefings.length > 0 && button("Print or save as PDF", () => window.print())));
}

/** The briefings as they were sent. */
function sentBriefings({ state, chosen, briefings }) {
  if (state !== "approved") return briefings;
  return briefings.filter(({ id }) => chosen[id]?.length !== 0).map((briefing) => cutTo(briefing, chosen[briefing.id]));
}

/** Of a briefing from which somebody chose: its headline and those points, with what they cite. */
function cutTo(briefing, kept) {
  if (!kept) return briefing;
  const points = briefing.points.filter((_, at) => kept.includes(at));
  const cited = new Set([...briefing.headline, ...points.map(({ sentence }) => sentence)].flatMap(({ citations }) => citations));
  const citations = briefing.citations.filter(({ number }) => cited.has(number));
  return { ...briefing, points, citations, changed: [], said: [], differences: [], timeline: [], unknown: [], days: [] };
}

async function decide({ digest_id: id, date }, act, words) {
  const mine = shown;
  const edition = await act(id, date);
  announce(words);
  noteSeen(id, date);
  if (shown !== mine) return;
  showEdition(edition);
  byId("briefing").querySelector("h2").focus();
}

/** Count its message as read; one that waits for a decision goes on waiting. */
async function noteSeen(digest, date) {
  await refreshMessages();
  await markRead((message) => message.kind !== "approval" && message.digest_id === digest && message.date === date);
}

function showFailure(error) {
  if (error.name !== "ApiError") throw error;
  const retry = () => {
    shown = null;
    openFromAddress();
  };
  const box = error.status === 404 ? failureBox(error, toInbox, "Inbox") : failureBox(error, retry);
  showView(view, el("article", { class: "briefing trouble" }, box));
}

function toInbox() {
  location.hash = "#inbox";
}

function addressed() {
  const [, digest, date] = /^#e=([^/]+)\/([^/]+)$/.exec(location.hash) ?? [];
  return digest ? { digest: decode(digest), date: decode(date) } : null;
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a half-typed %-escape names no edition; the server says so
  }
}
