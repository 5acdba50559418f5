/* Start the page: wire its parts to one another.
 *
 * The parts know each other only as far as their imports say; what must run both ways passes here.
 */
import { startAddNews } from "./addnews.js";
import { startAlert } from "./alert.js";
import { refreshArchive, startArchive } from "./archive.js";
import { askHooks, startAsk } from "./ask.js";
import { startBriefing } from "./briefing.js";
import { startBriefings } from "./briefings.js";
import { hideCard, startCard } from "./card.js";
import { startConversation } from "./conversation.js";
import { byId } from "./dom.js";
import { startEdition } from "./edition.js";
import { startFeeds } from "./feeds.js";
import { startInbox } from "./inbox.js";
import { closePanel, startPanel } from "./panel.js";
import { refreshPast, startPast } from "./past.js";
import { startSignIn } from "./signin.js";
import { leaveView } from "./view.js";

startSignIn();
startAsk();
startCard();
startPanel();
startPast();
startAddNews(refreshArchive);
startConversation({ ...askHooks, onBusy: turnToConversation, onChanged: refreshPast });
startBriefings();
startBriefing();
startInbox();
startEdition();
startAlert();
refreshPast();
startArchive();
startFeeds(refreshArchive);
byId("new-conversation").addEventListener("click", () => leaveView());
document.addEventListener("keydown", pageKeys);

function pageKeys(event) {
  if (document.querySelector("dialog[open]")) return; // a dialog has its own Escape
  if (event.key === "Escape") {
    hideCard();
    closePanel();
  }
  const isTyping = event.target.closest("input, textarea, select");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    closePanelIfOver();
    byId("question").focus();
  }
}

// A question that is asked over a briefing or the inbox takes its place.
function turnToConversation(busy) {
  if (busy) leaveView();
  askHooks.onBusy(busy);
}

// The question box cannot take the focus while a sheet covers it.
function closePanelIfOver() {
  if (byId("main").inert) closePanel({ refocus: false });
}
