/* An alert of a watch, at the address #m=KEY: the sentences that are news, each with its citations.
 *
 * Lies in the place of a briefing and looks and prints as one.
 */
import { button, byId, el } from "./dom.js";
import { failureBox } from "./failure.js";
import { markRead, messagesNow, refreshMessages } from "./messages.js";
import { openOrder } from "./order.js";
import { clockWords } from "./schedule.js";
import { citedSentence } from "./sentences.js";
import { sourcesSection } from "./sources.js";
import { dropAddress, isShown, leaveView, showView } from "./view.js";

let shown = null; // the key of the message on screen

const view = {
  place: "briefing",
  forget() {
    shown = null;
    dropAddress(addressKey());
  },
};

/** Open the alert that the address names, now and from now on. */
export function startAlert() {
  addEventListener("hashchange", openFromAddress);
  openFromAddress();
}

/** The address of a message that is no edition. */
export const alertAddress = (key) => `#m=${encodeURIComponent(key)}`;

async function openFromAddress() {
  const key = addressKey();
  if (!key) return leaveView(view);
  if (isShown(view) && shown === key) return;
  shown = key;
  const message = find(key) ?? (await looked(key));
  if (shown !== key) return;
  showView(view, message ? alertNode(message) : goneNode());
  byId("briefing").querySelector("h2").focus();
  markRead((each) => each.key === key);
}

const find = (key) => messagesNow().find((message) => message.key === key);

async function looked(key) {
  showView(view, el("p", { class: "working" }, "Opening the alert…"));
  await refreshMessages();
  return find(key);
}

function alertNode({ title, at, alert }) {
  const citations = new Map(alert.citations.map((citation) => [citation.number, citation]));
  const find = (number) => citations.get(number);
  const cited = alert.citations.map((citation) => el("p", {}, citedSentence(quoted(citation), find)));
  return el("article", { class: "briefing alert", "aria-labelledby": "alert-title" },
    el("p", { class: "kicker" }, `News on a watch, ${clockWords(at)}`),
    el("h2", { id: "alert-title", class: "question", dir: "auto", tabindex: "-1" }, title),
    el("p", { class: "tools" },
      el("a", { href: "#inbox" }, "Inbox"), button("Print or save as PDF", () => window.print())),
    el("div", { class: "headline" }, cited),
    sourcesSection(alert.citations),
    el("p", { class: "goes-on" }, button("Brief me on this", () => openOrder(title))));
}

const quoted = ({ quote, number }) => ({ text: quote, citations: [number], verdict: "quoted" });

function goneNode() {
  const gone = el("h2", { class: "question", tabindex: "-1" }, "This alert is no longer here");
  return el("article", { class: "briefing" }, gone, el("p", {}, "Its watch may have been removed, or its news. "), el("p", {}, el("a", { href: "#inbox" }, "Inbox")));
}

function addressKey() {
  const [, key] = /^#m=([\w.:~%-]+)$/.exec(location.hash) ?? [];
  try {
    return key ? decodeURIComponent(key) : null;
  } catch {
    return null; // a half-typed %-escape names no message
  }
}
