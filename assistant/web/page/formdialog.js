/* A dialog around a form that is sent to the server.
 *
 * What is typed stays until the server has taken it: through a refusal, a lost connection, a session
 * that ended, and through closing it and coming back.
 */
import { button, byId, el } from "./dom.js";
import { clearRefusals, showRefusal } from "./fields.js";

/** Make the way to open it: open(start) shows what start gives, or what was typed for the same start before.
 *
 * `build()` gives the fields, `fill(form, start)` sets them, `read(form)` is what is sent by
 * `send(values, start)`; `headingOf(start)` is its title; `onSaved(saved, start)` comes after.
 */
export function formDialog({ id, headingOf, submitWords, build, fill, read, send, onSaved }) {
  let begun = null; // what the form was last filled for, as JSON; null once it is saved
  let start = {};

  function open(given = {}) {
    const dialog = byId(id) ?? make();
    const form = dialog.querySelector("form");
    start = given;
    dialog.querySelector("h2").textContent = headingOf(start);
    if (begun !== JSON.stringify(start)) {
      clearRefusals(form);
      fill(form, start);
    }
    begun = JSON.stringify(start);
    dialog.showModal();
    form.querySelector("input:not([type=checkbox]), textarea").focus();
  }

  function make() {
    const close = button("Close", () => byId(id).close());
    const form = el("form", { novalidate: "" },
      el("h2", { id: `${id}-heading` }), ...build(), el("div", { class: "form-message" }),
      el("p", { class: "buttons" }, el("button", { type: "submit" }, submitWords), close));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      submit(form);
    });
    const dialog = el("dialog", { id, class: "form-dialog", "aria-labelledby": `${id}-heading` }, form);
    document.body.append(dialog);
    return dialog;
  }

  async function submit(form) {
    const wasFor = start;
    const press = form.querySelector("[type=submit]");
    clearRefusals(form);
    press.disabled = true;
    try {
      const saved = await send(read(form), wasFor);
      begun = null;
      byId(id).close();
      onSaved(saved, wasFor);
    } catch (error) {
      if (error.name !== "ApiError") throw error;
      press.disabled = false; // else it could not take the focus
      showRefusal(form, error);
    } finally {
      press.disabled = false;
    }
  }

  return open;
}
