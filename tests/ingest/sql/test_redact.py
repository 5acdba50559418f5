"""What is taken out of a kept answer or briefing, and what is left of it."""

from ingest.sql.redact import REMOVED, redacted, without


def briefing():
    """A briefing of two articles, of which one is quoted beside the other."""
    one, both = {"text": "One.", "citations": [1]}, {"text": "Both.", "citations": [1, 2]}
    other = {"text": "Other.", "citations": [2]}
    quotes = {1: ("a", "One. Nobody knows why."), 2: ("b", "Other. Nobody knows when.")}
    return {
        "headline": [both],
        "points": [{"sentence": one, "status": "agreed"}, {"sentence": other, "status": "agreed"}],
        "changed": [
            {"kind": "new", "sentence": one},
            {"kind": "gone", "sentence": {"text": REMOVED, "citations": []}},
        ],
        "timeline": [{"date": "2026-03-10", "sentence": other}],
        "said": [{"speaker": "Brandt", "quote": "One.", "citations": [1]}],
        "differences": [
            {"what": "places", "values": [{"value": "1", "citations": [1]}, {"value": "2", "citations": [2]}]}
        ],
        "unknown": ["Nobody knows why.", "Nobody knows when.", "Nobody says who."],
        "citations": [
            {"number": n, "article_id": article, "quote": quote, "title": quote, "state": "current"}
            for n, (article, quote) in quotes.items()
        ],
    }


def test_nothing_that_cites_a_removed_article_keeps_its_words():
    kept = redacted(briefing(), {"a"})

    assert [sentence["text"] for sentence in kept["headline"]] == [REMOVED]
    assert [point["sentence"]["text"] for point in kept["points"]] == [REMOVED, "Other."]
    assert [change["sentence"]["text"] for change in kept["changed"]] == [REMOVED, REMOVED]
    assert [moment["sentence"]["text"] for moment in kept["timeline"]] == ["Other."]
    assert (kept["said"], kept["differences"], kept["unknown"]) == ([], [], ["Nobody knows when."])
    assert [citation["quote"] for citation in kept["citations"]] == [None, "Other. Nobody knows when."]


def test_a_briefing_of_other_articles_stays_as_it_is():
    assert redacted(briefing(), {"c"}) == briefing()
    assert without(briefing(), set(), "-") == briefing()


def test_taking_words_out_twice_is_taking_them_out_once():
    once = redacted(briefing(), {"a"})

    assert redacted(once, {"a"}) == once
