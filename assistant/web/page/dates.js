/* Write dates the way a newspaper does.
 *
 * Always UTC, as the server's windows are: a story must not change its day with the reader's clock.
 */

const DAY = { day: "numeric", month: "short", timeZone: "UTC" };
const day = new Intl.DateTimeFormat("en-GB", DAY);
const fullDay = new Intl.DateTimeFormat("en-GB", { ...DAY, year: "numeric" });
const LONG = { day: "numeric", month: "long", timeZone: "UTC" };
const longer = new Intl.DateTimeFormat("en-GB", LONG);
const longest = new Intl.DateTimeFormat("en-GB", { ...LONG, year: "numeric" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });

/** "12 Nov 2026", or null when there is no date to show. */
export function dayWords(iso) {
  const date = parse(iso);
  return date && fullDay.format(date);
}

/** The date of an article; one without a date is named so, never guessed. */
export const publishedWords = (iso) => dayWords(iso) ?? "undated";

/** The date with its hour when the source gave one. */
export function momentWords(iso) {
  const date = parse(iso);
  if (!date) return "undated";
  const hasHour = /T(?!00:00(:00(\.0+)?)?(Z|[+-]00:?00)?$)/.test(iso);
  return fullDay.format(date) + (hasHour ? `, ${clock.format(date)} UTC` : "");
}

/** "2 Nov – 15 Nov 2026"; one end alone reads "since …" or "until …". */
export function rangeWords(oldest, newest) {
  const [from, to] = [parse(oldest), parse(newest)];
  if (!from && !to) return null;
  if (!from) return `until ${fullDay.format(to)}`;
  if (!to) return `since ${fullDay.format(from)}`;
  if (fullDay.format(from) === fullDay.format(to)) return fullDay.format(to);
  const sameYear = from.getUTCFullYear() === to.getUTCFullYear();
  return `${(sameYear ? day : fullDay).format(from)} – ${fullDay.format(to)}`;
}

/** "29 December" or, of another year than now, "29 December 2025": the day as it was written, in its own zone. */
export function longDay(iso) {
  const date = parse(String(iso).slice(0, 10));
  if (!date) return "";
  return (date.getUTCFullYear() === new Date().getUTCFullYear() ? longer : longest).format(date);
}

/** "of 29 December to 2 January"; one end alone reads "since …" or "until …", a single day "of …". */
export function spanWords(since, until) {
  if (!since && !until) return null;
  if (!since) return `until ${longDay(until)}`;
  if (!until) return `since ${longDay(since)}`;
  const [from, to] = [longDay(since), longDay(until)];
  return from === to ? `of ${from}` : `of ${from} to ${to}`;
}

function parse(iso) {
  if (!iso) return null;
  // A time without a zone is UTC to the server; a browser would take it for local time.
  const zoned = /T[\d:.]+$/.test(iso) ? `${iso}Z` : iso;
  const date = new Date(zoned);
  return Number.isNaN(date.getTime()) ? null : date;
}
