/* The inbox, at the address #inbox: what has come by itself, and the digests and watches it comes from.
 *
 * Opening a message is a plain link; edition.js and alert.js follow their addresses.
 */
import { alertAddress } from "./alert.js";
import { digestsSection } from "./digests.js";
import { byId, el, setLine } from "./dom.js";
import { editionAddress } from "./edition.js";
import { failureBox } from "./failure.js";
import { messagesNow, refreshMessages, startMessages } from "./messages.js";
import { clockWords } from "./schedule.js";
import { dropAddress, isShown, leaveView, showView } from "./view.js";
import { watchesSection } from "./watches.js";

const ADDRESS = "#inbox";
const FIRST = 8; // shown until more are asked for: the digests and watches stand below
const KINDS = { digest: "Digest", approval: "Digest, waits for you", alert: "News on a watch" };

const view = { place: "inbox-view", forget: () => dropAddress(location.hash === ADDRESS) };

/** Begin to look for messages, and open the inbox when the address names it. */
export function startInbox() {
  addEventListener("hashchange", openFromAddress);
  byId("show-inbox").addEventListener("click", () => location.hash === ADDRESS && openFromAddress());
  startMessages(showNews);
  if (location.hash === ADDRESS) openFromAddress();
}

function openFromAddress() {
  if (location.hash !== ADDRESS) return leaveView(view);
  const heading = el("h2", { id: "inbox-heading", class: "question", tabindex: "-1" }, "Inbox");
  showView(view, el("section", { class: "inbox", "aria-labelledby": "inbox-heading" },
    heading, el("p", { class: "error", id: "inbox-trouble", hidden: "" }), el("div", { id: "messages" }, el("p", { class: "quiet" }, "Looking…"))),
  digestsSection(), watchesSection());
  heading.focus();
  return refreshMessages();
}

/** Bring the list up to date, where it is on screen; the reader's place in it stays. */
function showNews(error, isNew) {
  if (!isShown(view)) return;
  const list = byId("messages").querySelector("ul");
  if (error && !list) return byId("messages").replaceChildren(failureBox(error, refreshMessages));
  setLine(byId("inbox-trouble"), error && `${error.message} What stands here was there before.`);
  if (error || (list && !isNew)) return;
  const focused = document.activeElement?.closest("#messages a")?.getAttribute("href");
  byId("messages").replaceChildren(...listNodes(messagesNow(), list?.classList.contains("all")));
  if (focused) byId("messages").querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

function listNodes(messages, isAll) {
  if (!messages.length) return [el("p", { class: "quiet" }, "Nothing has come yet. What a digest or a watch brings is kept here.")];
  const list = el("ul", { class: isAll ? "messages all" : "messages" }, messages.map(entry));
  if (isAll || messages.length <= FIRST) return [list];
  const more = el("button", { type: "button", class: "more" }, `Show all ${messages.length}`);
  more.addEventListener("click", () => {
    list.classList.add("all");
    list.children[FIRST].querySelector("a").focus();
    more.remove();
  });
  return [list, more];
}

function entry({ key, kind, title, at, read, state, digest_id: digest, date }) {
  const address = digest ? editionAddress(digest, date) : alertAddress(key);
  const what = [KINDS[kind] ?? "Message", state === "failed" && "could not be made", clockWords(at)].filter(Boolean);
  return el("li", { "data-read": String(Boolean(read)), "data-kind": kind },
    el("a", { href: address, dir: "auto" }, !read && el("span", { class: "heard" }, "Unread: "), title || "Untitled"),
    el("p", { class: "quiet" }, what.join(" · ")));
}
