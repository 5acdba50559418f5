"""What a question is about by its tense."""

import pytest

from assistant.calendar.tense import is_past, is_to_come


@pytest.mark.parametrize(
    "question",
    [
        "What happened on 3 May?",
        "Who drove the truck on New Year's Day?",
        "Which ministers quit in March?",
        "What has the mayor said on 3 May?",
    ],
)
def test_what_has_been_is_past(question):
    assert is_past(question)


@pytest.mark.parametrize(
    "question",
    [
        "What happens on 3 May?",
        "What is closed on 3 May?",
        "Who has to move on 3 May?",
        "What's planned for 3 May?",
        "Which strike begins on 3 May?",
    ],
)
def test_the_present_and_what_is_to_come_are_not(question):
    assert not is_past(question)


def test_only_what_says_so_is_to_come():
    assert is_to_come("What will open on Saturday?")
    assert not is_to_come("What opened on Saturday?")
    assert not is_to_come("What opens on Saturday?")
