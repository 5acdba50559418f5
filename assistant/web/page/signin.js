/* The sign-in form, where the server asks for its access key, and the way out again.
 *
 * It stands in place of everything else. Requests that were refused wait meanwhile and go on by
 * themselves, so that a question typed or sent before is neither lost nor typed again.
 */
import { beginSession, endSession, fetchSession, whenLocked } from "./api.js";
import { byId } from "./dom.js";
import { failureBox } from "./failure.js";
import { closePanel } from "./panel.js";
import { announce } from "./status.js";

let waiting = null; // {promise, resolve} while the form is shown
let dialog = null; // one that was open before; it would cover the form

/** Wire the form and the button that signs out. */
export function startSignIn() {
  whenLocked(signedIn);
  byId("sign-in-form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  byId("sign-out").addEventListener("click", signOut);
  showSignOut();
}

/** Show the form; the promise is kept once somebody has signed in. */
function signedIn() {
  if (!waiting) {
    let resolve;
    waiting = { promise: new Promise((kept) => (resolve = kept)), resolve };
    lock();
  }
  return waiting.promise;
}

function lock() {
  closePanel({ refocus: false });
  dialog = document.querySelector("dialog[open]");
  dialog?.close();
  document.body.dataset.locked = "true";
  announce("Enter the access key");
  byId("sign-in").hidden = false;
  byId("access-key").focus();
}

function unlock() {
  byId("sign-in").hidden = true;
  delete document.body.dataset.locked;
  if (dialog) dialog.showModal();
  else byId("question").focus();
  announce("Signed in");
  waiting.resolve();
  waiting = null;
}

async function submit() {
  const field = byId("access-key");
  const key = field.value.trim();
  if (!key) return refuse("Enter the access key.");
  byId("sign-in-submit").disabled = true;
  try {
    await beginSession(key);
  } catch (error) {
    if (error.name !== "ApiError") throw error;
    return refuse(error.status === 401 ? "That is not the access key." : error.message);
  } finally {
    byId("sign-in-submit").disabled = false;
  }
  field.value = "";
  setError("");
  unlock();
}

function refuse(words) {
  setError(words);
  byId("access-key").select();
  byId("access-key").focus();
}

function setError(words) {
  byId("sign-in-error").textContent = words;
  byId("access-key").setAttribute("aria-invalid", String(words !== ""));
}

/** Only a session can be ended: where no key is needed there is nothing to sign out of. */
async function showSignOut() {
  try {
    const { signed_in } = await fetchSession();
    byId("sign-out").hidden = !signed_in;
  } catch (error) {
    if (error.name !== "ApiError") throw error;
  }
}

/** End the session and begin the page anew, so that nothing that was read stays on it. */
async function signOut() {
  try {
    await endSession();
  } catch (error) {
    if (error.name !== "ApiError") throw error;
    if (error.status !== 401) return byId("mode").replaceChildren(failureBox(error, signOut));
  }
  location.replace(location.pathname);
}
