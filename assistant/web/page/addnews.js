/* The dialog that adds news: pasted text or chosen files.
 *
 * Sends one article per text; what was typed stays until the server has it.
 */
import { addArticle } from "./api.js";
import { byId, el } from "./dom.js";
import { adviceWords, count } from "./words.js";

const FIELDS = { title: "add-title", outlet: "add-outlet", published_at: "add-date", url: "add-url" };
const DONE = { added: "Added", updated: "Updated", unchanged: "Already in the archive", refused: "Refused" };
let files = []; // {name, text} of several chosen files; a single one goes into the box instead

/** Wire the dialog; onAdded is called once the archive has changed. */
export function startAddNews(onAdded) {
  const dialog = byId("add-dialog");
  for (const opener of [byId("add-news"), ...document.querySelectorAll(".opens-add")]) {
    opener.addEventListener("click", () => {
      report([]);
      dialog.showModal();
    });
  }
  byId("add-close").addEventListener("click", () => dialog.close());
  byId("add-file").addEventListener("change", takeFiles);
  byId("add-form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit(onAdded);
  });
}

async function submit(onAdded) {
  const stories = files.length ? files : [{ name: null, text: byId("add-text").value }];
  if (!stories[0].text.trim()) return report([trouble("Paste the text of an article first, or choose a file.")], byId("add-text"));
  byId("add-submit").disabled = true;
  const results = [];
  for (const story of stories) results.push(await send(story, stories.length > 1));
  byId("add-submit").disabled = false;
  report(results.map(({ line }) => line));
  if (results.every(({ taken }) => taken)) clear();
  if (results.some(({ taken }) => taken)) onAdded();
}

/** Send one article; several files share the outlet and date, never the title or the address. */
async function send({ name, text }, isOneOfMany) {
  const label = name ? `${name}: ` : "";
  try {
    const result = await addArticle({ text, ...details(), ...(isOneOfMany && { title: titleFrom(name, text), url: undefined }) });
    const taken = result.status !== "refused";
    const words = `${label}${DONE[result.status] ?? result.status}${outcome(result)}`;
    return { taken, line: taken ? el("p", { class: "taken" }, words) : trouble(words) };
  } catch (error) {
    if (error.name !== "ApiError") throw error;
    return { taken: false, line: trouble(`${label}${error.message} ${adviceWords(error)}`) };
  }
}

function outcome({ status, passages, reason }) {
  if (status === "refused") return reason ? `: ${reason}` : ".";
  return passages ? `: ${count(passages, "passage")}. You can ask about it now.` : ".";
}

function details() {
  const given = Object.entries(FIELDS).map(([name, id]) => [name, byId(id).value.trim()]);
  return Object.fromEntries(given.filter(([, value]) => value));
}

async function takeFiles() {
  const chosen = [...byId("add-file").files];
  const read = await Promise.all(chosen.map(async (file) => ({ name: file.name, text: await decoded(file) })));
  const refused = read.filter(({ text }) => text === null);
  if (refused.length) {
    byId("add-file").value = "";
    const names = refused.map(({ name }) => name).join(", ");
    return report([el("p", { class: "error" }, `${names}: not text in UTF-8. Save it as UTF-8 and choose it again.`)]);
  }
  files = read.length > 1 ? read : [];
  byId("add-text").disabled = files.length > 0;
  byId("add-title").disabled = files.length > 0;
  byId("add-url").disabled = files.length > 0;
  if (read.length === 1) fillFrom(read[0]);
  report(files.length ? [el("p", {}, `${count(files.length, "file")} chosen; each becomes an article under its own title.`)] : []);
}

/** The text of a file, or null for one that is not UTF-8 or not text: the same as on the command line. */
async function decoded(file) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

function fillFrom({ name, text }) {
  byId("add-text").value = text;
  if (!byId("add-title").value) byId("add-title").value = titleFrom(name, text);
}

/** A Markdown heading at the top is the title; otherwise the file's name is. */
function titleFrom(name, text) {
  const heading = /^\s*#\s+(.{1,200})/.exec(text);
  return heading ? heading[1].trim() : name.replace(/\.(txt|md)$/i, "");
}

function clear() {
  const shared = [byId("add-outlet"), byId("add-date")].map(({ value }) => value);
  byId("add-form").reset();
  // The next story is often of the same outlet and day.
  [byId("add-outlet").value, byId("add-date").value] = shared;
  files = [];
  for (const id of ["add-text", "add-title", "add-url"]) byId(id).disabled = false;
}

function report(lines, focus) {
  byId("add-message").replaceChildren(...lines);
  focus?.focus();
}

const trouble = (words) => el("p", { class: "error" }, words);
