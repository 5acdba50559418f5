/* The fields that a digest and a watch share: in which time zone, and where it goes. */
import { el } from "./dom.js";
import { field, fieldset, setTicked, tick, ticked } from "./fields.js";
import { allZones, ownZone } from "./schedule.js";

const CHANNELS = [["web", "Here, in the inbox"], ["mail", "By e-mail"]];

/** The zone, with every zone the browser knows to choose from. */
export function zoneField(prefix) {
  const list = `${prefix}-zones`;
  const input = el("input", { name: "zone", list, autocomplete: "off", spellcheck: "false", maxlength: "64" });
  return [
    field(`${prefix}-zone`, "Time zone", input),
    el("datalist", { id: list }, allZones().map((zone) => el("option", { value: zone }))),
  ];
}

/** Where it goes; the address is asked for only where one is needed. */
export function whereFields(prefix) {
  const address = el("input", { type: "email", name: "address", autocomplete: "email", maxlength: "320" });
  const place = field(`${prefix}-address`, "E-mail address", address);
  const group = fieldset("channel", "Where to", ...CHANNELS.map(([value, words]) => tick("radio", "channel", value, words)));
  group.addEventListener("change", () => showAddress(group.form));
  return [group, place];
}

/** Show zone, channel and address of what is edited; the browser's own zone where there is none yet. */
export function fillWhere(form, { zone, channel = "web", address }) {
  form.elements.zone.value = zone || ownZone();
  form.elements.address.value = address ?? "";
  setTicked(form, "channel", [channel]);
  showAddress(form);
}

/** What is said of it; a channel that the page does not offer stays as it is. */
export function whereOf(form) {
  const [channel] = ticked(form, "channel");
  if (!channel) return { zone: form.elements.zone.value.trim() };
  const address = channel === "mail" ? form.elements.address.value.trim() : null;
  return { zone: form.elements.zone.value.trim(), channel, address };
}

function showAddress(form) {
  form.querySelector("[data-field=address]").hidden = !ticked(form, "channel").includes("mail");
}
