/* The dialog that adds news: pasted text, chosen files, or both.
 *
 * The box holds what is pasted and nothing else; what is in it, and what is chosen, stays until the server has it.
 */
import { addArticle } from "./api.js";
import { byId, el } from "./dom.js";
import { fileList, resultLine, sendFile, trouble } from "./files.js";
import { adviceWords } from "./words.js";

const FIELDS = {
  title: "add-title", outlet: "add-outlet", published_at: "add-date", url: "add-url",
  collection: "add-collection", rights: "add-rights", embargo_until: "add-embargo",
};
const OF_ONE = ["title", "url"]; // several articles never share them

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
  byId("add-file").addEventListener("change", showChosen);
  byId("add-text").addEventListener("input", showChosen);
  byId("add-form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit(onAdded);
  });
}

async function submit(onAdded) {
  const text = byId("add-text").value.trim() ? byId("add-text").value : null;
  const files = chosen();
  if (!text && !files.length) return report([trouble("Paste the text of an article first, or choose a file.")], byId("add-text"));
  byId("add-submit").disabled = true;
  report([]);
  const said = details();
  const hasChanged = [text && (await submitText(text, said)), files.length && (await submitFiles(files, said))].some(Boolean);
  byId("add-submit").disabled = false;
  if (hasChanged) onAdded();
}

/** Send what is pasted; resolves to whether the archive has changed. */
async function submitText(text, said) {
  const label = chosen().length ? "Pasted text" : null;
  try {
    const result = await addArticle({ text, ...said });
    tell([resultLine(label, result)]);
    clear(["add-text", ...ABOUT]);
    return true;
  } catch (error) {
    if (error.name !== "ApiError") throw error;
    tell([trouble(`${label ? `${label}: ` : ""}${error.message} ${adviceWords(error)}`)]);
    return false;
  }
}

/** Send the files in their order, telling of each as it is done; those that are not taken stay chosen. */
async function submitFiles(files, said) {
  const left = new DataTransfer();
  let hasChanged = false;
  for (const file of files) {
    const waiting = el("p", {}, `Reading ${file.name} …`);
    tell([waiting]);
    const sent = await sendFile(file, said);
    waiting.replaceWith(...sent.lines);
    if (!sent.isTaken) left.items.add(file);
    hasChanged ||= sent.hasChanged;
  }
  byId("add-file").files = left.files;
  if (!left.files.length) clear(ABOUT);
  showFields();
  return hasChanged;
}

const chosen = () => [...byId("add-file").files];

/** What is said of the articles; an embargo is typed on the reader's clock. */
function details() {
  const given = Object.entries(FIELDS).filter(([name]) => isOne() || !OF_ONE.includes(name));
  const said = Object.fromEntries(given.map(([name, id]) => [name, byId(id).value.trim()]).filter(([, value]) => value));
  if (said.embargo_until) said.embargo_until = new Date(said.embargo_until).toISOString();
  return said;
}

function isOne() {
  return chosen().length + (byId("add-text").value.trim() ? 1 : 0) <= 1;
}

function showChosen(event) {
  showFields();
  if (event.target.id === "add-file") report(chosen().length ? [fileList(chosen())] : []);
}

function showFields() {
  for (const name of OF_ONE) byId(FIELDS[name]).disabled = !isOne();
}

// What is said of one story must not be said of the next by oversight.
const ABOUT = Object.values(FIELDS);

function clear(ids) {
  for (const id of ids) byId(id).value = "";
}

function report(lines, focus) {
  byId("add-message").replaceChildren(...lines);
  focus?.focus();
}

const tell = (lines) => byId("add-message").append(...lines);
