/* Build the fields of a form, and show at a field what the server says of it.
 *
 * Every field has the name that the server gives it, in data-field.
 */
import { el, setLine } from "./dom.js";
import { failureBox } from "./failure.js";
import { announce } from "./status.js";

/** One control with its label, a hint and room for what is wrong with it. */
export function field(id, label, control, hint = null) {
  const said = hint && el("p", { class: "hint", id: `${id}-hint` }, hint);
  control.id = id;
  control.setAttribute("aria-describedby", [`${id}-error`, said && `${id}-hint`].filter(Boolean).join(" "));
  return el("div", { class: "field", "data-field": control.name },
    el("label", { for: id }, label), control, said, el("p", { class: "error", id: `${id}-error`, hidden: "" }));
}

/** Several controls under one heading. */
export function fieldset(name, legend, ...children) {
  return el("fieldset", { "data-field": name }, el("legend", {}, legend), ...children, el("p", { class: "error", hidden: "" }));
}

/** A box to tick, or one of several to choose. */
export function tick(type, name, value, words, checked = false) {
  const box = el("input", { type, name, value });
  box.checked = checked;
  return el("label", { class: "tick", dir: "auto" }, box, " ", words);
}

/** The values ticked under a name. */
export const ticked = (form, name) => [...form.querySelectorAll(`[name="${name}"]:checked`)].map(({ value }) => value);

/** Tick exactly these values under a name. */
export function setTicked(form, name, values) {
  for (const box of form.querySelectorAll(`[name="${name}"]`)) box.checked = values.includes(box.value);
}

/** Show a refusal at the field it is about, or in the form's message where it is about none. */
export function showRefusal(form, error) {
  const place = form.querySelector(`[data-field="${CSS.escape((error.field ?? "").split(".")[0])}"]`);
  if (!place || place.hidden) {
    form.querySelector(".form-message").replaceChildren(failureBox(error));
    return form.querySelector("[type=submit]").focus();
  }
  setLine(place.querySelector(".error"), withoutName(error));
  const control = place.querySelector("input, textarea, select");
  control?.setAttribute("aria-invalid", "true");
  control?.focus();
  announce(error.message);
}

/** Take every refusal away. */
export function clearRefusals(form) {
  form.querySelector(".form-message").replaceChildren();
  for (const line of form.querySelectorAll("[data-field] .error")) setLine(line, "");
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

// The server begins with the name of the field, which stands above already.
function withoutName({ field: name, message }) {
  const words = message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;
  return words[0].toUpperCase() + words.slice(1);
}
