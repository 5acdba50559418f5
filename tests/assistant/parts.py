"""Small real parts for tests of answering: made-up news, passages without an archive, an asked question."""

import time
from datetime import datetime

from assistant.answer import answer
from assistant.bodies import ChatBody
from assistant.bootstrap import House, caught_up
from assistant.conversation import Answer
from assistant.desk import Desk
from assistant.events import Done, Event
from assistant.settings import Settings
from ingest.article import Article, Passage
from ingest.holdings.reader import Found, Reader, Source
from ingest.intake import keep
from ingest.split import sentences
from ingest.times import moment
from tests.fakes.model import ScriptedModel

HARBOUR = (
    "The ferry unions of Velm and the port council met for a third day on Tuesday. 🚢 "
    "“We will not sign before the night shifts are settled,” union leader Orla Brandt said after the "
    "meeting. She added that the crews had waited for an offer since January. The council offered 412 "
    "extra crew places, up from 380 last week. A vote is expected on 19 March."
)
GLACIER = (
    "The hut on the Skarn glacier will close for good in October, the alpine club said. Its foundations "
    "have moved 34 centimetres in two years. “The rock under it is thawing,” warden Tomas Hule said. "
    "He will hand back the keys himself."
)
LIBRARY = (
    "Readers in Ostrel may keep borrowed books for six weeks from now on. The library board gave up fines "
    "after a trial in which more books came back than before. Board member Ines Kollar called the fines "
    "a tax on forgetfulness."
)
BUDGET = (
    "The town of Ostrel will spend 5.2 million crowns on its tram bridge next year. Treasurer Palle Wink "
    "presented the budget on Monday. The bridge has been closed to lorries since a beam cracked in 2025."
)
SECRET = "Zorbal, a firm nobody here had heard of, has bought the old cannery of Velm for 900,000 crowns."
MARATHON = "\n\n".join(
    f"Kilometre {n} of the Lunsk marathon belonged to runner number {n * 7}. The Lunsk marathon crowd at "
    f"kilometre {n} counted the Lunsk marathon field twice, and steward {n} of the Lunsk marathon waved. "
    "Rain fell on the marathon of Lunsk all morning, and the road along the canal was full of umbrellas, "
    "buckets, folding chairs and children with paper flags who had been promised sugared almonds, as "
    "every year, by the bakers of the eastern quarter, who open their doors before the first runners pass."
    for n in range(1, 9)
)


def article(text: str, title: str, published: str | None = None, **more: object) -> Article:
    """Make an article: article(TEXT, "Talks resume", "2026-03-10", outlet="Velm Courier")."""
    at, is_day = moment(published) if published else (None, False)
    return Article(text, title, published_at=at, published_day=is_day, **{"language": "en"} | more)


NEWS = (
    article(
        HARBOUR,
        "Harbour talks resume in Velm",
        "2026-03-10",
        outlet="Velm Courier",
        url="https://velm-courier.example/harbour",
    ),
    article(GLACIER, "Glacier hut to close", "2026-03-05T08:30:00Z", outlet="Skarn Post"),
    article(LIBRARY, "Ostrel gives up library fines", outlet="Ostrel Echo"),
    article(BUDGET, "Ostrel budgets for its bridge", "2026-03-12", outlet="Ostrel Echo"),
    article(SECRET, "Cannery sold", "2026-03-11", outlet="Velm Courier", collection="embargoed desk"),
    article(MARATHON, "Lunsk marathon", "2026-02-01", outlet="Lunsk Runner"),
    article(
        "The Lunsk marathon raised 4,000 crowns for the lifeboat.",
        "Marathon money",
        "2026-02-02",
        outlet="Velm Courier",
    ),
)


def add(house: House, *articles: Article) -> list[str]:
    """Keep articles and index them; return their ids."""
    kept = [keep(given, house.archive, house.cutter).article_id for given in articles]
    caught_up(house)
    return kept


def settings(home: object, models: object, **more: object) -> Settings:
    """Settings of a test, with nothing taken from a .env file."""
    return Settings(_env_file=None, home=home, models=models, **more)


def found(text: str, article_id: str = "a", number: int = 0, start: int = 0, **more: object) -> Found:
    """A passage as search hands it on: found("Talks resume.", title=…, outlet=…, published="2026-03-10")."""
    near = float(more.pop("near", 0.0))
    published = more.pop("published", None)
    at = int(datetime.fromisoformat(f"{published}T00:00:00+00:00").timestamp()) if published else None
    source = Source(
        article_id=article_id,
        version=1,
        title=more.pop("title", "A story"),
        outlet=more.pop("outlet", "Velm Courier"),
        host=None,
        url=None,
        authors=(),
        language=more.pop("language", "en"),
        published_at=at,
        published_day=True,
    )
    passage = Passage(f"{article_id}-1-{number}", article_id, text, start, start + len(text))
    return Found(passage, source, near=near)


def key_for(prompt: str, words: str) -> str:
    """Key of the passage that holds these words, in a prompt as the model gets it."""
    head = prompt[: prompt.index(words)].rsplit("\n[k", 1)[1]
    return "k" + head.split("]", 1)[0]


def sentence_texts(text: str) -> list[str]:
    """The sentences of a text."""
    return [text[a:b] for a, b in sentences(text)]


async def events(desk: Desk, question: str, reader: Reader | None = None, **narrowed: object) -> list[Event]:
    """All events of one question."""
    body = ChatBody(question=question, **narrowed)
    return [event async for event in answer(body.as_question(), reader or Reader(), desk)]


async def asked(desk: Desk, question: str, reader: Reader | None = None, **narrowed: object) -> Answer:
    """The answer to one question."""
    last = (await events(desk, question, reader, **narrowed))[-1]
    assert isinstance(last, Done)
    return last.answer


def model_is_asked(model: ScriptedModel, before: int = 0) -> None:
    """Return once the model has more requests than before."""
    end = time.monotonic() + 10
    while len(model.requests) <= before:
        assert time.monotonic() < end, "the model was not asked"
        time.sleep(0.01)


def client_left(model: ScriptedModel, before: int = 0) -> None:
    """Return once a further client of the model has left before it had heard all."""
    end = time.monotonic() + 30
    while len(model.closed_early) <= before:
        assert time.monotonic() < end, "nobody left"
        time.sleep(0.01)


def left_within_a_second(model: ScriptedModel, before: int = 0) -> bool:
    """Whether a further client of the model leaves within a second from now."""
    end = time.monotonic() + 1
    while time.monotonic() < end:
        if len(model.closed_early) > before:
            return True
        time.sleep(0.01)
    return False
