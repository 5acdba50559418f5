"""What a Reader sees of the archive: inside the window, and nothing they may not read."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from ingest.errors import UnknownArticle
from ingest.holdings import catalogue
from ingest.holdings.reader import Coverage, Reader, Window
from ingest.times import end_of, moment

ALL = Reader()
OPEN = Window()


@pytest.fixture
def news(keep):
    """Ids by title: five articles of three outlets, one undated."""
    made = {
        "early": {"published": "2026-03-09T23:59:59+00:00", "outlet": "Velm Courier"},
        "morning": {"published": "2026-03-10T00:00:00+00:00", "outlet": "Velm Courier"},
        "evening": {"published": "2026-03-10T23:59:59+00:00", "url": "https://www.Ledger.example/a"},
        "late": {
            "published": "2026-03-11T00:00:00+00:00",
            "outlet": "ÖSTBLADET",
            "url": "https://ost.example/",
        },
        "undated": {},
    }
    return {title: keep(f"The {title} story.", title, **more).article_id for title, more in made.items()}


@pytest.fixture
def hidden(keep):
    """Ids of three articles that Readers see or do not: public, of a collection, under embargo."""
    later = datetime.now(UTC) + timedelta(hours=1)
    return [
        keep("The public story.", outlet="Open").article_id,
        keep("The paid story.", collection="paid", outlet="Paid").article_id,
        keep("The coming story.", embargo_until=later, outlet="Coming").article_id,
    ]


def titles(archive, window, reader=ALL):
    return {source.title for source in catalogue.listing(archive, reader, window, 99)}


def since(text):
    return moment(text)[0]


@pytest.mark.parametrize(
    ("window", "inside"),
    [
        (Window(), {"early", "morning", "evening", "late", "undated"}),
        (Window(since=since("2026-03-10")), {"morning", "evening", "late"}),
        (Window(until=end_of("2026-03-10")), {"early", "morning", "evening"}),
        (Window(as_of=end_of("2026-03-10")), {"early", "morning", "evening"}),
        (Window(since=since("2026-03-10"), until=end_of("2026-03-10")), {"morning", "evening"}),
        (Window(until=end_of("2026-03-11"), as_of=end_of("2026-03-09")), {"early"}),
        (Window(since=since("2026-03-10T23:59:59"), until=end_of("2026-03-10T23:59:59")), {"evening"}),
        (Window(since=since("2027-01-01")), set()),
    ],
)
def test_a_window_holds_both_its_ends_and_no_undated(archive, news, window, inside):
    assert titles(archive, window) == inside


@pytest.mark.parametrize(
    ("outlets", "inside"),
    [
        (("velm COURIER",), {"early", "morning"}),
        (("ledger.example",), {"evening"}),
        (("www.LEDGER.example",), {"evening"}),
        (("östbladet",), {"late"}),
        (("OST.example", "Velm Courier"), {"late", "early", "morning"}),
        (("Velm",), set()),
    ],
)
def test_outlets_match_name_or_host_without_case(archive, news, outlets, inside):
    assert titles(archive, Window(outlets=outlets)) == inside


def test_outlets_alone_leave_undated_articles_in(archive, keep):
    keep("A story.", "undated", outlet="Velm Courier")

    assert titles(archive, Window(outlets=("Velm Courier",))) == {"undated"}


def test_coverage_counts_what_lies_inside(archive, news):
    assert catalogue.coverage(archive, ALL, OPEN) == Coverage(
        articles=5,
        outlets=("Velm Courier", "ledger.example", "ÖSTBLADET"),
        oldest="2026-03-09T23:59:59Z",
        newest="2026-03-11T00:00:00Z",
        undated=1,
    )


def test_coverage_of_nothing_is_empty(archive):
    assert catalogue.coverage(archive, ALL, Window(since=since("2026-03-10"))) == Coverage(
        0, (), None, None, 0
    )


def test_an_article_is_read_back_with_its_versions(archive, keep):
    url = "https://velm.example/a"
    keep("Talks 🙂 resume.", "Talks", url=url, authors=("Ä. Writer",), published="2026-03-10T09:00:00+00:00")
    kept = keep("Talks stop.", "Stop", url=url, published="2026-03-11T09:00:00+00:00")

    held = catalogue.article(archive, kept.article_id, ALL)

    assert (held.text, held.source.title, held.source.outlet) == ("Talks stop.", "Stop", "velm.example")
    assert held.source.published == "2026-03-11T09:00:00Z"
    assert [(v["version"], v["title"]) for v in held.versions] == [(1, "Talks"), (2, "Stop")]


def test_a_day_is_read_back_as_a_day(archive, keep):
    kept = keep("Talks.", published="2026-03-10T00:00:00+00:00", published_day=True)

    assert catalogue.article(archive, kept.article_id, ALL).source.published == "2026-03-10"


def test_an_unknown_id_is_told(archive):
    with pytest.raises(UnknownArticle, match=r"no article has the id 'nobody'"):
        catalogue.article(archive, "nobody", ALL)


def test_passages_come_back_verbatim_whatever_the_script(archive, keep):
    text = "🙂 É́ 你好。 Первый.\r\n“Quoted” ﷺ.\n"
    kept = keep(text)

    (found,) = catalogue.passages_by_id(archive, [f"{kept.article_id}-1-0", "nobody-1-0"], ALL, OPEN).values()

    assert found.passage.text == text[found.passage.start : found.passage.end] == text.strip()


def test_pages_of_the_list_follow_each_other(archive, news):
    ids = list(news.values())[::-1]  # newest arrival first

    first = [s.article_id for s in catalogue.listing(archive, ALL, OPEN, 2)]
    second = [s.article_id for s in catalogue.listing(archive, ALL, OPEN, 2, after=first[-1])]

    assert first + second == ids[:4]


def everything_read(archive, reader, ids):
    """The articles each read function shows this reader, or their number."""
    passages = [f"{i}-1-0" for i in ids]
    listed = catalogue.listing(archive, reader, OPEN, 99)
    return {
        "listing": {source.article_id for source in listed},
        "article": {i for i in ids if _opens(archive, i, reader)},
        "passages_by_id": {f.passage.article_id for f in _found(archive, passages, reader)},
        "allowed": {i.split("-")[0] for i in catalogue.allowed(archive, passages, reader, OPEN)},
        "states": set(catalogue.states(archive, ids, reader)),
        "count_passages": catalogue.count_passages(archive, reader, OPEN),
        "coverage": catalogue.coverage(archive, reader, OPEN).articles,
        "outlets": len(catalogue.coverage(archive, reader, OPEN).outlets),
    }


def _opens(archive, article_id, reader):
    try:
        return bool(catalogue.article(archive, article_id, reader))
    except UnknownArticle:
        return False


def _found(archive, passages, reader):
    return catalogue.passages_by_id(archive, passages, reader, OPEN).values()


@pytest.mark.parametrize(
    ("reader", "seen"),
    [
        (Reader(), (0, 1)),
        (Reader(collections=frozenset({"news"})), (0,)),
        (Reader(collections=frozenset({"paid", "other"})), (1,)),
        (Reader(collections=frozenset()), ()),
        (Reader(sees_embargoed=True), (0, 1, 2)),
        (Reader(collections=frozenset({"news"}), sees_embargoed=True), (0, 2)),
    ],
)
def test_every_read_shows_a_reader_only_what_they_may_see(archive, hidden, reader, seen):
    ids = {hidden[n] for n in seen}

    for function, shown in everything_read(archive, reader, hidden).items():
        assert shown == (len(ids) if isinstance(shown, int) else ids), function


def test_an_embargo_ends_by_itself(archive, keep):
    keep("The coming story.", embargo_until=datetime.fromtimestamp(int(time.time()) + 1, UTC))

    assert titles(archive, OPEN) == set()
    time.sleep(1.2)
    assert titles(archive, OPEN) == {"A story"}


def test_only_who_sees_everything_may_be_answered_without_asking_for_each(archive, keep):
    keep("Talks resume.")
    assert catalogue.is_all_seen(archive, Reader())
    assert not catalogue.is_all_seen(archive, Reader(collections=frozenset({"news"})))

    keep("Talks failed.", embargo_until=datetime.now(UTC) + timedelta(hours=1))

    assert not catalogue.is_all_seen(archive, Reader())
    assert catalogue.is_all_seen(archive, Reader(sees_embargoed=True))
