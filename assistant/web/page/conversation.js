/* The conversation on screen: its turns, its id in the address, the question being answered.
 *
 * The id lives in location.hash so that a reload, a bookmark and the back button find it again.
 */
import { fetchConversation } from "./api.js";
import { hideCard } from "./card.js";
import { byId } from "./dom.js";
import { failureBox } from "./failure.js";
import { closePanel } from "./panel.js";
import { announce } from "./status.js";
import { follow } from "./stream.js";
import { addTurn, showEnded, showFinished, showTrouble } from "./turn.js";

let current = { id: null, asking: null };
let hooks = { onBusy() {}, onAccepted() {}, onFailed() {}, onChanged() {} };

/** Open what the address names, and follow the address from now on. */
export function startConversation(given) {
  hooks = given;
  addEventListener("hashchange", openFromAddress);
  byId("stop").addEventListener("click", () => current.asking?.abort());
  byId("new-conversation").addEventListener("click", newConversation);
  return openFromAddress();
}

export const currentId = () => current.id;
export const isAsking = () => current.asking !== null;

/** Leave this conversation and begin another. */
export function newConversation() {
  show(null);
  byId("question").focus();
  announce("New conversation");
}

/** Ask; filters are {since, until, outlets}, absent where not set. */
export async function askQuestion(question, filters) {
  if (isAsking()) return;
  const here = current;
  const turn = addTurn(question);
  here.asking = new AbortController();
  closePanel({ refocus: false }); // what lies open belongs to an answer before
  hooks.onBusy(true);
  turn.element.scrollIntoView({ block: "start" });
  try {
    await answerInto(turn, here, { question, filters });
  } finally {
    here.asking = null;
    if (here === current) hooks.onBusy(false);
    hooks.onChanged();
  }
}

async function answerInto(turn, here, { question, filters }) {
  const again = () => !isAsking() && askQuestion(question, filters);
  const request = { question, ...filters, ...(here.id && { conversation_id: here.id }) };
  const ending = (state, words) => {
    showEnded(turn, state, words, again);
    if (here === current) announce(words);
  };
  try {
    const answer = await follow(turn, request, { signal: here.asking.signal, accepted: () => hooks.onAccepted(question) });
    if (answer) return answer.notices?.includes("not_kept") || remember(here, answer.conversation_id);
    hooks.onFailed(question);
    ending("interrupted", "The answer was interrupted before its end. What has arrived is kept.");
  } catch (error) {
    if (error.name === "AbortError") return ending("stopped", "Stopped. What had arrived is kept.");
    if (error.name !== "ApiError") throw error;
    hooks.onFailed(question);
    showTrouble(turn, failureBox(error, () => retry(turn, again)));
  }
}

/** A turn without a word in it is replaced by the next attempt; one with words is kept. */
function retry(turn, again) {
  if (isAsking()) return;
  if (!turn.element.querySelector(".sentence")) turn.element.remove();
  again();
}

function remember(here, id) {
  if (!id || here.id === id) return;
  here.id = id;
  if (here === current) history.replaceState(null, "", `#c=${encodeURIComponent(id)}`);
}

async function openFromAddress() {
  const id = addressId();
  if (id === current.id) return;
  show(id);
  if (!id) return;
  const here = current;
  try {
    const { turns } = await fetchConversation(id);
    if (here === current) showTurns(turns);
  } catch (error) {
    if (here === current) showLoadFailure(error);
  }
}

function showTurns(turns) {
  for (const { question, answer } of turns ?? []) {
    const turn = addTurn(question);
    const again = () => askQuestion(question, {});
    if (answer) showFinished(turn, answer);
    else showEnded(turn, "interrupted", "This question has no finished answer.", again);
  }
  byId("turns").lastElementChild?.scrollIntoView({ block: "start" });
}

function showLoadFailure(error) {
  if (error.name !== "ApiError") throw error;
  const gone = error.status === 404;
  const retryLoad = () => {
    current = { id: null, asking: null };
    openFromAddress();
  };
  byId("turns").replaceChildren(failureBox(error, gone ? newConversation : retryLoad, gone ? "New conversation" : "Try again"));
}

/** Clear the page for the conversation of this id; an answer still streaming is given up. */
function show(id) {
  current.asking?.abort();
  current = { id, asking: null };
  hideCard();
  closePanel({ refocus: false });
  byId("turns").replaceChildren();
  document.body.dataset.empty = String(!id);
  if (addressId() !== id) history.pushState(null, "", id ? `#c=${encodeURIComponent(id)}` : location.pathname);
  hooks.onBusy(false);
  hooks.onChanged();
}

function addressId() {
  const [, id] = /^#c=([\w.~%-]+)$/.exec(location.hash) ?? [];
  try {
    return id ? decodeURIComponent(id) : null;
  } catch {
    return null; // a half-typed %-escape names no conversation
  }
}
