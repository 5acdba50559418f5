"""What is said by a delivery, ready for a channel: as text and as HTML.

It is written at the moment of sending from what is kept then: of an article that was removed or withdrawn
meanwhile no word is left.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from html import escape
from string import Template
from zoneinfo import ZoneInfo

from markdown_it import MarkdownIt

from assistant.briefing_text import Reply, markdown, plain, plain_sources
from assistant.briefings import Briefings
from assistant.coming import alerted, editions
from assistant.coming.channels import Letter, NotSent
from assistant.coming.digests import Digest, Digests
from assistant.coming.editions import Edition
from assistant.coming.outbox import Delivery
from assistant.errors import UnknownBriefing, UnknownDigest, UnknownEdition, UnknownWatch
from ingest.archive import Archive
from ingest.holdings.reader import Reader

_PAGE = Template(
    """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>$title</title>
<style>
body { margin: 0 auto; padding: 24px 16px; max-width: 640px; background: #fff; color: #1a1a1a;
  font: 16px/1.55 Georgia, "Times New Roman", serif; }
h1 { margin: 32px 0 12px; font-size: 24px; line-height: 1.25; }
h2 { margin: 28px 0 8px; font-size: 17px; }
p, ul, ol { margin: 0 0 12px; } ul, ol { padding-left: 24px; } li { margin-bottom: 8px; }
li p { margin: 0; } a { color: #0b5394; }
blockquote { margin: 4px 0 0; padding-left: 12px; border-left: 3px solid #ccc; color: #444; }
.frame { margin: 0; color: #595959; font: 13px/1.5 Arial, sans-serif; }
hr { margin: 32px 0 12px; border: 0; border-top: 1px solid #ccc; }
</style></head><body>
<p class="frame">$title</p>
$body
<hr><p class="frame">$foot</p>
</body></html>
"""
)
# What an article says is text already in the Markdown that is read here; no markup of anybody's passes.
_html = MarkdownIt("commonmark", {"html": False})
_SECTIONS = ("changed", "said", "differences", "timeline", "unknown")
_OF_A_WATCH = "A watch of Citedesk."
Writer = Callable[[dict[str, str], Archive, Reader, str | None], Letter]


def letter(delivery: Delivery, archive: Archive, reader: Reader, page: str | None = None) -> Letter:
    """Write what is to be sent; raises NotSent where nothing of it is left.

    ``page`` is where readers reach the web chat, which links lead to; without it they lead to the articles.
    """
    content: dict[str, str] = json.loads(delivery.content)
    for kind, write in WRITERS.items():
        if kind in content:
            return write(content, archive, reader, page)
    raise NotSent("this version of Citedesk does not know what this is: update it", is_final=True)


def framed(title: str, body: str, foot: str) -> str:
    """A page of HTML for a letter: ``body`` is Markdown, the others are text."""
    return _PAGE.substitute(title=escape(title), body=_html.render(body), foot=escape(foot))


def chosen_of(briefing: Reply, numbers: list[int]) -> Reply:
    """A briefing with its headline and the points of these numbers alone, its sources numbered anew."""
    points = [point for n, point in enumerate(briefing["points"]) if n in numbers]
    sentences = [*briefing["headline"], *(point["sentence"] for point in points)]
    cited = {number for sentence in sentences for number in sentence["citations"]}
    kept = [row for row in briefing["citations"] if row["number"] in cited]
    anew = {row["number"]: n for n, row in enumerate(kept, 1)}
    return {
        **briefing,
        **{name: [] for name in _SECTIONS},
        "headline": [_numbered(sentence, anew) for sentence in briefing["headline"]],
        "points": [{**point, "sentence": _numbered(point["sentence"], anew)} for point in points],
        "citations": [{**row, "number": anew[row["number"]]} for row in kept],
    }


def _numbered(sentence: Reply, anew: dict[int, int]) -> Reply:
    return {**sentence, "citations": [anew[n] for n in sentence["citations"] if n in anew]}


def _of_edition(content: dict[str, str], archive: Archive, reader: Reader, page: str | None) -> Letter:
    """The letter of a digest's edition."""
    try:
        digest = Digests(archive).digest(content["digest"], reader)
        made = editions.edition(digest, content["date"], archive)
    except (UnknownDigest, UnknownEdition) as error:
        raise NotSent(str(error), is_final=True) from error
    told = [_told(one, digest, page) for one in briefings_of(made, archive, reader)]
    if not told:
        raise NotSent("its briefings were deleted before it was sent", is_final=True)
    title = f"{digest.name}, {_day(made.date)}"
    foot = _foot(digest)
    text = "\n\n\n".join([title, *(plain(one).strip() for one in told), foot]) + "\n"
    return Letter(title, text, framed(title, "\n\n".join(markdown(one) for one in told), foot))


def briefings_of(made: Edition, archive: Archive, reader: Reader) -> list[Reply]:
    """What an edition says now, in the order of its topics; what its reader deleted is left out."""
    shown: list[Reply] = []
    for briefing_id in made.briefings:
        numbers = made.chosen.get(briefing_id)
        if numbers == []:
            continue
        try:
            kept: Reply = dict(Briefings(archive).glance(briefing_id, reader))
        except UnknownBriefing:
            continue
        shown.append(kept if numbers is None else chosen_of(kept, numbers))
    return shown


def _told(briefing: Reply, digest: Digest, page: str | None) -> Reply:
    """A briefing with its times on the clock of the digest and its links where they are to lead."""
    zone = digest.schedule.zone
    rows = ("citations", "nearest")
    told = {**briefing, **{name: [_at(row, "published_at", zone) for row in briefing[name]] for name in rows}}
    told["said"] = [_at(row, "at", zone) for row in briefing["said"]]
    if page:
        place = f"{page}/#b={briefing['id']}"
        told["citations"] = [_linked(row, place) for row in told["citations"]]
    return told


def _linked(row: Reply, place: str) -> Reply:
    return {**row, "url": place} if row["quote"] is not None else row


def _at(row: Reply, name: str, zone: ZoneInfo) -> Reply:
    told = row[name]
    if not told or "T" not in told:
        return row
    moment = datetime.fromisoformat(told).astimezone(zone)
    return {**row, name: moment.isoformat(timespec="minutes")}


def _foot(digest: Digest) -> str:
    at, zone = f"{digest.schedule.at:%H:%M}", digest.schedule.zone.key
    return f"The digest “{digest.name}” of Citedesk, due at {at}. Times are those of {zone}."


def _day(told: str) -> str:
    day = date.fromisoformat(told)
    return f"{day:%A}, {day.day} {day:%B %Y}"


def _of_alert(content: dict[str, str], archive: Archive, reader: Reader, _page: str | None) -> Letter:
    """The letter of an alert; its links lead to the articles."""
    try:
        told = alerted.alerted(content, reader, archive)
    except UnknownWatch as error:
        raise NotSent(str(error), is_final=True) from error
    if told.is_empty:
        raise NotSent("what it tells of was removed before it was sent", is_final=True)
    title = f"News: {' '.join(told.title.split())}"
    rows = plain_sources([citation.as_json() for citation in told.citations])
    text = "\n\n".join([title, told.text, "\n".join(rows), _OF_A_WATCH]) + "\n"
    return Letter(title, text, framed(title, alerted.markdown(told), _OF_A_WATCH))


WRITERS: dict[str, Writer] = {"digest": _of_edition, "watch": _of_alert}  # by the name that their content has
