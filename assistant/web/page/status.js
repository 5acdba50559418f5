/* Say short things to screen readers.
 *
 * The visible stream is not live: hearing it word by word would be noise. This is the one place
 * that speaks: a state now and then, and the finished answer once.
 */
import { byId } from "./dom.js";

/** Have a screen reader say this when it next falls silent. */
export function announce(words) {
  byId("status").textContent = words;
}
