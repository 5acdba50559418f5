"""What is removed is gone: from tables, indexes, kept answers, and from the files."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from ingest.article import Article
from ingest.care import retention
from ingest.schema import articles, conversations, entries, feeds, metadata, turns, versions
from ingest.sql import removal
from ingest.sql.redact import REMOVED, redacted
from ingest.sql.removal import Selection

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CANARY = "zyxomatic quillfish"


def days_ago(days):
    return NOW - timedelta(days=days)


@pytest.fixture
def news(archive):
    """Five articles: of two outlets, of a host only, undated, and of nobody."""
    given = {
        "old": Article("Old.", "Old", "Velm Courier", published_at=days_ago(100)),
        "new": Article("New.", "New", "Velm Courier", "https://velm.example/new", published_at=days_ago(1)),
        "hosted": Article(
            "Hosted.", "H", None, "https://www.skarn.example/h?utm_source=x", published_at=days_ago(50)
        ),
        "undated": Article("Undated.", "Undated", "Skarn Post"),
        "nobody": Article("Nobody.", "Nobody", published_at=days_ago(400)),
    }
    for article in given.values():
        archive.add(article, [(0, 3)])
    return {name: article.id for name, article in given.items()}


def chosen(archive, **meant):
    with archive.reading() as connection:
        return removal.chosen(connection, Selection(**meant))


@pytest.mark.parametrize(
    ("meant", "names"),
    [
        ({}, []),
        ({"ids": ("0" * 16,)}, []),
        ({"outlet": "VELM courier"}, ["old", "new"]),
        ({"outlet": "www.Skarn.example"}, ["hosted"]),
        ({"outlet": "Nobody's"}, []),
        ({"before": days_ago(30)}, ["old", "hosted", "nobody"]),
        ({"outlet": "Velm Courier", "before": days_ago(30)}, ["old"]),
        ({"urls": ("https://velm.example/new?utm_medium=mail#top",)}, ["new"]),
        ({"urls": ("https://velm.example/other",)}, []),
        ({"collection": "samples"}, []),
    ],
)
def test_articles_are_chosen_by_what_is_known_of_them(archive, news, meant, names):
    assert chosen(archive, **meant) == [news[name] for name in names]


def test_those_named_are_chosen_beside_those_that_meet_the_conditions(archive, news):
    meant = {"ids": (news["undated"],), "outlet": "Velm Courier", "before": days_ago(30)}

    assert chosen(archive, **meant) == [news["old"], news["undated"]]


def test_an_undated_article_counts_from_when_it_came(archive, news):
    soon = datetime.now(UTC) + timedelta(days=1)

    assert news["undated"] in chosen(archive, before=soon)
    assert news["undated"] not in chosen(archive, before=days_ago(0) - timedelta(days=400))


def test_removal_goes_on_over_many_and_tells_how_far_it_is(archive, monkeypatch):
    monkeypatch.setattr("ingest.archive._TOGETHER", 3)
    ids = [archive.add(Article(f"Story {n}", f"{n}"), [(0, 5)]).article_id for n in range(8)]
    told = []

    assert archive.remove([*ids, "unknown"], told.append) == ids
    assert told == [3, 3, 3]


def test_nothing_is_left_in_any_table_but_what_keeps_it_away_and_the_log(archive, news):
    with archive.writing() as connection:
        feed = {"url": "https://velm.example/feed", "kind": "feed", "collection": "news", "rights": "full"}
        feed |= {"added_at": 0, "interval_s": 60, "next_at": 0, "failures": 0, "paused": False}
        connection.execute(insert(feeds).values(id=1, backfill_days=0, **feed))
        entry = {"feed_id": 1, "key": "k", "digest": "d", "tries": 0, "seen_at": 0}
        connection.execute(
            insert(entries).values(
                article_id=news["new"], entry="New.", url="https://velm.example/new", **entry
            )
        )

    archive.remove(list(news.values()))

    counts = {}
    with archive.reading() as connection:
        for table in metadata.tables.values():
            counts[table.name] = connection.scalar(select(func.count()).select_from(table))
        (kept,) = connection.execute(select(entries)).all()
    left = {"facts", "feeds", "entries", "log", "removals"}
    assert {name for name, count in counts.items() if count} == left
    assert (kept.key, kept.entry, kept.url) == ("k", None, None)  # it does not come back by its feed


def answer(*cited, nearest=()):
    """A kept answer with a sentence for each article cited."""
    return {
        "text": " ".join(f"{words} [{n}]" for n, (_, words) in enumerate(cited, 1)),
        "sentences": [{"text": words, "citations": [n]} for n, (_, words) in enumerate(cited, 1)],
        "citations": [
            {"number": n, "article_id": i, "quote": words, "title": words, "url": words}
            | {"outlet": "Velm Courier", "state": "current"}
            for n, (i, words) in enumerate(cited, 1)
        ],
        "nearest": [{"article_id": i, "text": words} for i, words in nearest],
    }


def keep_turn(archive, given, name="t1"):
    with archive.writing() as connection:
        connection.execute(insert(conversations).values(id=name, reader="local", title="Who?", updated_at=0))
        row = {
            "id": name,
            "conversation_id": name,
            "number": 0,
            "question": f"Who met? {CANARY}",
            "asked_at": 0,
        }
        connection.execute(insert(turns).values(answer=json.dumps(given), **row))


def stored(archive, name="t1"):
    with archive.reading() as connection:
        return connection.execute(select(turns).where(turns.c.id == name)).one()


def test_kept_answers_hold_no_word_of_what_is_removed_and_their_question_stays(archive, news):
    keep_turn(archive, answer((news["new"], CANARY), (news["old"], "Old."), nearest=[(news["new"], CANARY)]))
    keep_turn(archive, answer((news["old"], "Old.")), "t2")

    archive.remove([news["new"]])

    kept = json.loads(stored(archive).answer)
    assert CANARY not in stored(archive).answer
    assert CANARY in stored(archive).question
    assert kept["text"] == f"{REMOVED} [1] Old. [2]"
    assert [c["state"] for c in kept["citations"]] == ["removed", "current"]
    assert (kept["citations"][0]["outlet"], kept["citations"][0]["title"]) == ("Velm Courier", None)
    assert kept["nearest"] == []
    assert json.loads(stored(archive, "t2").answer) == answer((news["old"], "Old."))


def test_taking_words_out_twice_changes_nothing_more(news):
    once = redacted(answer((news["new"], CANARY)), {news["new"]})

    assert redacted(once, {news["new"]}) == once


def test_of_many_kept_answers_the_right_ones_are_found(archive, news):
    with archive.writing() as connection:
        connection.execute(insert(conversations).values(id="c", reader="local", title="Who?", updated_at=0))
        row = {"conversation_id": "c", "question": "Who?", "asked_at": 0}
        given = [answer((news["new" if n % 100 == 0 else "old"], f"{CANARY} {n}")) for n in range(1_000)]
        connection.execute(
            insert(turns),
            [{"id": f"t{n:04}", "number": n, "answer": json.dumps(a), **row} for n, a in enumerate(given)],
        )

    archive.remove([news["new"]])

    with archive.reading() as connection:
        kept = connection.execute(select(turns.c.number, turns.c.answer)).all()
    assert {row.number for row in kept if CANARY not in row.answer} == set(range(0, 1_000, 100))


def test_no_byte_is_left_after_vacuum_and_a_rebuild(archive, home, index, keep, embed):
    """The words stand in two versions, in an answer, in both indexes, and in the database's own log."""
    url = "https://velm.example/canary"
    kept = keep(f"The {CANARY} was seen in Velm. " * 30, f"A {CANARY}", url=url)
    embed()
    keep(f"The {CANARY} was seen again. " * 30, f"The {CANARY} again", url=url)
    keep("Talks resume in Geneva on Monday.", "Talks")
    embed()
    index.catch_up()
    keep_turn(archive, answer((kept.article_id, f"The {CANARY} was seen.")) | {"question": "Who?"})
    with archive.writing() as connection:
        connection.execute(turns.update().values(question="Who?"))
    assert bytes_of(home, CANARY) > 0

    archive.remove([kept.article_id])
    archive.vacuum()
    index.rebuild()

    assert bytes_of(home, CANARY) == 0
    assert bytes_of(home, CANARY.split()[0]) == 0
    assert bytes_of(home, CANARY.split()[1][:6]) == 0
    assert bytes_of(home / "vectors", kept.article_id) == 0
    assert (index.words.count(), index.vectors.count()) == (1, 1)
    with archive.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(versions)) == 1


def bytes_of(home, words):
    """How often words stand in any file of a home folder."""
    return sum(file.read_bytes().count(words.encode()) for file in home.rglob("*") if file.is_file())


def test_a_vacuum_waits_for_who_reads(archive, news, monkeypatch):
    monkeypatch.setattr("ingest.sql.database._CHECKPOINT_S", 0.2)
    archive.remove([news["old"]])

    archive.vacuum()

    with archive.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(articles)) == 4


class TestRetention:
    def test_an_outlets_rule_takes_what_is_older_and_no_more(self, archive, news):
        retention.keep_for(archive, "Velm Courier", 30)

        assert retention.apply(archive, NOW) == [news["old"]]
        assert retention.apply(archive, NOW) == []

    def test_the_rule_for_all_others_spares_who_has_a_rule(self, archive, news):
        retention.keep_for(archive, "", 30)
        retention.keep_for(archive, "velm COURIER", 365)

        assert retention.apply(archive, NOW) == [news["hosted"], news["nobody"]]

    def test_a_rule_by_host_takes_articles_that_name_no_outlet(self, archive, news):
        retention.keep_for(archive, "skarn.example", 10)

        assert retention.apply(archive, NOW) == [news["hosted"]]

    def test_undated_articles_count_from_when_they_were_added(self, archive, news):
        retention.keep_for(archive, "Skarn Post", 30)

        assert retention.expired(archive, datetime.now(UTC) + timedelta(days=29)) == []
        assert retention.expired(archive, datetime.now(UTC) + timedelta(days=31)) == [news["undated"]]

    def test_a_date_in_the_future_keeps_nothing_for_ever(self, archive):
        at = datetime(2100, 1, 1, tzinfo=UTC)
        kept = archive.add(Article("Later.", "Later", "Velm Courier", published_at=at), [(0, 6)])
        retention.keep_for(archive, "Velm Courier", 30)

        assert retention.expired(archive, datetime.now(UTC) + timedelta(days=31)) == [kept.article_id]

    def test_without_a_rule_everything_stays(self, archive, news):
        assert retention.apply(archive, NOW + timedelta(days=10_000)) == []

    def test_rules_are_listed_changed_and_dropped(self, archive):
        retention.keep_for(archive, "", 365)
        retention.keep_for(archive, "Velm Courier", 30)
        retention.keep_for(archive, "velm courier", 60)

        assert [(rule.outlet, rule.days) for rule in retention.rules(archive)] == [
            ("velm courier", 60),
            ("", 365),
        ]
        assert retention.keep_forever(archive, "VELM COURIER") == 1
        assert retention.keep_forever(archive) == 1
        assert retention.rules(archive) == []
