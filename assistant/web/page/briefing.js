/* The briefing on screen: made, or opened by the address #b=ID, which a reload and the back button find again.
 *
 * Holds which briefing is shown and which is being made; note.js lays it out.
 */
import { deleteBriefing, fetchBriefing, orderBriefing, streamError } from "./api.js";
import { markBriefing, refreshBriefings } from "./briefings.js";
import { button, byId, el } from "./dom.js";
import { failureBox } from "./failure.js";
import { noteNode, spokenNote, titleWords } from "./note.js";
import { startOrder } from "./order.js";
import { announce } from "./status.js";
import { dropAddress, leaveView, showView } from "./view.js";
import { workingWords } from "./words.js";

let shown = null; // the id of the briefing on screen
let making = null;

const view = {
  place: "briefing",
  forget() {
    making?.abort();
    making = shown = null;
    dropAddress(addressId());
    markBriefing();
  },
};

/** Wire the form, and open what the address names, now and from now on. */
export function startBriefing() {
  startOrder(make);
  addEventListener("hashchange", openFromAddress);
  openFromAddress();
}

async function make(order) {
  making?.abort();
  const mine = (making = new AbortController());
  shown = null;
  show(working(order, mine));
  try {
    const briefing = await follow(order, mine);
    if (mine === making) finish(briefing, order);
  } catch (error) {
    if (mine === making) showFailure(error, order);
  } finally {
    if (mine === making) making = null;
  }
}

async function follow(order, { signal }) {
  for await (const { name, data } of await orderBriefing(order, signal)) {
    if (name === "done") return data.briefing;
    if (name === "error") throw streamError(data);
    if (name === "status") say(`${workingWords(data.state)}…`);
  }
  throw streamError({ code: "interrupted", message: "The briefing was interrupted before its end." });
}

function finish(briefing, { outlets, length }) {
  shown = briefing.id;
  if (!briefing.notices.includes("not_kept")) history.pushState(null, "", `#b=${encodeURIComponent(briefing.id)}`);
  show(noteNode(briefing, { outlets, length }));
  announce(`Briefing ready. ${spokenNote(briefing)}`);
  byId("briefing").querySelector("h2").focus();
  refreshBriefings();
}

function working(order, mine) {
  const stop = button("Stop", () => {
    mine.abort();
    leaveView(view);
    byId("question").focus();
    announce("Stopped");
  });
  return el("article", { class: "briefing", "aria-busy": "true" },
    el("h2", { class: "question", dir: "auto" }, titleWords({ topic: order.topic, window: order })),
    el("p", { class: "working" }, "Gathering the news…"), stop);
}

function say(words) {
  const line = byId("briefing").querySelector(".working");
  if (line) line.textContent = words;
  announce(words);
}

function showFailure(error, order) {
  if (error.name === "AbortError") return;
  const isOurs = error.name === "ApiError";
  if (!isOurs) console.warn("the briefing broke off:", error);
  const told = isOurs ? error : streamError({ code: "interrupted", message: "The briefing was interrupted before its end." });
  show(el("article", { class: "briefing trouble" }, failureBox(told, () => make(order))));
}

async function openFromAddress() {
  const id = addressId();
  if (!id) return leaveView(view);
  if (id === shown) return;
  making?.abort();
  making = null;
  shown = id;
  markBriefing();
  show(el("p", { class: "working" }, "Opening the briefing…"));
  try {
    const briefing = await fetchBriefing(id);
    if (shown === id) show(noteNode(briefing));
  } catch (error) {
    if (shown === id) showLoadFailure(error);
  }
}

function showLoadFailure(error) {
  if (error.name !== "ApiError") throw error;
  const retry = () => {
    shown = null;
    openFromAddress();
  };
  const box = error.status === 404 ? failureBox(error, () => leaveView(view), "Back") : failureBox(error, retry);
  show(el("article", { class: "briefing trouble" }, box));
}

/** Delete one; whoever reads it is taken away from it. */
export async function removeBriefing(id) {
  await deleteBriefing(id);
  if (id === shown) {
    leaveView(view);
    byId("question").focus();
  }
  await refreshBriefings();
  announce("Briefing deleted");
}

const show = (...nodes) => showView(view, ...nodes);

function addressId() {
  const [, id] = /^#b=([\w-]+)$/.exec(location.hash) ?? [];
  return id ?? null;
}
