"""Questions and topics to begin with: of the newest articles, and of what is told most."""

from assistant.english import antecedent
from ingest import storylines
from ingest.archive import Archive
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader, Window
from ingest.split import sentences

_MOST = 5
_MOST_TOPICS = 3
_LOOKED_AT = 12  # articles
_LONGEST_TITLE = 80


def examples(archive: Archive, reader: Reader) -> list[str]:
    """Up to five questions the archive can answer, by turns: what somebody said, what a title is about."""
    said: list[str] = []
    titled: list[str] = []
    for source in catalogue.listing(archive, reader, Window(), _LOOKED_AT):
        text = catalogue.article(archive, source.article_id, reader).text
        if speaker := _speaker(text):
            said.append(f"What did {speaker} say?")
        elif text and len(source.title) <= _LONGEST_TITLE:  # else it may be named and never quoted
            titled.append(f"What is the news on “{source.title}”?")
    return list(dict.fromkeys([*dict.fromkeys(said), *titled]))[:_MOST]


def topics(archive: Archive, reader: Reader) -> list[str]:
    """Up to three topics to be briefed on: the newest titles of the affairs that are told most."""
    told = storylines.top(archive, reader, Window(), _LOOKED_AT)
    newest = [catalogue.article(archive, line.articles[0], reader) for line in told]
    titled = [held.source.title for held in newest if held.text]  # else it may be named and never quoted
    return [title for title in dict.fromkeys(titled) if 0 < len(title) <= _LONGEST_TITLE][:_MOST_TOPICS]


def _speaker(text: str) -> str | None:
    """A person whose words the article quotes, by first and last name."""
    for start, end in sentences(text[:3_000]):
        sentence = text[start:end]
        if "”" in sentence or '"' in sentence:
            name = antecedent.speaker(sentence)
            if name and len(name.split()) > 1:
                return name
    return None
