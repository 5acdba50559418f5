/* A button for what cannot be undone: the first press asks, the second does it. */
import { button } from "./dom.js";

/** Make it; `asks` is what it reads once pressed, `what` names for the ear whom it concerns. */
export function sureButton({ words, asks, what, label = words }, act, attributes = {}) {
  const node = button(words, () => {
    if (node.dataset.sure) return act(node);
    node.dataset.sure = "yes";
    node.textContent = asks;
    node.setAttribute("aria-label", `${asks} ${what}`);
    return undefined;
  }, { ...attributes, "aria-label": `${label}: ${what}` });
  node.addEventListener("blur", () => {
    delete node.dataset.sure;
    node.textContent = words;
    node.setAttribute("aria-label", `${label}: ${what}`);
  });
  return node;
}
