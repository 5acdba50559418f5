/* The routes of what comes by itself: digests and their editions, watches, the inbox.
 *
 * Knows paths; api.js knows how to send.
 */
import { call, callQuietly } from "./api.js";

const at = (...parts) => `/v1/${parts.map(encodeURIComponent).join("/")}`;

export const fetchDigests = () => call("GET", at("digests"));
export const addDigest = (digest) => call("POST", at("digests"), digest);
export const changeDigest = (id, changes) => call("PATCH", at("digests", id), changes);
export const removeDigest = (id) => call("DELETE", at("digests", id));

export const fetchEditions = (id) => call("GET", at("digests", id, "editions"));
export const fetchEdition = (id, date) => call("GET", at("digests", id, "editions", date));
export const approveEdition = (id, date, chosen) => call("POST", at("digests", id, "editions", date, "approve"), { chosen });
export const refuseEdition = (id, date) => call("POST", at("digests", id, "editions", date, "refuse"));

export const fetchWatches = () => call("GET", at("watches"));
export const addWatch = (watch) => call("POST", at("watches"), watch);
export const changeWatch = (id, changes) => call("PATCH", at("watches", id), changes);
export const removeWatch = (id) => call("DELETE", at("watches", id));

export const fetchInbox = () => call("GET", at("inbox"));
/** The same without asking for the key where the session has ended: nobody waits for it. */
export const glanceAtInbox = () => callQuietly("GET", at("inbox"));
export const readMessage = (key) => callQuietly("POST", at("inbox", key, "read"));
