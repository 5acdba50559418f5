/* The form of a watch: a question or topic of which its reader wants to hear at once. */
import { addWatch, changeWatch } from "./coming.js";
import { el } from "./dom.js";
import { field, ticked } from "./fields.js";
import { formDialog } from "./formdialog.js";
import { outletsGroup, showOutlets } from "./outlets.js";
import { announce } from "./status.js";
import { fillWhere, whereFields, whereOf, zoneField } from "./where.js";

const LEAST = "Copies of one text count once. With 2 or more you hear later, and of what is better known.";
let changed = () => {};

/** Say what is to happen once a watch was made or changed. */
export function whenWatchSaved(act) {
  changed = act;
}

/** Open the form: for a watch that has an id to change it, else for a new one that begins like this. */
export const openWatchForm = formDialog({
  id: "watch-dialog",
  headingOf: ({ id }) => (id ? "Change the watch" : "Tell me of news"),
  submitWords: "Save",
  build,
  fill,
  read,
  send: (values, { id }) => (id ? changeWatch(id, values) : addWatch(values)),
  onSaved({ text }) {
    announce(`Saved. You will hear of news on: ${text}`);
    changed();
  },
});

function build() {
  return [
    field("watch-text", "Question or topic", el("textarea", { name: "text", rows: "2", maxlength: "2000" })),
    field("watch-least", "Least number of independent stories", el("input", { type: "number", name: "least_stories", min: "1", max: "20", step: "1" }), LEAST),
    el("div", { class: "trio" },
      field("watch-from", "Quiet from", el("input", { type: "time", name: "quiet_from" })),
      field("watch-until", "Quiet until", el("input", { type: "time", name: "quiet_until" })),
      ...zoneField("watch")),
    el("p", { class: "hint" }, "What comes in quiet hours is told when they end. Leave both empty to hear at once, day and night."),
    outletsGroup(),
    ...whereFields("watch"),
  ];
}

function fill(form, watch) {
  form.elements.text.value = watch.text ?? "";
  form.elements.least_stories.value = watch.least_stories ?? 1;
  form.elements.quiet_from.value = watch.quiet_from ?? "";
  form.elements.quiet_until.value = watch.quiet_until ?? "";
  showOutlets(form, watch.outlets);
  fillWhere(form, watch);
}

function read(form) {
  const { text, least_stories: least, quiet_from: from, quiet_until: until } = form.elements;
  return {
    text: text.value.trim(),
    outlets: ticked(form, "outlets"),
    least_stories: least.value === "" ? 1 : Number(least.value),
    quiet_from: from.value || null,
    quiet_until: until.value || null,
    ...whereOf(form),
  };
}
