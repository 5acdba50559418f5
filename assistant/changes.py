"""What has changed since the reader was last told: new, updated, corrected, no longer reported.

Pure: what was told before, with what has become of it, and what the news says now; no tables, no models.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.briefing import Development, Difference, Kind, Speech
from assistant.conversation import Checked, Quote, State
from assistant.reporting.claim import Claim, claim_of
from assistant.reporting.sameness import Known, Vector, relation, says_nothing
from assistant.revisions import Revision
from ingest.holdings.told import Told
from ingest.sql.redact import REMOVED

FIRST_BRIEFING = "first_briefing"  # notice: there is nothing to compare with


@dataclass(frozen=True, slots=True)
class Earlier:
    """Something the reader was told, and what has become of it."""

    told: Told
    text: str | None  # None where its article is removed
    published: date | None = None
    is_shown: bool = True  # whether the reader may see its article now
    revision: Revision | None = None  # where its article has a newer version
    was: Quote | None = None  # its words as they stood, where they are gone and may be shown
    says: Quote | None = None  # what stands in their place
    notice: Quote | None = None  # of what was wrong in its article

    @property
    def is_lost(self) -> bool:
        """Whether its article has no such words any more, nor others in their place."""
        return self.text is None or bool(self.revision and self.revision.span is None)

    @property
    def is_otherwise(self) -> bool:
        """Whether other words stand in their place."""
        return bool(self.revision and self.revision.span and self.revision.difference)

    @property
    def claim(self) -> Claim:
        """What it says."""
        return Claim(self.text or "", self.published)

    @property
    def place(self) -> Told:
        """Where it stands by now."""
        if self.revision is None or self.revision.span is None:
            return self.told
        start, end = self.revision.span
        return replace(self.told, version=self.revision.version, start=start, end=end)


@dataclass(frozen=True, slots=True)
class Before:
    """What a reader knows."""

    earlier: tuple[Earlier, ...] = ()
    is_first: bool = False  # nothing was told yet: there is nothing to compare with
    # Versions of articles that were there when the reader was last told: what they say is not new.
    read: frozenset[tuple[str, int]] = frozenset()
    owed: frozenset[tuple[str, int, int]] = frozenset()  # places in them that were left out for want of room


@dataclass(frozen=True, slots=True)
class Changed:
    """A change, before its quotes are numbered."""

    kind: Kind
    checked: Checked  # without a quote where its article is removed
    state: State = "current"  # of the citation: words that are gone are cited as they stood


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed, and what the reader has been told once they read it."""

    changed: tuple[Changed, ...] = ()
    told: tuple[Told, ...] = ()
    notices: tuple[str, ...] = ()


def claims(
    developments: Iterable[Development], said: Iterable[Speech] = (), differences: Iterable[Difference] = ()
) -> list[Quote]:
    """All that the news says, each place once, in its order."""
    quotes = [quote for development in developments for quote in development.told]
    quotes += [speech.words for speech in said]
    quotes += [quote for difference in differences for value in difference.values for quote in value.quotes]
    return list(
        {(quote.found.passage.article_id, quote.start, quote.end): quote for quote in quotes}.values()
    )


def changes(before: Before, now: Sequence[Quote], vector: Vector | None = None) -> Changes:
    """Tell what changed: what became of what was told, then what nobody had said, then what nobody says."""
    desk = _Desk(before, Known(vector))
    for earlier in before.earlier:
        desk.knew.add(earlier.told.claim)
        desk.known.add(earlier.told.claim, earlier.claim if earlier.text is not None else None)
    if not before.is_first:
        _revisions(desk)
    for quote in now:
        _news(quote, desk)
    if before.is_first:
        return Changes((), tuple(desk.told), (FIRST_BRIEFING,))
    _losses(desk)
    return Changes(tuple(desk.changed), tuple(desk.told))


def shown(found: Changes, most: int) -> Changes:
    """The first of the changes; what is not shown was not told, and is a change still the next time."""
    kept, left = found.changed[:most], found.changed[most:]
    places = {_place(quote) for change in left for quote in change.checked.quotes}
    told = tuple(replace(one, is_owed=True) if one.place in places else one for one in found.told)
    return replace(found, changed=kept, told=told)


def _place(quote: Quote) -> tuple[str, int, int]:
    return quote.found.source.article_id, quote.found.source.version, quote.start


@dataclass(slots=True)
class _Desk:
    """What is known so far while changes are told."""

    before: Before
    known: Known
    changed: list[Changed] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    # Claims that the reader knew, and those in whose place others stand: nothing else can be updated.
    knew: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)  # claims that somebody makes now
    heard: Known = field(default_factory=Known)  # all that is said now
    notices: list[str] = field(default_factory=list)  # of corrections: they are no news themselves
    explained: set[str] = field(default_factory=set)  # articles of which a notice is told

    def report(self, kind: Kind, quote: Quote, name: str, state: State = "current") -> None:
        """Tell of a change in the words of an article."""
        self.changed.append(Changed(kind, Checked(quote.text, (quote,), "quoted", ("quote",)), state))
        if state == "current":
            self.told.append(_told(quote, name))
            self.known.add(name, claim_of(quote))
        if kind != "new":
            self.knew.add(name)


def _told(quote: Quote, name: str) -> Told:
    source = quote.found.source
    return Told(name, source.article_id, source.version, quote.start, quote.end)


def _revisions(desk: _Desk) -> None:
    """What became of what was told where its article has a newer version."""
    open_ones = [one for one in desk.before.earlier if one.revision and not one.told.is_settled]
    corrected = set()
    for one in open_ones:
        if one.is_otherwise:
            kind = _kind(one)
            if kind and one.says and one.is_shown and not _is_reported(one.says, desk):
                desk.report(kind, one.says, claim_of(one.says).digest)
            if kind == "corrected":
                corrected.add(one.told.article_id)
            desk.told.append(replace(one.told, is_settled=True) if kind else one.place)
            desk.said |= set() if kind else {one.told.claim}
        elif not one.is_lost:
            desk.told.append(one.place)
            desk.said.add(one.told.claim)
    for one in open_ones:
        if one.notice and one.is_shown and one.told.article_id not in corrected:
            corrected.add(one.told.article_id)
            desk.report("corrected", one.notice, claim_of(one.notice).digest)
            desk.explained.add(one.told.article_id)
    desk.notices += [one.notice.text for one in open_ones if one.notice]


def _kind(one: Earlier) -> Kind | None:
    """How the words differ that stand in the place of others; None where they say the same."""
    if one.says is None:
        return None
    before, after = one.claim, claim_of(one.says)
    how = relation(after, before)
    if how == "same" and relation(before, after) == "same":
        return None
    if one.revision and one.revision.correction:
        return "corrected"
    if how == "updated":
        return "updated"
    is_more = relation(before, after) == "same"
    return "new" if is_more else "corrected"


def _is_reported(quote: Quote, desk: _Desk) -> bool:
    return any(
        quote.found.passage.article_id == other.found.passage.article_id
        and quote.start < other.end
        and other.start < quote.end
        for change in desk.changed
        for other in change.checked.quotes
    )


def _news(quote: Quote, desk: _Desk) -> None:
    """What an article says now: known, or a change."""
    claim = claim_of(quote)
    if says_nothing(claim):
        return
    if any(quote.text in notice or notice in quote.text for notice in desk.notices):
        desk.told.append(replace(_told(quote, claim.digest), is_settled=True))
        return
    desk.heard.add(claim.digest, claim)
    how, name = desk.known.relation(claim)
    if how == "same" and name:
        desk.said.add(name)
        desk.told.append(_told(quote, name))
    elif desk.before.is_first or _is_read(quote, desk.before) or _is_reported(quote, desk):
        desk.known.add(claim.digest, claim)
        desk.told.append(_told(quote, claim.digest))
    else:
        desk.report("updated" if how == "updated" and name in desk.knew else "new", quote, claim.digest)


def _is_read(quote: Quote, before: Before) -> bool:
    """Whether a reader could have been told it: it stood there by then, and was not left out."""
    article_id, version, _ = place = _place(quote)
    return (article_id, version) in before.read and place not in before.owed


def _losses(desk: _Desk) -> None:
    """What was told and is reported nowhere any more: each once, and of a removed article no word."""
    standing = {one.told.claim for one in desk.before.earlier if not one.is_lost and not one.is_otherwise}
    removed: set[str] = set()
    for one in desk.before.earlier:
        if not one.is_lost or one.told.is_settled:
            continue
        is_told = one.told.claim in desk.said | standing or _is_held(one, desk)
        if not is_told and one.text is None:
            removed.add(one.told.article_id)
        elif not is_told and one.was and one.is_shown:
            desk.report("gone", one.was, one.told.claim, "changed")
        desk.told.append(replace(one.told, is_settled=True))
    for _ in removed:
        desk.changed.append(Changed("gone", Checked(REMOVED, (), "not_checkable"), "removed"))


def _is_held(one: Earlier, desk: _Desk) -> bool:
    """Whether somebody says it otherwise, or a notice that is told says why nobody does."""
    if one.text is None:
        return False
    return one.told.article_id in desk.explained or desk.heard.relation(one.claim)[0] == "same"
