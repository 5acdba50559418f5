/* Put days, hours and time zones of what comes by itself into words.
 *
 * A digest's hours are on the clock of its own zone; what has come is told on the reader's clock.
 */

const NAMES = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];
const RUNS = { 1234567: "Every day", 12345: "Mondays to Fridays", 67: "Saturdays and Sundays" };
const MOMENT = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };

/** The days a form offers: ["1", "Mon"] to ["7", "Sun"]. */
export const WEEKDAYS = NAMES.map((name, at) => [String(at + 1), name.slice(0, 3)]);

/** "Mondays to Fridays at 07:30, Europe/Berlin". */
export function scheduleWords({ weekdays, at, zone }) {
  const days = RUNS[weekdays] ?? joined([...weekdays].map((day) => NAMES[day - 1]));
  return `${days} at ${at}, ${zoneWords(zone)}`;
}

/** "Tue 24 Nov, 07:30" on the clock of a zone; on the reader's own where none is given. */
export function clockWords(iso, zone) {
  const moment = new Date(iso);
  if (!iso || Number.isNaN(moment.getTime())) return "";
  const year = moment.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" };
  return format({ ...MOMENT, ...year }, zone).format(moment);
}

/** "23:00 to 07:00, Europe/Berlin", or null where it is never quiet. */
export function quietWords({ quiet_from: from, quiet_until: until, zone }) {
  return from && until ? `quiet from ${from} to ${until}, ${zoneWords(zone)}` : null;
}

/** "Europe/Berlin" or "America/New York". */
export const zoneWords = (zone) => String(zone).replaceAll("_", " ");

/** The zone this browser lives in. */
export const ownZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** All zones the browser knows. */
export const allZones = () => ["UTC", ...(Intl.supportedValuesOf?.("timeZone") ?? [])];

// The server may know a zone that this browser has never heard of.
function format(options, timeZone) {
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC", timeZoneName: "short" });
  }
}

function joined(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
