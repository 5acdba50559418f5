/* What has come by itself: looked for now and then, counted at the Inbox button.
 *
 * Only a page that somebody sees looks, and it never brings up the sign-in form by itself.
 */
import { fetchInbox, glanceAtInbox, readMessage } from "./coming.js";
import { byId } from "./dom.js";
import { announce } from "./status.js";
import { count } from "./words.js";

const EVERY_MS = 30_000;
const TITLE = document.title;
let known = { messages: [], unread: 0 };
let told = () => {};

/** Begin to look; onChanged(error) is called when the messages are others than before, or cannot be had. */
export function startMessages(onChanged) {
  told = onChanged;
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  return take(fetchInbox);
}

/** The messages as they were last seen, the newest first. */
export const messagesNow = () => known.messages;

/** Look now, for somebody who waits for it. */
export const refreshMessages = () => take(fetchInbox);

/** Mark as read those that are meant, here at once and on the server. */
export async function markRead(isMeant) {
  const meant = known.messages.filter((message) => !message.read && isMeant(message));
  if (!meant.length) return;
  try {
    await Promise.all(meant.map(({ key }) => readMessage(key)));
  } catch (error) {
    if (error.name !== "ApiError") throw error; // it stays unread then, and is marked when it is opened again
  }
  await look();
}

function look() {
  return document.visibilityState === "visible" ? take(glanceAtInbox) : undefined;
}

async function take(fetching) {
  try {
    const found = await fetching();
    const isNew = JSON.stringify(found) !== JSON.stringify(known);
    if (found.unread > known.unread) announce(`${count(found.unread, "unread message")} in the inbox`);
    known = found;
    if (isNew) showCount(found.unread);
    told(null, isNew);
  } catch (error) {
    if (error.name !== "ApiError") throw error;
    if (error.status !== 401) told(error, false);
  }
}

function showCount(unread) {
  const badge = byId("unread");
  badge.textContent = unread > 99 ? "99+" : String(unread);
  badge.hidden = !unread;
  byId("show-inbox").setAttribute("aria-label", unread ? `Inbox, ${unread} unread` : "Inbox");
  document.title = unread ? `(${badge.textContent}) ${TITLE}` : TITLE;
}
