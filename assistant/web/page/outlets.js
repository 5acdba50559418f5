/* The outlets in the archive, as boxes to choose from. */
import { el } from "./dom.js";
import { fieldset, tick } from "./fields.js";

let known = [];

/** Take note of the outlets there are. */
export function knowOutlets(names) {
  known = names;
}

/** A group of boxes; it is hidden where there is nothing to choose. */
export function outletsGroup() {
  return fieldset("outlets", "Outlets: all, unless some are chosen", el("div", { class: "choices" }));
}

/** Offer what is known, with these chosen; one that has left the archive stays to be unticked. */
export function showOutlets(form, chosen = []) {
  const names = [...new Set([...known, ...chosen])];
  const group = form.querySelector("[data-field=outlets]");
  group.hidden = names.length < 2 && !chosen.length;
  group.querySelector(".choices").replaceChildren(
    ...names.map((name) => tick("checkbox", "outlets", name, name, chosen.includes(name))));
}
