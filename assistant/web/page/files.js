/* Chosen files: shown by name, sent one after the other, each with what became of it.
 *
 * Knows no form; the server reads the files, whatever is in them.
 */
import { addFile } from "./api.js";
import { momentWords } from "./dates.js";
import { el } from "./dom.js";
import { adviceWords, count } from "./words.js";

const DONE = { added: "Added", updated: "Updated", unchanged: "Already in the archive", refused: "Refused" };
const MOST_BYTES = 8_000_000; // the server takes no more of a file
const LINES_SHOWN = 20; // of one file of many articles

/** List the files that will be sent. */
export function fileList(files) {
  return el("ul", { class: "files" }, files.map((file) => el("li", {}, el("bdi", {}, file.name))));
}

/** Send one file; resolves to what is shown of it, and whether all of it was taken. */
export async function sendFile(file, details) {
  if (file.size > MOST_BYTES) return { lines: [trouble(tooLarge(file))], isTaken: false, hasChanged: false };
  try {
    const { results } = await addFile(file, details);
    return { lines: resultLines(file.name, results), isTaken: results.every(taken), hasChanged: results.some(taken) };
  } catch (error) {
    if (error.name !== "ApiError") throw error;
    const words = `${file.name}: ${error.message} ${adviceWords(error)}`;
    return { lines: [trouble(words)], isTaken: false, hasChanged: false };
  }
}

/** What became of one article, in a line of its own. */
export function resultLine(label, { status, passages, reason, notes = [], embargo_until: until = null }) {
  const before = label ? `${label}: ` : "";
  const words = `${before}${DONE[status] ?? status}${outcome(status, passages, withoutLabel(label, reason), until)}`;
  if (status === "refused") return trouble(words);
  return el("p", { class: "taken" }, words, notes.length ? el("span", { class: "note" }, ` Note: ${notes.join("; ")}.`) : null);
}

const tooLarge = ({ name, size }) =>
  `${name} has ${(size / 1e6).toFixed(1)} MB; at most ${MOST_BYTES / 1e6} MB are taken here. In a terminal, python -m ingest add takes larger mails and PDFs.`;

export const trouble = (words) => el("p", { class: "error" }, words);

const taken = ({ status }) => status !== "refused";

function resultLines(name, results) {
  if (!results.length) return [trouble(`${name}: holds no article`)];
  const shown = results.filter((result) => results.length <= LINES_SHOWN || !taken(result)).slice(0, LINES_SHOWN);
  const lines = shown.map((result) => resultLine(result.source, result));
  const unshown = results.length - shown.length;
  return unshown ? [el("p", { class: "taken" }, `${name}: ${tally(results)}`), ...lines] : lines;
}

function tally(results) {
  const counts = Object.keys(DONE).map((status) => [status, results.filter((result) => result.status === status).length]);
  return counts.filter(([, number]) => number).map(([status, number]) => `${count(number, "article")} ${DONE[status].toLowerCase()}`).join(", ");
}

function outcome(status, passages, reason, until) {
  if (status === "refused") return reason ? `: ${reason}` : ".";
  if (!passages) return ".";
  const when = until ? `Under embargo: nobody sees it before ${momentWords(until)}.` : "You can ask about it now.";
  return `: ${count(passages, "passage")}. ${when}`;
}

/** A reason often begins with the name of the file, which stands there already. */
function withoutLabel(label, reason) {
  const name = label?.replace(/:\d+$/, "");
  return name && reason?.startsWith(name) ? reason.slice(name.length).replace(/^[: ]+/, "") : reason;
}
