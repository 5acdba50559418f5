"""Who says what: words in marks and what is told of them, each with who speaks, and nothing else."""

import pytest

from assistant.checking.quotations import marked
from assistant.reporting.frames import frames
from assistant.reporting.said import label_of, said
from ingest.article import Passage
from ingest.holdings.reader import Found
from tests.assistant.parts import found


def _quotes(text):
    return [(speech.speaker, speech.words.text) for speech in said([found(text)]) if speech.is_quote]


def _speakers(text):
    return [speaker for speaker, _ in _quotes(text)]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“The pier is sinking,” Jo Wren said on Monday.", ["Jo Wren"]),
        ("“The pier is sinking,” said ferry captain Jo Wren, who sails there.", ["Jo Wren"]),
        ("“The pier,” said Jo Wren, “is sinking as we speak.”", ["Jo Wren", "Jo Wren"]),
        ("“The pier is sinking,” said Wren. “We see it every day.”", ["Wren", "Wren"]),
        ("Jo Wren, captain of the Vessing ferry, said: “The pier is sinking.”", ["Jo Wren"]),
        ("The plan is “a fig leaf for the council”, according to Jo Wren.", ["Jo Wren"]),
        ("Jo Wren called the plan “a fig leaf for the council”.", ["Jo Wren"]),
        ("The port ministry said the pier was “not a worry for anyone”.", ["The port ministry"]),
        ("“It sinks,” said the ferry's captain, Jo Wren.", ["Jo Wren"]),
        ("Jo Wren: “The pier is sinking.”", ["Jo Wren"]),
        ("“The pier is sinking,” harbour chief Jo Wren of Vessing told the council.", ["Jo Wren"]),
        ("Jo Wren, who was away, and not her deputy Tom Bell, said “it will sink”.", ["Jo Wren"]),
        ("“The pier sinks every single day,” Jo Wren deadpanned.", ["Jo Wren"]),
        ("Jo Wren’s answer to the council was, “We will not sell it.”", ["Jo Wren"]),
        ("The Vessing port's page reads: “The pier is shut until June.”", ["The Vessing port's page"]),
        ("The pier opened, and the mayor, Ada Moen, said it was “a good day”.", ["Ada Moen"]),
        ("Jo Wren went on to say that the pier was “past all saving”.", ["Jo Wren"]),
        ("Jo Wren has often referred to the plan as “a long bad joke”.", ["Jo Wren"]),
        ("“We tested it twice,” said engineers Ada Moen and Ivo Holm.", ["Ada Moen and Ivo Holm"]),
        ("Jo Wren called the plan “A BIG SCAM”.", ["Jo Wren"]),
        ("“It was her pier,” her family said in a letter.", ["her family"]),
    ],
)
def test_whoever_the_verb_beside_a_quotation_names_speaks(text, speakers):
    assert _speakers(text) == speakers


@pytest.mark.parametrize(
    "text",
    [
        "The film “A Pier in Winter” opens in April.",
        "The so-called “ghost pier” was built in 1910.",
        "A harbour known as “the bucket” froze over.",
        "Pedro “Pete” Alvar ran the harbour, Jo Wren said.",
        "The Russian state media office is “closed for good”.",
        "“Did you ever see it sink?” Wren was asked.",
        "A story headlined “The Sinking Pier” won a prize.",
        "Wren finished “The Pier,” which she wrote in a boat.",
    ],
)
def test_titles_names_and_scare_quotes_are_nobodys_words(text):
    assert _quotes(text) == []


def test_he_and_she_are_who_was_named_and_the_name_is_pointed_to():
    text = "Tom Bell met Ines Falk.\n\nFalk has run the port for years. “It is not for sale,” she said."

    (speech,) = [speech for speech in said([found(text)]) if speech.is_quote]

    assert (speech.speaker, speech.verb) == ("Ines Falk", "said")
    assert speech.named is not None
    assert speech.named.text == "Falk"


def test_a_quotation_goes_on_over_paragraphs():
    text = "“We saw it coming,” Jo Wren said. “Nobody asked us.\n\n“And nobody came to look.”"

    assert _speakers(text) == ["Jo Wren"] * 3


def test_who_speaks_may_be_named_in_the_passage_before():
    first, second = "Jo Wren spoke on Monday. “The pier is sinking,” she said.", "“We see it every day.”"
    article = f"{first}\n\n{second}"
    one = found(first)
    other = Found(Passage("a-1-1", "a", second, len(first) + 2, len(article)), one.source)

    assert [speech.speaker for speech in said([one, other]) if speech.is_quote] == ["Jo Wren", "Jo Wren"]
    assert [speech for speech in said([other]) if speech.is_quote] == []


def test_offsets_are_those_of_the_article():
    text = "“The pier is sinking,” Jo Wren said."
    whole = Found(Passage("a-1-4", "a", text, 700, 700 + len(text)), found(text).source)

    speech = said([whole])[0]

    assert speech.words.text == "The pier is sinking,"
    assert speech.words.start == 701


@pytest.mark.parametrize(
    ("text", "speaker", "label", "is_named"),
    [
        ("Ines Falk denied that the pier was unsafe.", "Ines Falk", "denied", True),
        ("The mayor, Ines Falk, claimed that nobody was told.", "Ines Falk", "claimed", True),
        ("The port ministry confirmed that the pier was shut.", "The port ministry", "confirmed", True),
        ("A senior official said the steel was old and thin.", "A senior official", "said", False),
        ("The pier will be shut in May, Jo Wren said on Monday.", "Jo Wren", "said", True),
    ],
)
def test_what_is_told_of_somebodys_words_keeps_its_label(text, speaker, label, is_named):
    (speech,) = said([found(text)])

    assert (speech.speaker, speech.label, speech.is_named) == (speaker, label, is_named)
    assert (speech.is_quote, speech.words.text) == (False, text)
    assert (speech.named is None) == (not is_named)


@pytest.mark.parametrize(
    ("text", "speaker", "is_named"),
    [
        ("Velm Power hid the cracks, a former engineer of the firm, Jo Wren, claimed.", "Jo Wren", True),
        ("Velm Power hid the cracks, the head of the union, Jo Wren, said.", "Jo Wren", True),
        ("Velm Power had hidden the cracks, alleged Jo Wren, once its engineer.", "Jo Wren", True),
        ("Jo Wren, the head of the port in Hollin, Ulmark, said it was safe.", "Jo Wren", True),
        ("A driver who hit Jo Wren said the brakes had failed.", "A driver", False),
        ("A man who local police said was armed has fled to Hollin.", "local police", True),
        ("An official who asked not to be named said the pier was old.", "An official", False),
        ("The deal was dead, said an official who asked not to be named.", "an official", False),
    ],
)
def test_whom_a_sentence_is_about_does_not_speak_where_another_does(text, speaker, is_named):
    (speech,) = said([found(text)])

    assert (speech.speaker, speech.is_named) == (speaker, is_named)


def test_who_wrote_something_says_nothing_by_it():
    assert said([found("Jo Wren, the captain who wrote the warning of May, spoke for an hour.")]) == []


def test_what_nobody_says_is_no_speech():
    assert said([found("The pier was shut on Monday. Divers went down twice and came up with rust.")]) == []


@pytest.mark.parametrize(("verb", "label"), [("denies", "denied"), ("alleged", "claimed"), ("added", "said")])
def test_a_verb_says_how_it_is_put(verb, label):
    assert label_of(verb) == label


def test_a_mark_left_open_ends_with_its_paragraph():
    text = 'She said: “One two three four five.\n\n“Six seven eight nine ten,” she said. A 12" pipe.'

    assert [text[start:end] for start, end in marked(text)] == [
        "One two three four five.",
        "Six seven eight nine ten,",
    ]


def test_no_sentence_ends_within_a_quotation():
    text = "“It sinks. It will go,” Jo Wren said. “Who cares?” Falk asked. Then it rained."

    assert [text[frame.start : frame.end] for frame in frames(text)] == [
        "“It sinks. It will go,” Jo Wren said.",
        "“Who cares?” Falk asked.",
        "Then it rained.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        # Two in one sentence may be meant.
        "Ada Moen beat Ruth Falk in Vessing, and the pier was “a sorry sight”, she said.",
        # Somebody else was the subject last, who may be a person or not.
        "Jo Wren spoke first.\n\nBell said the pier would hold.\n\nBell left.\n\n"
        "Arlo said it would not. “It is a ruin of a pier,” he said.",
        # Named once, three sentences and two paragraphs ago.
        "Ada Moen has sailed since May.\n\nThe pier is old. Boats go by.\n\n"
        "It is cold.\n\n“We all saw it,” she said.",
    ],
)
def test_nobody_is_meant_by_a_pronoun_that_may_mean_two_or_is_far_off(text):
    assert "Ada Moen" not in _speakers(text)
    assert "Jo Wren" not in _speakers(text)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "“It sinks,” Jo Wren said.\n\nThe pier is old. Boats go by.\n\n“We all saw it,” she said.",
            ["Jo Wren"] * 2,
        ),
        (
            "Ada Moen said in May that Kay Falk would go, but she added that it was “far too soon”.",
            ["Ada Moen"],
        ),
        (
            "“It sinks,” Ivo Holm said.\n\nThe port has traded with Bell and has “seen it coming,” he added.",
            ["Ivo Holm"] * 2,
        ),
        (
            "Carol Moen swims.\n\nFor Moen, water is home. She swims daily.\n\n“I love it,” she said.",
            ["Carol Moen"],
        ),
    ],
)
def test_a_pronoun_means_who_spoke_or_the_only_one_told_of(text, speakers):
    assert _speakers(text) == speakers


@pytest.mark.parametrize(
    "text",
    [
        "The pier was shut. “It is past all saving,” said the monarch.",
        "“We were there all night,” the worker said.",
        "“The pier is shut until June,” a notice said.",
        "The 1910 song “The Pier,” considered Vessing’s first, was lost.",
        "Holm made this case himself, saying “we are all in the same boat”.",
        "Ferries approved in Leith sail daily, they argue, and “nobody has drowned so far”.",
    ],
)
def test_words_that_name_nobody_are_no_speaker(text):
    assert _quotes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The police said they had found a “ghost” boat in the harbour.",
        "Jo Wren confirmed that a “person of interest” was held.",
        "The guide has also added phrases like “red sky at night” to its list.",
        "In May she sang “The Old Grey Pier,” a song she praised in a letter.",
    ],
)
def test_a_term_in_marks_is_nobodys_words(text):
    assert _quotes(text) == []


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“We are sorry for it,” read a statement from Ada Moen, head of the port.", ["Ada Moen"]),
        ("“It may not be sold,” Judge Ada Moen of the Leith-based 8th Harbour Court wrote.", ["Ada Moen"]),
        ("Leithco: “The rise in fares affects us all,” its head, Ada Moen said last week.", ["Ada Moen"]),
        (
            "Holm had sold boats for years, last year telling Ada Moen that it was “a matter of love”.",
            ["Holm"],
        ),
        (
            "“More rain is on its way to us,” the weather office in Little Vessing, Leithshire, said.",
            ["the weather office in Little Vessing"],
        ),
        ("“It grows fast,” after a fire that closed the North Pier, officials said.", ["officials"]),
        ("Jo Wren said that a trial of the boat was a “very short” one.", ["Jo Wren"]),
    ],
)
def test_who_a_text_is_from_and_who_holds_an_office_speaks(text, speakers):
    assert _speakers(text) == speakers


def test_a_coach_of_some_other_club_is_not_the_one_told_of():
    text = (
        "“We lost,” said the coach, Jo Wren.\n\nThe chairman of a rival club said it was “a good day for us”."
    )

    assert _speakers(text) == ["Jo Wren", "The chairman of a rival club"]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“We are open,” Ivo Holm said. “It is safe,” the mayor added.", ["Ivo Holm"] * 2),
        ("“We are open,” Ivo Holm said. The reporter said, “you were shut.”", ["Ivo Holm"]),
        (
            "“We are open,” Ivo Holm said.\n\nBoats go by.\n\nIt is “past all doubt”, the tall mayor said.",
            ["Ivo Holm"],
        ),
        ("“We are open,” said the Leith union’s spokesman.", ["the Leith union’s spokesman"]),
    ],
)
def test_a_role_is_whoever_spoke_right_before_it_or_nobody(text, speakers):
    assert _speakers(text) == speakers


@pytest.mark.parametrize(
    "text",
    [
        # A first name may mislead about who is "he", and then nobody else is meant by it either.
        "Ivo Holm left.\n\nThe board met. Mary Bell said so. “The pier is sold now,” he said.",
        # A storm of two names is nobody.
        "Hurricane Berta came at noon. “It was loud as a train,” he said.",
    ],
)
def test_a_pronoun_means_none_who_may_be_no_person(text):
    assert _quotes(text) == []
