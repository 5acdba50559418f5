/* Name the publishers that ran the same text.
 *
 * Knows nothing of answers or articles: a list of {outlet, url} in, one line out.
 */
import { el, sourceLink, webAddress } from "./dom.js";

/** Name the other publishers of the same text, or null. */
export function copiesLine(copies) {
  const names = (copies ?? []).filter((copy) => copy?.outlet || webAddress(copy?.url));
  if (!names.length) return null;
  const links = names.map((copy, i) => [i ? ", " : "", sourceLink(copy.url, copy.outlet || new URL(copy.url).host)]).flat();
  return el("p", { class: "copies" }, "Also at ", links);
}
