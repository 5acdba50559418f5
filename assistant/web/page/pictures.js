/* Put a picture that the server drew into the page, so that the page's colours dress it.
 *
 * It is copied node by node, and only what a drawing needs: whatever else an answer might hold does
 * not come over. Without it the table beside it tells the same.
 */
import { briefingPath } from "./api.js";
import { el } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const ELEMENTS = new Set(["svg", "g", "title", "desc", "line", "circle", "rect", "text"]);
const ATTRIBUTES = new Set([
  "viewBox", "role", "aria-labelledby", "id", "class", "fill", "stroke", "opacity", "font-size",
  "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "text-anchor",
]);

/** Make a figure that fills itself with this picture of a briefing, or goes away where there is none. */
export function pictureFigure(id, name) {
  const figure = el("figure", { class: "drawn" });
  const request = new XMLHttpRequest(); // fetch gives text, and no text may become markup here
  request.open("GET", briefingPath(id, `${name}.svg`));
  request.responseType = "document";
  request.addEventListener("load", () => {
    const drawn = request.status === 200 && copied(request.response?.documentElement);
    if (drawn) figure.append(drawn);
    else figure.remove();
  });
  request.addEventListener("error", () => figure.remove());
  request.send();
  return figure;
}

function copied(node) {
  if (node?.namespaceURI !== SVG || !ELEMENTS.has(node.localName)) return null;
  const copy = document.createElementNS(SVG, node.localName);
  for (const { name, value } of node.attributes) if (ATTRIBUTES.has(name)) copy.setAttribute(name, value);
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) copy.append(child.data);
    else if (child.nodeType === Node.ELEMENT_NODE) copy.append(copied(child) ?? "");
  }
  return copy;
}
