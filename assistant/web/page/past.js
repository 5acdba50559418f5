/* The list of past conversations: open one, delete one.
 *
 * Opening is a plain link to the address of a conversation; conversation.js follows addresses.
 */
import { deleteConversation, fetchConversations } from "./api.js";
import { currentId, newConversation } from "./conversation.js";
import { dayWords } from "./dates.js";
import { byId, el } from "./dom.js";
import { failureBox } from "./failure.js";
import { announce } from "./status.js";
import { sureButton } from "./sure.js";

const FIRST = 6; // shown until more are asked for: what is below them is looked for too

/** Wire the buttons that show the column on narrow screens, the feeds in it, and all of the list. */
export function startPast() {
  byId("show-past").addEventListener("click", () => {
    const open = !byId("desk").classList.contains("open");
    show(open);
    if (open) byId("desk").focus();
  });
  byId("show-feeds").addEventListener("click", () => {
    show(true);
    byId("watched").scrollIntoView({ block: "nearest" });
    byId("feed-url").focus();
  });
  byId("more-conversations").firstElementChild.addEventListener("click", () => {
    byId("conversations").classList.add("all");
    byId("more-conversations").hidden = true;
    byId("conversations").children[FIRST]?.querySelector("a").focus();
  });
  byId("conversations").addEventListener("click", (event) => event.target.closest("a") && show(false));
}

/** Show the list as the server has it now; the list stays as it is when the server is away. */
export async function refreshPast() {
  try {
    const { conversations } = await fetchConversations();
    byId("conversations").replaceChildren(...conversations.map(entry));
    byId("no-conversations").hidden = conversations.length > 0;
    const isCut = conversations.length > FIRST && !byId("conversations").classList.contains("all");
    byId("more-conversations").hidden = !isCut;
    byId("more-conversations").firstElementChild.textContent = `Show all ${conversations.length}`;
  } catch (error) {
    if (error.name !== "ApiError") throw error;
  }
}

function show(open) {
  byId("desk").classList.toggle("open", open);
  byId("show-past").setAttribute("aria-expanded", String(open));
}

function entry(conversation) {
  const { id, title, updated_at } = conversation;
  const isOpen = id === currentId();
  return el("li", {},
    el("a", { href: `#c=${encodeURIComponent(id)}`, dir: "auto", "aria-current": isOpen ? "page" : null }, title || "Untitled"),
    el("p", { class: "quiet" }, dayWords(updated_at) ?? "", " ", deleteButton(conversation)));
}

function deleteButton({ id, title }) {
  const told = { words: "Delete", asks: "Really delete?", what: title };
  return sureButton(told, (node) => remove(id, node), { class: "conversation-delete" });
}

async function remove(id, node) {
  try {
    await deleteConversation(id);
  } catch (error) {
    return node.closest("li").append(failureBox(error));
  }
  if (id === currentId()) newConversation();
  await refreshPast();
  announce("Conversation deleted");
}
