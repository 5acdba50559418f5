/* Show that something failed, what to do, and a button to do it.
 *
 * Knows errors of api.js and wording; not what was attempted.
 */
import { button, el } from "./dom.js";
import { announce } from "./status.js";
import { adviceWords } from "./words.js";

/** Make a box with the error's message, an advice and, if given, a way to try again. */
export function failureBox(error, retry, retryWords = "Try again") {
  announce(error.message);
  return el("div", { class: "error" },
    el("p", {}, el("strong", {}, error.message), " ", adviceWords(error)),
    retry && button(retryWords, retry, { class: "retry" }));
}
