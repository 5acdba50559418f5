/* A list of things that are paused, changed and removed: digests and watches alike.
 *
 * Knows how such a list is shown and kept up; what an entry says is given.
 */
import { button, el } from "./dom.js";
import { failureBox } from "./failure.js";
import { announce } from "./status.js";
import { sureButton } from "./sure.js";

/** Make a section {node, refresh}.
 *
 * `fetch()` gives the items, `nodesOf(item)` what is said of one, `nameOf(item)` its name, `change(id, …)`
 * and `remove(id)` are the server's, `asks` is what Remove asks, `edit(item)` opens its form.
 */
export function listing({ id, heading, none, add, addWords, fetch, nodesOf, nameOf, change, remove, asks, edit }) {
  const list = el("ul", { class: "coming" });
  const empty = el("p", { class: "quiet", hidden: "" }, none);
  const trouble = el("div", {});
  const node = el("section", { class: "part", "aria-labelledby": `${id}-heading`, id },
    el("div", { class: "heading-row" }, el("h3", { id: `${id}-heading` }, heading), button(addWords, () => add())),
    list, empty, trouble);

  async function refresh() {
    try {
      const items = await fetch();
      list.replaceChildren(...items.map(entry));
      empty.hidden = items.length > 0;
      trouble.replaceChildren();
    } catch (error) {
      if (error.name !== "ApiError") throw error;
      trouble.replaceChildren(failureBox(error, refresh));
    }
  }

  function entry(item) {
    const name = nameOf(item);
    const pause = item.paused ? "Resume" : "Pause";
    return el("li", { "data-id": item.id, "data-paused": String(item.paused) },
      el("strong", { dir: "auto" }, name), ...nodesOf(item),
      el("p", { class: "acts" },
        button("Change", () => edit(item), { "aria-label": `Change: ${name}` }),
        button(pause, () => act(item.id, () => change(item.id, { paused: !item.paused }), `${pause}d: ${name}`), { "aria-label": `${pause}: ${name}` }),
        sureButton({ words: "Remove", asks, what: name }, () => act(item.id, () => remove(item.id), `Removed: ${name}`))));
  }

  /** Do it; the focus stays with the entry, or goes to the heading's button where that is gone. */
  async function act(itemId, doing, words) {
    try {
      await doing();
    } catch (error) {
      if (error.name !== "ApiError") throw error;
      return trouble.replaceChildren(failureBox(error));
    }
    await refresh();
    announce(words);
    const same = list.querySelector(`[data-id="${CSS.escape(itemId)}"] .acts button:nth-child(2)`);
    return (same ?? node.querySelector(".heading-row button")).focus();
  }

  return { node, refresh };
}
