/* The feeds that are watched: how each fares, and watching another.
 *
 * The server reads them by itself; the list is looked at again while something is on its way.
 */
import { addFeed, fetchFeeds, pauseFeed, removeFeed } from "./api.js";
import { dayWords } from "./dates.js";
import { button, byId, el, setLine } from "./dom.js";
import { failureBox } from "./failure.js";
import { announce } from "./status.js";
import { sureButton } from "./sure.js";
import { count } from "./words.js";

const SOON_MS = 3_000; // while a new feed is being read
const STATES = { new: "being read", well: "", failing: "failing", paused: "paused" };
let timer = 0;
let whenRead = () => {};

/** Wire the form; onRead is called when new articles may have come. */
export function startFeeds(onRead) {
  whenRead = onRead;
  byId("feed-form").addEventListener("submit", (event) => {
    event.preventDefault();
    watchThis();
  });
  return refreshFeeds();
}

/** Show the list as the server has it now. */
export async function refreshFeeds() {
  clearTimeout(timer);
  try {
    const { feeds } = await fetchFeeds();
    byId("feeds").replaceChildren(...feeds.map(entry));
    byId("no-feeds").hidden = feeds.length > 0;
    if (feeds.some((feed) => feed.state === "new" || feed.waiting > 0)) {
      timer = setTimeout(() => refreshFeeds().then(whenRead), SOON_MS);
    }
  } catch (error) {
    if (error.name !== "ApiError") throw error;
  }
}

async function watchThis() {
  const url = byId("feed-url").value.trim();
  if (!url) return setLine(byId("feed-message"), "Give the address of a feed or of a news site first.");
  byId("feed-url").value = ""; // at once: the next address may be typed while this one is on its way
  setLine(byId("feed-message"), "");
  try {
    await addFeed({ url, ...wishes() });
    for (const field of byId("feed-form").querySelectorAll(".fold input")) {
      if (field.type === "checkbox") field.checked = false;
      else field.value = "";
    }
    announce("The feed is watched and being read");
    await refreshFeeds();
  } catch (error) {
    if (error.name !== "ApiError") throw error;
    byId("feed-url").value ||= url;
    setLine(byId("feed-message"), error.message);
  }
}

/** What is said of the feed beside its address; what is left empty is not said. */
function wishes() {
  const { outlet, collection, rights, embargo_until: until, page } = byId("feed-form").elements;
  const told = { outlet: outlet.value.trim(), collection: collection.value.trim(), rights: rights.value.trim() };
  if (until.value) told.embargo_until = new Date(until.value).toISOString();
  if (page.checked) told.page = true;
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value));
}

function entry(feed) {
  const name = feed.outlet || feed.title || feed.url;
  return el("li", { "data-state": feed.state },
    el("strong", { dir: "auto", title: feed.url }, name),
    el("p", {}, stateWords(feed)),
    feed.trouble && el("p", { class: "error" }, troubleWords(feed)),
    ...feed.not_read.slice(0, 1).map(({ why, entries }) => el("p", {}, `${count(entries, "entry", "entries")} not read whole: ${why}`)),
    el("p", { class: "acts" }, pauseButton(feed, name), removeButton(feed, name)));
}

function stateWords({ state, articles, waiting, checked_at: checked }) {
  const parts = [STATES[state], count(articles, "article"), waiting > 0 && `${waiting} waiting`];
  const looked = checked && `looked at ${dayWords(checked) ?? ""}`;
  return [...parts, looked].filter(Boolean).join(" · ");
}

function troubleWords({ trouble, failing_since: since, state }) {
  const start = since ? `Failing since ${dayWords(since)}: ` : "";
  return `${start}${trouble}${state === "paused" ? " It is paused." : ""}`;
}

function pauseButton({ id, state }, name) {
  const paused = state === "paused";
  return button(paused ? "Resume" : "Pause", () => change(() => pauseFeed(id, !paused)), { "aria-label": `${paused ? "Resume" : "Pause"}: ${name}` });
}

function removeButton({ id }, name) {
  return sureButton({ words: "Remove", asks: "Really? Its articles stay", what: name }, () => change(() => removeFeed(id)));
}

async function change(act) {
  try {
    await act();
  } catch (error) {
    if (error.name !== "ApiError") throw error;
    byId("feeds").append(el("li", {}, failureBox(error)));
    return;
  }
  await refreshFeeds();
}
