"""Questions for the news itself, or for that of a day: "What's new?", "What happened on 3 May?".

Pure patterns over English; what is then told is found elsewhere.
"""

import re

from assistant.english.listed import listed
from assistant.questions.pointing import content_words

_NEWS = re.compile(
    r"\b(?:news?|latest|headlines?|happen\w*|going on|stories|story|updates?|developments?)\b", re.IGNORECASE
)
# What such a question says besides. Of what begins or changes on a day everything told of that day may tell.
_LITTLE = listed(
    "what's headline headlines story stories top main big biggest important update updates development "
    "developments happens happening summary summarise summarize roundup overview today's this week's please"
)
_OF_A_DAY = listed("changes change changed planned scheduled expected due place begins starts opens closes")


def asks_for_news(text: str, names_days: bool = False) -> bool:
    """Whether a question asks for news and says of nothing what; ``names_days`` where it names days."""
    little = _LITTLE | _OF_A_DAY if names_days else _LITTLE
    content = [word for word in content_words(text) if word.replace("’", "'") not in little]
    return not content and (names_days or bool(_NEWS.search(text)))


def without_happening(text: str) -> str:
    """A question for what happens on a day, without the words for happening."""
    pattern = "|".join(sorted(_OF_A_DAY | {"happens", "happened", "happening"}))
    return re.sub(rf"\b(?:{pattern})\b", " ", text, flags=re.IGNORECASE)
