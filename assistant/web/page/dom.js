/* Build DOM nodes from text.
 *
 * Knows nothing about answers. No string ever becomes markup here, so a server's text cannot
 * become a script, an image or a style; the page's Trusted Types policy forbids the other way too.
 */

export const byId = (id) => document.getElementById(id);

/** Make an element; attribute names are always our own literals, values and children may be anyone's text. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat(2).filter(isShown));
  return node;
}

/** Make a button that does one thing. */
export function button(words, act, attributes = {}) {
  const node = el("button", { type: "button", ...attributes }, words);
  node.addEventListener("click", act);
  return node;
}

/** Link to a source's own address if it is a web address; otherwise show the words alone. */
export function sourceLink(url, ...children) {
  const address = webAddress(url);
  if (!address) return el("span", {}, ...children);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** Give the address back only if following it can do nothing but open a page. */
export function webAddress(url) {
  if (typeof url !== "string" || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? href : null;
}

/** Show or hide a text line: empty words hide it. */
export function setLine(node, words) {
  node.textContent = words ?? "";
  node.hidden = !words;
}

function isShown(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}
