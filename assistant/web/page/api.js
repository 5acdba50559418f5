/* Speak to the server: one function per route, one kind of error.
 *
 * Knows paths and status codes; shows nothing.
 */
import { readEvents } from "./sse.js";

/** The server refused or could not be reached; the message is fit for the reader. */
export class ApiError extends Error {
  constructor({ code, message, field = null, retryAfter = null, status = 0 }) {
    super(message || "The server could not do this.");
    Object.assign(this, { name: "ApiError", code, field, retryAfter, status });
  }
}

let letIn = null; // gets a session, once whoever sits there has signed in

/** Say how to get a session where the server asks for its key; what was refused is then sent again. */
export function whenLocked(act) {
  letIn = act;
}

export const beginSession = (key) => send("POST", "/v1/session", { key });
export const endSession = () => send("DELETE", "/v1/session");
export const fetchSession = () => call("GET", "/v1/session");
export const fetchArchive = () => call("GET", "/v1/archive");
export const removeSamples = () => call("DELETE", "/v1/samples");
export const addArticle = (article) => call("POST", "/v1/articles", article);
export const addFile = (file, details) => call("POST", `/v1/files?${new URLSearchParams({ name: file.name, ...details })}`, file);
export const fetchArticle = (id) => call("GET", `/v1/articles/${encodeURIComponent(id)}`);
export const fetchFeeds = () => call("GET", "/v1/feeds");
export const addFeed = (feed) => call("POST", "/v1/feeds", feed);
export const pauseFeed = (id, paused) => call("PATCH", `/v1/feeds/${encodeURIComponent(id)}`, { paused });
export const removeFeed = (id) => call("DELETE", `/v1/feeds/${encodeURIComponent(id)}`);
export const fetchConversations = () => call("GET", "/v1/conversations");
export const fetchConversation = (id) => call("GET", `/v1/conversations/${encodeURIComponent(id)}`);
export const deleteConversation = (id) => call("DELETE", `/v1/conversations/${encodeURIComponent(id)}`);

export const fetchBriefings = () => call("GET", "/v1/briefings");
export const fetchBriefing = (id) => call("GET", briefingPath(id));
export const deleteBriefing = (id) => call("DELETE", briefingPath(id));

/** The address of a briefing, or of a part of it: a picture, the briefing as Markdown. */
export const briefingPath = (id, part = "") => `/v1/briefings/${encodeURIComponent(id)}${part && `/${part}`}`;

/** Have a briefing made; as with asking, its events follow. */
export async function orderBriefing(order, signal) {
  const response = await sendSignedIn("POST", "/v1/briefings", order, { accept: "text/event-stream", signal });
  return readEvents(response.body);
}

/** Ask; the promise settles when the server has accepted the question, its events follow. */
export async function ask(question, signal) {
  const response = await sendSignedIn("POST", "/v1/chat", question, { accept: "text/event-stream", signal });
  return readEvents(response.body);
}

/** Make an ApiError of a stream's error event, which has the words of an HTTP error. */
export function streamError({ code, message, retry_after: retryAfter = null }) {
  return new ApiError({ code, message, retryAfter });
}

/** Send a request and give its answer, after signing in where that is asked for. */
export async function call(method, path, body) {
  return contentOf(await sendSignedIn(method, path, body));
}

/** The same for what the page does by itself: it never brings up the sign-in form. */
export async function callQuietly(method, path, body) {
  return contentOf(await send(method, path, body));
}

async function contentOf(response) {
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

async function sendSignedIn(...request) {
  try {
    return await send(...request);
  } catch (error) {
    if (error.status !== 401 || !letIn) throw error;
    await letIn();
    return send(...request);
  }
}

async function send(method, path, body, { accept = "application/json", signal } = {}) {
  const isFile = body instanceof Blob;
  const headers = { Accept: accept };
  if (body) headers["Content-Type"] = isFile ? "application/octet-stream" : "application/json";
  const response = await reach(path, { method, headers, signal, body: body && !isFile ? JSON.stringify(body) : body });
  if (!response.ok) throw await refusal(response);
  return response;
}

async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError({ code: "unreachable", message: "The server cannot be reached." });
  }
}

async function refusal(response) {
  // A proxy in front may answer with a page of its own instead of our JSON.
  const body = await response.json().catch(() => null);
  const wait = Number(response.headers.get("Retry-After"));
  return new ApiError({
    ...(body?.error ?? { code: "http", message: `The server answered with an error (${response.status}).` }),
    status: response.status,
    retryAfter: wait > 0 ? wait : null,
  });
}
