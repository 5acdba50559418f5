/* The form that orders a briefing: a topic or none, a time, outlets, a length.
 *
 * Knows the form only; what is done with an order is given by whoever starts it.
 */
import { byId, el } from "./dom.js";
import { rangeWords } from "./dates.js";

const FIELDS = { topic: "brief-topic", since: "brief-since", until: "brief-until", as_of: "brief-as-of" };

let made = () => {};

/** Wire the button that opens the form; make(order) has the briefing made. */
export function startOrder(make) {
  made = make;
  byId("brief").addEventListener("click", () => openOrder());
  byId("brief-close").addEventListener("click", () => byId("brief-dialog").close());
  byId("brief-form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
}

/** Have a briefing made at once, as an example button does; without a topic, of the top stories. */
export const orderThis = (topic) => made({ length: "normal", ...(topic && { topic }) });

/** Offer these outlets, keeping those that are chosen. */
export function offerBriefingOutlets(names) {
  const chosen = new Set(outlets());
  byId("brief-outlets").hidden = names.length < 2;
  byId("brief-outlets").querySelector("div").replaceChildren(...names.map((name) => {
    const box = el("input", { type: "checkbox", value: name });
    box.checked = chosen.has(name);
    return el("label", { dir: "auto" }, box, " ", name);
  }));
}

/** Open the form; what is already written in the question box is most likely the topic. */
export function openOrder(topic = byId("question").value.trim()) {
  byId("brief-topic").value = topic;
  byId("brief-message").replaceChildren();
  byId("brief-dialog").showModal();
  byId("brief-topic").focus();
}

function submit() {
  const order = orderNow();
  if (order.since && order.until && order.since > order.until) {
    const words = `${rangeWords(order.since)} and ${rangeWords(null, order.until)} leaves no day: give the earlier one first.`;
    byId("brief-message").replaceChildren(el("p", { class: "error", role: "alert" }, words[0].toUpperCase() + words.slice(1)));
    return byId("brief-since").focus();
  }
  byId("brief-dialog").close();
  takeFromQuestion(order.topic);
  made(order);
}

function takeFromQuestion(topic) {
  if (byId("question").value.trim() !== topic) return;
  byId("question").value = "";
  byId("question").dispatchEvent(new Event("input"));
}

function orderNow() {
  const order = { length: byId("brief-form").querySelector("[name=length]:checked").value };
  for (const [name, id] of Object.entries(FIELDS)) {
    const value = byId(id).value.trim();
    if (value) order[name] = value;
  }
  if (outlets().length) order.outlets = outlets();
  return order;
}

function outlets() {
  return [...byId("brief-outlets").querySelectorAll("input:checked")].map(({ value }) => value);
}
