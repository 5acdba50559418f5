/* Deciding about an edition before it is sent: a box beside every point, Send, Don't send.
 *
 * Holds what is ticked. A briefing of which a point is left out goes as its headline and the points
 * that are ticked; one without any point ticked does not go at all.
 */
import { button, el } from "./dom.js";
import { failureBox } from "./failure.js";
import { count } from "./words.js";

/** What is ticked of an edition: everything at first. */
export function choiceOf({ briefings }) {
  const ticks = new Map(briefings.map(({ id, points }) => [id, new Set(points.keys())]));
  const sizes = new Map(briefings.map(({ id, points }) => [id, points.length]));
  const isWhole = (id) => ticks.get(id).size === sizes.get(id);
  const listeners = [];
  return {
    all: [...sizes.values()].reduce((sum, size) => sum + size, 0),
    count: () => [...ticks.values()].reduce((sum, { size }) => sum + size, 0),
    isNothing: () => [...ticks.keys()].every((id) => !isWhole(id) && !ticks.get(id).size),
    chosen: () => Object.fromEntries([...ticks].filter(([id]) => !isWhole(id)).map(([id, kept]) => [id, [...kept].sort((a, b) => a - b)])),
    onChange: (act) => listeners.push(act),
    box(id, at, { sentence }) {
      const input = el("input", { type: "checkbox", "aria-label": `Send this point: ${sentence.text}` });
      input.checked = ticks.get(id).has(at);
      input.addEventListener("change", () => {
        if (input.checked) ticks.get(id).add(at);
        else ticks.get(id).delete(at);
        const left = ticks.get(id).size ? "points" : "nothing";
        input.closest(".briefing").dataset.goes = isWhole(id) ? "whole" : left;
        for (const act of listeners) act();
      });
      return el("span", { class: "choose" }, input);
    },
  };
}

/** A line of advice and the bar that sends or does not; what is ticked stays when the server could not do it. */
export function decision(choice, { send, refuse }) {
  const tally = el("p", { role: "status" });
  const trouble = el("div", {});
  const sending = button("Send", () => attempt(() => send(choice.chosen())), { class: "main" });
  const refusing = button("Don’t send", () => attempt(refuse));
  const tell = () => {
    tally.textContent = `${choice.count()} of ${count(choice.all, "point")} ticked`;
    sending.disabled = choice.isNothing();
  };

  async function attempt(act) {
    for (const press of [sending, refusing]) press.disabled = true;
    trouble.replaceChildren();
    try {
      await act();
    } catch (error) {
      if (error.name !== "ApiError") throw error;
      refusing.disabled = false;
      tell();
      trouble.replaceChildren(failureBox(error));
    }
  }

  choice.onChange(tell);
  tell();
  return [
    el("p", { class: "quiet" }, "Nothing is sent before you say so. Untick the points that are to be left out; of their briefing only the headline and the ticked points are sent then."),
    el("section", { class: "decision", "aria-label": "Send this edition?" },
      el("div", { class: "buttons" }, sending, refusing, tally), trouble),
  ];
}
