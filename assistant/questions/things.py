"""Things that an answer tells of and a later question takes up: "a sugar tax", "the drought in Kansas".

Pure patterns over English text, each linear in its input.
"""

import re

from assistant.english.word_lists import words

_LINKS = frozenset(("of", "on", "for", "against", "in"))
_TOKEN = re.compile(r"[\w’'-]+|[^\w\s]")
_WHAT = re.compile(r"^(?:and )?(?:what|which)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.?!]*")
_MOST = 6
_WHOLE = 12  # words of a sentence that is taken up whole


def thing_asked_for(question: str, answer: str) -> str:
    """What a "what" was answered with: the first thing told as new."""
    told = _new_things(answer)
    return told[0] if told and _WHAT.match(question) else ""


def thing_told_last(answer: str) -> str:
    """The last thing an answer tells as new; where it tells of none, its first words."""
    told = _new_things(answer)
    return told[-1] if told else ""


def opening(answer: str) -> str:
    """The first words of an answer."""
    words = _SENTENCE.match(answer)
    return " ".join(words.group().split()[:_WHOLE]) if words else ""


def thing_with(answer: str, named: list[str]) -> str:
    """The thing of an answer that one of these words names or measures."""
    tokens = _TOKEN.findall(answer)
    for n, token in enumerate(tokens):
        if any(token.lower().startswith(word) for word in named):
            return " ".join(_phrase(tokens[n:]))
    return ""


def _new_things(answer: str) -> list[str]:
    tokens = _TOKEN.findall(answer)
    found = (
        " ".join(_phrase(tokens[n + 1 :])) for n, token in enumerate(tokens) if token.lower() in ("a", "an")
    )
    return [thing for thing in found if thing]


def _phrase(tokens: list[str]) -> list[str]:
    """Words up to the end of a noun phrase, through one "of" or "in"."""
    taken: list[str] = []
    is_linked = False
    for n, token in enumerate(tokens[: _MOST + 2]):
        if not token[0].isalnum() or len(taken) == _MOST:
            break
        if token.lower() in _LINKS and taken and not is_linked:
            is_linked = True
        elif token.lower() in words("ending_a_thing") and n:
            break
        taken.append(token)
    return taken[:-1] if taken and taken[-1].lower() in _LINKS else taken
