/* The form of a digest: briefings that come by themselves, on these days at that hour. */
import { addDigest, changeDigest } from "./coming.js";
import { el } from "./dom.js";
import { field, fieldset, setTicked, tick, ticked } from "./fields.js";
import { formDialog } from "./formdialog.js";
import { outletsGroup, showOutlets } from "./outlets.js";
import { clockWords, WEEKDAYS } from "./schedule.js";
import { announce } from "./status.js";
import { fillWhere, whereFields, whereOf, zoneField } from "./where.js";

const LENGTHS = [["short", "Short"], ["normal", "Normal"], ["long", "Long"]];
const USUAL = { name: "", topics: [], outlets: [], weekdays: "12345", at: "07:00", length: "normal", skips_empty: true, asks_first: false };
const TOPICS = "One a line, each becomes a briefing. Leave it empty for the top stories.";
const LONGEST_NAME = 100;
let changed = () => {};

/** Say what is to happen once a digest was made or changed. */
export function whenDigestSaved(act) {
  changed = act;
}

/** Open the form: for a digest that has an id to change it, else for a new one that begins like this. */
export const openDigestForm = formDialog({
  id: "digest-dialog",
  headingOf: ({ id }) => (id ? "Change the digest" : "Send me news regularly"),
  submitWords: "Save",
  build,
  fill,
  read,
  send: (values, { id }) => (id ? changeDigest(id, values) : addDigest(values)),
  onSaved({ name, next_at: next, zone }) {
    announce(`Saved: ${name}. ${next ? `It next comes ${clockWords(next, zone)}.` : ""}`);
    changed();
  },
});

function build() {
  const days = WEEKDAYS.map(([value, words]) => tick("checkbox", "weekdays", value, words));
  return [
    field("digest-name", "Name", el("input", { name: "name", maxlength: String(LONGEST_NAME), autocomplete: "off", placeholder: "Its topics, unless you name it" })),
    field("digest-topics", "Topics", el("textarea", { name: "topics", rows: "3" }), TOPICS),
    fieldset("weekdays", "Days", el("div", { class: "choices" }, ...days)),
    el("div", { class: "pair" },
      field("digest-at", "Time", el("input", { type: "time", name: "at" })), ...zoneField("digest")),
    fieldset("length", "Length", ...LENGTHS.map(([value, words]) => tick("radio", "length", value, words))),
    outletsGroup(),
    ...whereFields("digest"),
    fieldset("skips_empty", "Before it is sent", el("div", { class: "choices lines" },
      tick("checkbox", "skips_empty", "yes", "Skip it when there is nothing new"),
      tick("checkbox", "asks_first", "yes", "Ask me before it is sent"))),
  ];
}

function fill(form, start) {
  const digest = { ...USUAL, ...start };
  for (const name of ["name", "at"]) form.elements[name].value = digest[name];
  form.elements.topics.value = digest.topics.join("\n");
  setTicked(form, "weekdays", [...digest.weekdays]);
  setTicked(form, "length", [digest.length]);
  setTicked(form, "skips_empty", digest.skips_empty ? ["yes"] : []);
  setTicked(form, "asks_first", digest.asks_first ? ["yes"] : []);
  showOutlets(form, digest.outlets);
  fillWhere(form, digest);
}

function read(form) {
  const { name, at } = form.elements;
  const topics = form.elements.topics.value.split("\n").map((line) => line.trim()).filter(Boolean);
  return {
    name: name.value.trim() || (topics.join(", ") || "Top stories").slice(0, LONGEST_NAME),
    topics,
    outlets: ticked(form, "outlets"),
    weekdays: ticked(form, "weekdays").join(""),
    at: at.value,
    length: ticked(form, "length")[0],
    skips_empty: ticked(form, "skips_empty").length > 0,
    asks_first: ticked(form, "asks_first").length > 0,
    ...whereOf(form),
  };
}
