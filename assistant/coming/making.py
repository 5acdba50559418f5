"""Make the edition of a digest that is due: a briefing of each topic, those without news left out.

Knows the order of the steps; its reader's rights are given by the caller.
"""

from datetime import datetime

from assistant.brief import whole
from assistant.briefing import Briefing, Order
from assistant.changes import FIRST_BRIEFING
from assistant.coming.digests import Digest
from assistant.coming.editions import claim, finish
from assistant.desk import Desk
from ingest.holdings.reader import Reader, Window


async def make(digest: Digest, reader: Reader, desk: Desk, now: datetime) -> bool:
    """Make the edition that is due, from the news of this moment; False where none is due or free."""
    archive = desk.retriever.index.archive
    day = await desk.away(claim, digest, archive, now)
    if day is None:
        return False
    kept = []
    for topic in digest.topics or (None,):
        window = Window(outlets=digest.outlets)
        made = await whole(Order(topic, window, length=digest.length, digest_id=digest.id), reader, desk)
        if digest.skips_empty and not is_news(made):
            await desk.away(desk.briefings.forget, made.id, reader)
        else:
            kept.append(made.id)
    await desk.away(finish, digest, day, tuple(kept), archive, now)
    return True


def is_news(briefing: Briefing) -> bool:
    """Whether a briefing tells its reader what the one before did not."""
    return briefing.mode != "declined" and (bool(briefing.changed) or FIRST_BRIEFING in briefing.notices)
