"""Which articles report, and which sentences pin something down."""

import pytest

from assistant.reporting.features import (
    definite,
    is_feature,
    is_of_another_year,
    tells_a_tale,
    tells_of_a_deed,
    tells_of_before,
)


@pytest.mark.parametrize(
    "title",
    [
        "Velm marathon: What to know before the start",
        "How to bake bread without an oven",
        "Ferry strike: Why are islanders hoarding flour?",
        "Waves of 30 metres. How the flood of 1953 compares",
        "Full list of shops closed on Sunday", "5 takeaways from the debate in Velm",
        "Avalanche above Velm: Watch the rescue from the air",
    ],
)  # fmt: skip
def test_a_title_that_explains_serves_or_amuses_is_no_report(title):
    assert is_feature(title)


@pytest.mark.parametrize(
    "title",
    [
        "Avalanche kills 31 near Velm",
        "Court jails former minister",
        "Watchdog fines the Velm line",
        "WHO declares an emergency",
        "U.S. top court turns down the Velm line",
        "Worst flood in a decade kills nine",
        "Review finds failures at the hospital of Velm",
        "Arms deals with Ulmark are put off",
    ],
)
def test_a_title_that_tells_what_happened_is_a_report(title):
    assert not is_feature(title)


def test_names_numbers_and_speakers_make_a_sentence_definite():
    told = "Mayor Tove Lindh of Velm said on Monday that 31 people had died."

    assert definite(told) == 1
    assert definite("A lot hung on the vote in the town.") == 0
    assert definite("Velm has another reason to be cross with Hollin.") < 0.5


@pytest.mark.parametrize(
    "text",
    ["The bridge of Velm fell.", "Crews closed the road.", "Thieves stole a bell."],
)
def test_a_deed_is_told(text):
    assert tells_of_a_deed(text)


def test_how_things_are_is_no_deed():
    assert not tells_of_a_deed("Ferries are the answer to many troubles of the islands.")


def test_an_earlier_time_is_background():
    assert tells_of_before("The ship was hit a day earlier, the agency reports.")
    assert tells_of_before("The council signed the law last spring.")
    assert not tells_of_before("The council signed the law on Monday.")


@pytest.mark.parametrize(
    "text",
    [
        "Nine years ago Tove Lindh sent a letter to a stranger.",
        "When Tove was a girl the ferries sailed at night.",
        "Tove Lindh had only read of avalanches before one took her hut.",
    ],
)
def test_a_tale_is_told_by_how_it_begins(text):
    assert tells_a_tale(text)
    assert not tells_a_tale("Tove Lindh, the mayor, resigned on Monday.")


def test_what_names_earlier_years_alone_is_of_another_year():
    assert is_of_another_year("A ferry sank off Velm in 2011.", "2026-05-04")
    assert not is_of_another_year("A ferry sank off Velm in 2011, and again in 2026.", "2026-05-04")
    assert not is_of_another_year("A ferry sank off Velm on Monday.", "2026-05-04")
