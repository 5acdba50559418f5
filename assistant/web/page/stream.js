/* Follow the stream of one answer into its turn.
 *
 * Knows the events and their order; says how the stream ended and leaves the rest to its caller.
 */
import { ask, streamError } from "./api.js";
import { announce } from "./status.js";
import { showAnswer, showFinished, showWorking, spokenWords } from "./turn.js";
import { workingWords } from "./words.js";

/** Ask and show what arrives. Returns the Answer, or null if the stream broke off before its end. */
export async function follow(turn, request, { signal, accepted }) {
  const draft = { text: "", sentences: [], citations: [], passages: [], turn };
  showWorking(turn, "understanding");
  const events = await ask(request, signal);
  accepted();
  try {
    for await (const { name, data } of events) {
      if (name === "done") return finish(turn, data.answer);
      if (name === "error") throw streamError(data);
      if (Object.hasOwn(STEPS, name)) STEPS[name](draft, data);
    }
  } catch (error) {
    if (error.name === "AbortError" || error.name === "ApiError") throw error;
    // Anything else is a connection that broke or bytes that are no event: the same to a reader.
    console.warn("the answer broke off:", error);
  }
  return null;
}

const STEPS = {
  status(draft, { state }) {
    showWorking(draft.turn, state, draft.passages);
    announce(workingWords(state));
  },
  sources(draft, { passages }) {
    draft.passages = passages ?? [];
    showWorking(draft.turn, "searching", draft.passages);
  },
  text(draft, { delta, sentence, cites }) {
    draft.text += delta;
    if (!sentence) return; // the words of a refusal: shown whole with the end of the answer
    draft.sentences.push(sentence);
    for (const cite of cites ?? sentence.cites ?? []) learn(draft, cite);
    showAnswer(draft.turn, draft);
  },
};

/** A citation is complete only at the end; what the chip needs is in the cite and its passage. */
function learn(draft, cite) {
  const passage = draft.passages.find(({ id }) => id === cite.passage_id) ?? {};
  if (draft.citations.some(({ number }) => number === cite.number)) return;
  const { title, outlet, url, published_at, copies } = passage;
  draft.citations.push({ title, outlet, url, published_at, copies, ...cite });
}

function finish(turn, answer) {
  showFinished(turn, answer);
  announce(`Answer ready. ${spokenWords(answer)}`);
  return answer;
}
