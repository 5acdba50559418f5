/* Cut text by Unicode code points.
 *
 * The server counts code points, JavaScript strings count UTF-16 units: one emoji is 1 there and
 * 2 here, so an offset taken over as it is would mark the wrong words.
 */

/** Return the UTF-16 index of the code point at this position, or null if the text is shorter. */
export function unitIndex(text, position) {
  if (!Number.isInteger(position) || position < 0) return null;
  let index = 0;
  for (let passed = 0; passed < position; passed += 1) {
    if (index >= text.length) return null;
    index += text.codePointAt(index) > 0xffff ? 2 : 1;
  }
  return index;
}

/** Find the span of a quote as UTF-16 [from, to]; null unless exactly its words stand there. */
export function quoteSpan(text, { start, end, quote }) {
  const from = unitIndex(text, start);
  const to = unitIndex(text, end);
  if (from === null || to === null || to <= from) return null;
  return text.slice(from, to) === quote ? [from, to] : null;
}
