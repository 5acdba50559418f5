/* The watches: of what their reader hears at once, and when not. */
import { changeWatch, fetchWatches, removeWatch } from "./coming.js";
import { el } from "./dom.js";
import { listing } from "./listing.js";
import { quietWords } from "./schedule.js";
import { openWatchForm, whenWatchSaved } from "./watchform.js";
import { count } from "./words.js";

/** Make the section, and fill it. */
export function watchesSection() {
  const { node, refresh } = listing({
    id: "watches",
    heading: "Watches",
    none: "None yet. A watch tells you of news on a question or topic as soon as it is there.",
    add: openWatchForm,
    addWords: "New watch",
    fetch: async () => (await fetchWatches()).watches,
    nodesOf,
    nameOf: ({ text }) => text,
    change: changeWatch,
    remove: removeWatch,
    asks: "Really remove? Its messages go too",
    edit: openWatchForm,
  });
  whenWatchSaved(refresh);
  refresh();
  return node;
}

function nodesOf(watch) {
  const { paused, alerts, outlets, least_stories: least, channel, address } = watch;
  const parts = [
    paused ? "Paused" : count(alerts, "alert") + " so far",
    least > 1 && `from ${count(least, "independent story", "independent stories")} on`,
    outlets.length > 0 && `only from ${outlets.join(", ")}`,
    quietWords(watch),
    channel === "mail" && `by e-mail to ${address}`,
  ];
  return [el("p", { dir: "auto" }, parts.filter(Boolean).join(" · "))];
}
