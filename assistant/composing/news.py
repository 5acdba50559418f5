"""The news a briefing is made from: what is found of a topic and the rest of the affair.

Knows retrieval and storylines; nothing of what is told of them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answering.gather import gather
from assistant.conversation import Query
from assistant.ranking.choose import at_most
from assistant.ranking.stories import copies, told_by_one
from assistant.retrieve import Retriever
from assistant.weighing.terms import Terms, stems_of, terms_of
from ingest import storylines
from ingest.holdings import catalogue
from ingest.holdings.reader import Found, Reader, Window
from ingest.holdings.stories import with_copies

_DEPTH = 60  # passages found
_WIDENED = 3  # storylines whose other articles are read too
_EACH_LINE = 12  # of their articles
_OF_ITS_LINE = 0.34  # of which so many speak of the topic
_OPENING = 2  # passages of an article that are read whatever they speak of
_MOST = 140  # passages
_AS_CLOSE = 0.7  # of the best passage's closeness to the topic that another must reach
_SPEAKS = 0.6  # of the topic that a passage holds where the news speaks of it
_FAR, _CLOSE = 0.15, 0.75  # cosines that say nothing, and that say as much as all words of the topic
_AN_AFFAIR = 3  # articles of one storyline that are about the topic
_ITS_OWN = 0.85  # of the best closeness, from which an article beside that affair is about the topic too
_UNNAMED = 0.6  # of its closeness a passage has that lacks a name of the topic
_ENOUGH = 6  # Stories of a topic from which older ones are left out
_SHORTEST_S = 14 * 86_400  # of what is looked at then
_ROOT = 4  # letters of a name that are kept at least
# How stems of who belongs to it end, after a name and in the place of its own ending.
_ADDED, _INSTEAD = re.compile(r"a?n|ian|ese?|ish|i|er|ic|s"), re.compile(r"an|ian|ese?|ish")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
# A part of the world in front of a name makes another name of it.
_LONGER = re.compile(r"\b(?:South|North|East|West|New|Equatorial)\s([A-ZÀ-ÖØ-Þ]\w+)")
# Cosines that alone say that the news speaks of it: of what has no name in it, and of what has.
_NEAR, _NEAR_A_NAME = 0.45, 0.35


@dataclass(frozen=True, slots=True)
class News:
    """What a briefing is made from."""

    passages: tuple[Found, ...]  # of each article in order, the likeliest article first
    found: tuple[Found, ...] = ()  # what the search itself gave, best first
    lines: dict[str, str] = field(default_factory=dict)  # the storyline of each article
    # Articles of other affairs that speak of the topic too: only what they say of it is read.
    others: frozenset[str] = frozenset()
    ranks: dict[str, float] = field(default_factory=dict)  # what speaks for each storyline, without a topic


def of_topic(query: Query, reader: Reader, retriever: Retriever) -> News:
    """What is found of a topic, and what the same affairs have beside."""
    terms = terms_of(query.text, retriever.rarity)
    found = [each for part in query.each for each in gather(part, _DEPTH, reader, retriever)]
    quotable = [each for each in found if each.is_quotable and not names_another(each, query.text)]
    terms = with_first_name(terms, query.text, quotable)
    about = about_it(_placed(quotable, terms, retriever), terms)
    if not query.window.since:
        about = of_late(about)
    articles = list(dict.fromkeys(each.passage.article_id for each in about))
    archive = retriever.index.archive
    placed = storylines.storylines_of(archive, articles)
    affairs = main_lines(about, placed)
    inside = [i for i in articles if not affairs or placed.get(i, i) in affairs]
    about = [each for each in about if each.passage.article_id in inside or _is_its_own(each, about, terms)]
    wide = list(dict.fromkeys(placed[i] for i in inside if i in placed))[:_WIDENED]
    beside: list[str] = []
    for line in wide:
        members = storylines.members(archive, line, reader, query.window)[:_EACH_LINE]
        if len(set(members) & set(inside)) >= _OF_ITS_LINE * len(members):
            beside += members
    inside = list(dict.fromkeys([*inside, *beside]))
    passages = read(inside, about, reader, retriever, query.window)
    lines = {**placed, **storylines.storylines_of(archive, beside)}
    others = frozenset(articles) - frozenset(inside)
    if not affairs:
        others |= _only_mention(passages, terms)
    return News(tuple(passages), tuple(about), lines, others)


def _only_mention(passages: Iterable[Found], terms: Terms) -> frozenset[str]:
    """The articles that name a topic neither in their title nor where they begin."""
    begun = [each for each in passages if each.passage.start == 0]
    return frozenset(each.passage.article_id for each in begun if lacks_a_name(each, terms))


def _placed(found: Sequence[Found], terms: Terms, retriever: Retriever) -> list[Found]:
    """The same passages; one that has no vector yet counts as near in meaning as it is in words."""
    far = [each.passage.id for each in found if not each.near] if retriever.vector else []
    unplaced = retriever.index.without_vectors(far)

    def near(each: Found) -> float:
        is_unplaced = each.passage.id in unplaced
        return _FAR + share(each, terms) * (_CLOSE - _FAR) if is_unplaced else each.near

    return [replace(each, near=near(each)) for each in found]


def about_it(found: Sequence[Found], terms: Terms) -> list[Found]:
    """Those of the passages that speak of a topic: nearly as much of it as the best one does."""
    closeness = {each.passage.id: close(each, terms) for each in found}
    most = max(closeness.values(), default=0.0)
    return [each for each in found if closeness[each.passage.id] >= _AS_CLOSE * most]


def main_lines(about: Sequence[Found], placed: Mapping[str, str]) -> frozenset[str]:
    """The storylines of which several articles are about the topic."""
    counts = Counter(placed.get(article, article) for article in {each.passage.article_id for each in about})
    if max(counts.values(), default=0) < _AN_AFFAIR:
        return frozenset()
    return frozenset(line for line, many in counts.items() if many > 1)


def _is_its_own(found: Found, about: Sequence[Found], terms: Terms) -> bool:
    """Whether a passage of another affair speaks of the topic as much as the best do."""
    return close(found, terms) >= _ITS_OWN * max(close(each, terms) for each in about)


def of_late(about: Sequence[Found]) -> list[Found]:
    """What the newest few articles of a topic stand among; older ones only where there are not enough.

    A topic that has been in the news for years is briefed on as it stands now.
    """
    stories = {found.story: found.source.published_at or 0 for found in about}
    times = sorted(stories.values(), reverse=True)
    if len(times) <= _ENOUGH:
        return list(about)
    span_s = max(_SHORTEST_S, 2 * (times[0] - times[_ENOUGH - 1]))
    return [found for found in about if (found.source.published_at or 0) >= times[0] - span_s]


def speaks_of(found: Sequence[Found], terms: Terms) -> bool:
    """Whether passages found speak of a topic at all, all its names among it."""
    near = _NEAR_A_NAME if terms.names else _NEAR
    return any(
        share(each, terms) >= _SPEAKS or each.near >= near for each in found if not lacks_a_name(each, terms)
    )


def with_first_name(terms: Terms, topic: str, found: Iterable[Found]) -> Terms:
    """The same terms, the first word of a topic among its names where the news writes it as one."""
    first = re.match(r"\W*([^\W\d_a-z]\w+)", topic)
    if first is None:
        return terms
    root = re.escape(_root(first.group(1)))
    text = "\n".join(each.passage.text for each in found)
    named = len(re.findall(rf"(?<=[a-z,] ){root}", text))
    if named <= len(re.findall(rf"\b{root.lower()}", text)):
        return terms
    return replace(terms, names=terms.names | ({*stems_of(first.group(1))} & terms.weights.keys()))


def close(found: Found, terms: Terms) -> float:
    """How near a passage is to a topic, by its words and by meaning."""
    near = min(1.0, max(0.0, (found.near - _FAR) / (_CLOSE - _FAR)))
    closeness = (share(found, terms) + near) / 2
    return closeness * (_UNNAMED if lacks_a_name(found, terms) else 1.0)


def lacks_a_name(found: Found, terms: Terms) -> bool:
    """Whether a passage lacks a name of the topic: "Ukrainian" has that of "Ukraine"."""
    told = _told(found)
    missing = terms.missing_names(told)
    return any(not _has_form(name, told) for name in missing)


def names_another(found: Found, topic: str) -> bool:
    """Whether a passage holds a name of a topic only as part of another's: "South Sudan" for "Sudan"."""
    told = f"{found.source.title}\n{found.passage.text}"
    longer = [(match.group(), match.group(1)) for match in _LONGER.finditer(told)]
    return any(
        whole not in topic
        and re.search(rf"\b{name}\b", topic) is not None
        and len(re.findall(rf"\b{name}\b", told)) == sum(name == other for _, other in longer)
        for whole, name in longer
    )


def _has_form(name: str, words: Iterable[str]) -> bool:
    """Whether a name, or the name of who belongs to it, is among words: "Ukraine" and "Ukrainian"."""
    held, root = set(words), _root(name)
    return name in held or any(
        (word.startswith(name) and _ADDED.fullmatch(word[len(name) :]))
        or (word.startswith(root) and _INSTEAD.fullmatch(word[len(root) :]))
        for word in held
    )


def _root(name: str) -> str:
    return name[: max(_ROOT, len(name) - 2)]


def share(found: Found, terms: Terms) -> float:
    """How much of a topic a passage holds, with its title; its names in any form."""
    told = _told(found)
    named = (name for name in terms.names if _has_form(name, told))
    return terms.coverage([*told, *named])


def _told(found: Found) -> tuple[str, ...]:
    return stems_of(f"{found.source.title}\n{found.passage.text}")


def read(
    articles: Sequence[str],
    found: Sequence[Found],
    reader: Reader,
    retriever: Retriever,
    window: Window,
    opening: int = _OPENING,
) -> list[Found]:
    """What each article begins with and what was found of it, each story told by one article."""
    archive = retriever.index.archive
    versions = catalogue.states(archive, articles, reader)
    ids = [f"{i}-{versions[i]}-{n}" for i in articles if i in versions for n in range(opening)]
    read = catalogue.passages_by_id(archive, ids, reader, window)
    mine = {each.passage.id: each for each in (*found, *(read[i] for i in ids if i in read))}
    every = dict.fromkeys([*articles, *(each.passage.article_id for each in found)])
    order = {article: n for n, article in enumerate(every)}
    ordered = sorted(mine.values(), key=lambda f: (order[f.passage.article_id], f.passage.start))
    told = told_by_one([each for each in ordered if each.is_quotable])
    firsts = [each for each in told if each.passage.start == 0]
    again = copies(firsts)
    known = {figure for each in firsts if each.passage.id not in again for figure in _figures(each)}
    # The same words with another figure are no copy: one outlet may have corrected what another has not.
    again -= {each.passage.id for each in firsts if _figures(each) - known}
    gone = {each.passage.article_id for each in told if each.passage.id in again}
    once = [each for each in told if each.passage.article_id not in gone]
    told = with_copies(archive, at_most(_OPENING + 3, once)[:_MOST], reader, window)
    return sorted(told, key=lambda f: (order[f.passage.article_id], f.passage.start))


def _figures(found: Found) -> set[str]:
    return set(_FIGURE.findall(found.passage.text))
