"""Names of a sentence that its passage has, words that are none, and names that it puts together wrongly."""

import pytest

from assistant.checking.evidence import read
from assistant.checking.names import missing
from tests.assistant.parts import found

NEWS = read(
    found(
        "Family doctors in Torvik, in Ireland, closed early after the pandemic, said Arne Holm. "
        "Spokeswoman Mia de Witt thanked the children and the chief executive.",
        published="2026-03-10",
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "Whereas others stayed open, doctors in Torvik closed.",
        "An Irish town closed its surgeries.",
        "Non-smokers were thanked.",
        "Torvik thanked its GPs and its CEO.",
        "Doctors closed early after Covid struck.",
        "Spokeswoman Mia de Witt thanked the children.",
    ],
)
def test_words_that_begin_a_sentence_and_short_names_are_told(text):
    assert missing(text, [NEWS]) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Whereas Bergvik stayed open, doctors in Torvik closed.", "Bergvik"),
        ("Doctors closed early, said Arne de Witt.", "Arne Witt"),
        ("Torvik thanked its MPs.", "MPs"),
    ],
)
def test_names_that_no_passage_has_and_mixed_ones_are_found(text, name):
    assert missing(text, [NEWS]) == name


@pytest.mark.parametrize(
    ("told", "text", "name"),
    [
        ("In Velm the mayor, Tom Barrow, stepped down.", "The mayor, Ivan Nowak, stepped down.", "Ivan"),
        ("Anna Mills leads the port of New Velm.", "The port is led by Anna Miller.", "Miller"),
        ("Anna Mills leads the port of New Velm.", "The port is led by Anna Newman.", "Newman"),
        ("Qatar opened a new port in March.", "The Nordic state opened a port.", "Nordic"),
        ("The mine in the Andes closed.", "The mine in Peru closed.", "Peru"),
    ],
)
def test_names_that_only_look_alike_are_missing(told, text, name):
    assert missing(text, [read(found(told))]) == name


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (
            "The UN opened a school in Ghana.",
            "The United Nations opened a school in the West African country.",
        ),
        ("Denmark opened a new port in March.", "The Nordic state opened a port."),
        ("Frenchmen and Poles work at the port.", "The port has workers from France and Poland."),
    ],
)
def test_names_that_mean_the_same_are_there(told, text):
    assert missing(text, [read(found(told))]) is None
