"""A letter says what its briefings say when it is sent: chosen points, sources with their times, no more."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.briefings import Briefings, Unkept
from assistant.coming import claims, editions, outbox
from assistant.coming.channels import NotSent
from assistant.coming.digests import Digest, Digests, schedule_of
from assistant.coming.letters import chosen_of, letter
from assistant.coming.outbox import Delivery
from assistant.coming.watches import Watch, Watches
from tests.assistant.briefed import ME, Affair

ADDED = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = datetime(2026, 3, 3, 6, 30, tzinfo=UTC)
EVERY_DAY = schedule_of("1234567", "07:30", "Europe/Berlin")
MORNING = Digest(
    "d1", ME.name, "Morning <b>&", ("the fire",), (), EVERY_DAY, "short", True, False, "mail", "a@b.example",
    ADDED,
)  # fmt: skip
FIRE = "The fire in the old mill killed three people on Sunday."
CAUSE = "Investigators of the county blame a lamp in the bakery."


@pytest.fixture
def affair(archive, cutter):
    return Affair(archive, cutter)


@pytest.fixture
def made(affair):
    """An edition of two articles, to be sent."""
    ids = [affair.add("vale", FIRE, "2026-03-02T20:15:00Z"), affair.add("coast", CAUSE)]
    Digests(affair.archive).add(MORNING)
    briefing = replace(affair.made("the fire", ME), id="b1")
    held = claims.claim(MORNING, affair.archive, DUE)
    editions.finish(held, [Unkept(briefing, ())], affair.archive, DUE)
    return ids


def written(archive, page=None):
    (delivery,) = outbox.due("mail", archive, DUE)
    return letter(delivery, archive, ME, page)


def test_it_names_the_digest_its_day_its_points_and_its_sources(made, archive):
    mail = written(archive)

    assert mail.title == "Morning <b>&, Tuesday, 3 March 2026"
    for form in (mail.text, mail.html):
        assert FIRE in form
        assert CAUSE in form
        assert "Outlet vale, 2 March 2026, 21:15" in form  # on the clock of the digest
        assert "Times are those of Europe/Berlin." in form
    assert 'href="https://vale.example/1"' in mail.html
    assert "Morning &lt;b&gt;&amp;" in mail.html


def test_links_lead_to_the_page_where_its_address_is_known(made, archive):
    html = written(archive, "https://news.velm.example").html

    assert 'href="https://news.velm.example/#b=b1"' in html
    assert "vale.example" not in html


def test_of_an_article_that_was_removed_meanwhile_it_has_no_word(made, archive):
    archive.remove([made[0]])
    mail = written(archive)

    for form in (mail.text, mail.html):
        assert "mill" not in form
        assert "Of vale" not in form
        assert "vale.example" not in form
        assert CAUSE in form
        assert "has been removed" in form


def test_markup_in_an_article_stays_text(affair, archive):
    affair.add(
        "Vale", 'The mayor wrote <script>alert("x")</script> and ![a](https://spy.example/p.png) here.'
    )
    Digests(archive).add(MORNING)
    held = claims.claim(MORNING, archive, DUE)
    editions.finish(held, [Unkept(replace(affair.made("the fire", ME), id="b1"), ())], archive, DUE)

    html = written(archive).html

    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_only_what_was_chosen_is_said_with_its_sources_numbered_anew(made, archive):
    kept = Briefings(archive).glance("b1", ME)
    second = kept["points"][1]["sentence"]["text"]
    told = chosen_of(kept, [1])

    assert [point["sentence"]["text"] for point in told["points"]] == [second]
    assert [row["number"] for row in told["citations"]] == [1, 2]
    assert {n for each in (*told["headline"], told["points"][0]["sentence"]) for n in each["citations"]} == {
        1,
        2,
    }
    assert not any(told[name] for name in ("changed", "said", "differences", "timeline", "unknown"))


def test_a_briefing_of_which_nothing_was_chosen_is_left_out(archive, affair):
    affair.add("vale", FIRE)
    asking = replace(MORNING, asks_first=True)
    Digests(archive).add(asking)
    held = claims.claim(asking, archive, DUE)
    pair = [Unkept(replace(affair.made(topic, ME), id=topic), ()) for topic in ("mill", "lamp")]
    editions.finish(held, pair, archive, DUE)
    editions.approve(asking, "2026-03-03", {"mill": []}, archive, DUE)

    text = written(archive).text

    assert "Briefing: lamp" in text
    assert "Briefing: mill" not in text


def test_it_does_not_count_as_read_by_being_sent(made, archive):
    written(archive)

    assert not Briefings(archive).recent(ME)[0].is_read


def test_what_is_left_of_nothing_is_never_sent(made, archive):
    Briefings(archive).forget("b1", ME)
    with pytest.raises(NotSent, match="deleted") as raised:
        written(archive)

    assert raised.value.is_final


def test_what_this_version_does_not_know_is_told(archive):
    unknown = outbox.Delivery("x:1", ME.name, "mail", "a@b.example", json.dumps({"poem": 1}), 0)
    with pytest.raises(NotSent, match="update"):
        letter(unknown, archive, ME)


def test_an_alert_says_what_is_news_and_where_it_stands(archive, affair):
    told = an_alert(archive, affair)

    mail = letter(told, archive, ME)

    assert mail.title == "News: Who set the fire?"
    for form in (mail.text, mail.html):
        assert CAUSE in form
        assert "Outlet coast" in form
    assert 'href="https://coast.example/1"' in mail.html


def test_an_alert_of_an_article_that_was_removed_is_not_sent(archive, affair):
    told = an_alert(archive, affair)
    (article_id, *_) = json.loads(told.content)["places"][0]
    archive.remove([article_id])

    with pytest.raises(NotSent, match="removed before it was sent"):
        letter(told, archive, ME)


def an_alert(archive, affair):
    """A delivery of a watch on the cause of the fire."""
    article_id = affair.add("coast", CAUSE)
    watch = Watches(archive).add(Watch("w1", ME.name, "Who set the fire?"), DUE)
    content = {"watch": watch.id, "places": [[article_id, 1, 0, len(CAUSE)]]}
    return Delivery("watch:w1:s:1", ME.name, "mail", "a@b.example", json.dumps(content), 0)
