"""What the checker lets through and what it refuses, kind by kind."""

import time

import pytest

from assistant.checking.evidence import read, visible
from assistant.checking.judge import judge
from tests.assistant.parts import found

STORY = (
    "Lunsk will close two of its three coal plants by the end of 2027, energy minister Palle Wink said "
    "on Tuesday. The plants burn 1.2 million tonnes of coal a year and employ 340 people. "
    "“We are late, not lost,” "
    "Wink said. Union leader Dr. Orla Brandt said the plan may cost 2.4 billion euros and would not save a "
    "single job. The city bought the plants in 1998. About 61 percent of its heat comes from coal, against "
    "44 percent five years ago. Brandt denied that the union had agreed to the plan. "
    "A strike is set for 5 December."
)
PASSAGE = read(found(STORY, title="Lunsk to close coal plants", published="2026-11-18"))


def _failed(text):
    return judge(text, [PASSAGE]).failed


TRUE = [
    "Two of Lunsk's coal plants are to close by the end of 2027.",
    "The plants employ 340 people and burn 1.2m tonnes of coal a year.",
    "Brandt said the plan may cost €2.4bn.",
    "The plan may cost 2.4 billion euros, according to Orla Brandt.",
    "“We are late, not lost,” minister Wink said on 17 November.",
    "Lunsk bought the coal plants 28 years ago.",
    "Coal gives more than 60% of the city's heat, 17 percentage points more than five years ago.",
    "Brandt denied having agreed to the plan.",
    "A strike over the plan is set for Dec 5.",
]
FALSE = [
    ("The plants employ 430 people.", "number"),
    ("The plants burn 1.2 billion tonnes of coal a year.", "number"),
    ("The plants burn 1.2 million tonnes of coal a month.", "number"),
    ("Brandt said the plan may cost $2.4bn.", "number"),
    ("Fewer than 300 people are employed at the plants.", "number"),
    ("About 61 percentage points of the city's heat comes from coal.", "number"),
    ("A strike is set for 6 December.", "date"),
    ("The city bought the plants in 1989.", "date"),
    ("Energy minister Palle Hule said that Lunsk will close two coal plants.", "name"),
    ("Transport coach Palle Wink said that Lunsk will close two coal plants.", "name"),
    ("“We are late, not last,” Wink said.", "quote"),
    ("“We are late, not lost,” Brandt said.", "speaker"),
    ("Wink said the plan may cost 2.4 billion euros and would not save a job.", "speaker"),
    ("Brandt said the union had agreed to the plan.", "negation"),
    ("Brandt said the plan would save a single job and may cost 2.4 billion euros.", "negation"),
    ("Penguins sing opera under water.", "entailment"),
    ("See www.example.com for the plan.", "name"),
]


@pytest.mark.parametrize("text", TRUE)
def test_what_the_passage_says_passes_in_other_words(text):
    assert _failed(text) is None


@pytest.mark.parametrize(("text", "check"), FALSE)
def test_what_the_passage_does_not_say_fails_its_check(text, check):
    assert _failed(text) == check


def test_what_was_checked_is_told():
    judged = judge("“We are late, not lost,” Palle Wink said on 17 November 2026.", [PASSAGE])

    assert judged.checked == ("quote", "date", "name", "speaker", "entailment")


def test_nothing_is_supported_by_no_passage():
    assert not judge("Lunsk will close two plants.", []).is_supported


def test_what_nobody_sees_is_taken_out():
    assert visible("a\u200bb\u202ec\U000e0041d\u2066e") == "abcde"


@pytest.mark.parametrize("address", ["evil.top", "evil.ai", "evil.dev", "evil.ua"])
def test_an_address_is_refused_even_where_the_passage_has_it(address):
    """An article may send its readers anywhere; an answer sends them to its sources."""
    sentence = f"The council offered 412 places on {address} today."

    assert judge(sentence, [read(found(sentence))]).what == address


@pytest.mark.parametrize(
    "codes",
    ["00AD", "061C", "034F", "115F-1160", "180B-180F", "200B-200F", "202A-202E", "2060-206F", "3164",
     "FE00-FE0F", "FEFF", "FFA0", "FFF9-FFFB", "1D173-1D17A", "E0000-E01EF"],
)  # fmt: skip
def test_no_character_that_is_shown_as_nothing_is_left(codes):
    first, *last = (int(code, 16) for code in codes.split("-"))

    hidden = "".join(map(chr, range(first, (last or [first])[0] + 1)))

    assert visible(f"a{hidden}b") == "ab"


def test_what_is_seen_stays():
    """Signs of numbers, combining accents, letters and emoji of every script."""
    seen = "é e\u0301 ٣\u06dd \u0600٤ कि 한국 🚢 ½ €"

    assert visible(seen) == seen


UNITS = [
    "twenty-", "1,", "1.", "1:1", "a fifth of ", "half a ", "$", "“a” ", "“", "‘a", "May ", "5 May ",
    "not ", "because ", "A", "A ", "A.", "said ", "According to A", ", ", "a@", "a.", "of the ", "é", "🚢",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_a_pumped_sentence_or_passage_is_judged_soon(unit):
    """A sentence of a hundred thousand letters is refused unread; what is read is bounded."""
    long = unit * (100_000 // len(unit))
    began = time.perf_counter()
    judge(long, [PASSAGE])
    refused = time.perf_counter() - began
    judge(long[:1_000], [read(found(long[:4_000]))])

    assert refused < 0.05
    assert time.perf_counter() - began < 5


def test_words_from_within_a_quotation_are_nobodys_own():
    told = read(
        found("“The ledger is thin. Every account was forged. We will prove it,” said prosecutor Ada Moe.")
    )

    judged = judge("Every account was forged.", [told])

    assert judged.failed == "speaker"
    assert judge("Prosecutor Ada Moe said: “Every account was forged.”", [told]).is_supported


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("The kiln of Velm cooled on Monday.", None),
        ("The kiln of Velm cooled on Tuesday.", "date"),
        ("The kiln of Velm reopens on 5 March.", None),
        ("The kiln of Velm reopens on 5 April.", "date"),
    ],
)
def test_dates_are_held_against_an_article_without_a_day_of_publication(text, check):
    undated = read(
        found("The kiln of Velm cooled on Monday. The kiln of Velm reopens on 5 March, the potters said.")
    )

    assert judge(text, [undated]).failed == check


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("The fire at the mill of Velm burned for three days.", None),
        ("The fire at the mill of Velm burned for ten days.", "number"),
    ],
)
def test_how_long_something_took_is_not_how_long_ago_it_was(text, check):
    told = "The fire at the mill of Velm broke out on 2 March. It burned for three days."

    assert judge(text, [read(found(told, published="2026-03-12"))]).failed == check


KILNS = [
    read(found("The kiln of Velm cooled for good, potter Ines Kollar said.", "a", published="2026-01-14")),
    read(found("The kiln of Ostrel was lit again, potter Palle Wink said.", "b", published="2026-03-11")),
]


@pytest.mark.parametrize(
    ("text", "cited", "check"),
    [
        ("In January the kiln of Velm cooled for good.", KILNS, None),
        (
            "In January Kollar said the kiln of Velm cooled for good, "
            "and in March Wink said the kiln of Ostrel was lit again.",
            KILNS,
            None,
        ),
        ("In March the kiln of Velm cooled for good.", KILNS, "date"),
        ("The kiln of Velm cooled in March and that of Ostrel was lit in January.", KILNS, "date"),
        ("In February the kiln of Velm cooled for good.", KILNS, "date"),
        ("In 2025 the kiln of Velm cooled for good.", KILNS, "date"),
        ("In January the kiln of Velm cooled for good.", KILNS[:1], "date"),
    ],
)
def test_a_month_may_be_that_of_the_one_of_several_passages_that_tells_its_part(text, cited, check):
    assert judge(text, cited).failed == check
