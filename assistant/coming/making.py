"""Make the edition of a digest that is due: a briefing of each topic, those without news left out.

Knows the order of the steps; its reader's rights are given by the caller.
"""

from collections.abc import Callable
from datetime import datetime

from assistant.brief import unkept
from assistant.briefing import Briefing, Order
from assistant.changes import FIRST_BRIEFING
from assistant.coming.claims import Claim, renew
from assistant.coming.editions import finish
from assistant.desk import Desk
from ingest.holdings.reader import Reader, Window


async def make(held: Claim, reader: Reader, desk: Desk, now: Callable[[], datetime]) -> bool:
    """Make a claimed edition from the news of this moment; False where the claim is lost meanwhile.

    Nothing of it is kept until all of it is.
    """
    archive = desk.retriever.index.archive
    digest = held.digest
    made = []
    for topic in digest.topics or (None,):
        window = Window(outlets=digest.outlets)
        order = Order(topic, window, length=digest.length, digest_id=digest.id, address=digest.address)
        one = await unkept(order, reader, desk)
        if is_news(one.briefing) or not digest.skips_empty:
            made.append(one)
        if not await desk.away(renew, held, archive, now()):
            return False
    return await desk.away(finish, held, made, archive, now())


def is_news(briefing: Briefing) -> bool:
    """Whether a briefing tells its reader what the one before did not."""
    return briefing.mode != "declined" and (bool(briefing.changed) or FIRST_BRIEFING in briefing.notices)
