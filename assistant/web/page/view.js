/* What stands in place of the conversation: a briefing, an edition, an alert, the inbox, or nothing.
 *
 * Knows places and whose turn it is; each view knows its own address and content.
 */
import { hideCard } from "./card.js";
import { byId } from "./dom.js";
import { closePanel } from "./panel.js";

let owner = null;

/** Show nodes for a view {place, forget}; the view that stood there before forgets what it showed. */
export function showView(view, ...nodes) {
  hideCard();
  closePanel({ refocus: false });
  if (owner !== view) leaveView();
  owner = view;
  Object.assign(document.body.dataset, { view: view.place, empty: "false" });
  byId(view.place).hidden = false;
  byId(view.place).replaceChildren(...nodes);
  scrollTo(0, 0);
}

/** Put this view away, or whichever is shown; what was below it is seen again. */
export function leaveView(view = owner) {
  if (!owner || owner !== view) return;
  owner = null;
  delete document.body.dataset.view;
  document.body.dataset.empty = String(!byId("turns").childElementCount);
  byId(view.place).hidden = true;
  byId(view.place).replaceChildren();
  view.forget();
}

/** Whether this view is the one on screen. */
export const isShown = (view) => owner === view;

/** Take the address off the location, where it is still that of the view that goes. */
export function dropAddress(isMine) {
  if (isMine) history.replaceState(null, "", location.pathname);
}
