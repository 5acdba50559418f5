"""An affair of several days as several outlets tell it, made up: the market fire of Hollin."""

from assistant.bootstrap import House
from tests.assistant.parts import add, article
from tests.assistant.running import Server

FIRST = (
    "A fire destroyed the covered market of Hollin on Sunday night and killed 12 people, the fire service "
    "of the county said. The flames were seen from the ferry. “The roof came down in nine minutes,” fire "
    "chief Marta Olin said. It began in a bakery, a trader told the Herald. The cause of the fire in the "
    "market is not yet known. What will become of the stalls?"
)
WIRE = (
    "Twelve people were killed when a fire destroyed the covered market of Hollin on Sunday night. The "
    "county closed the bridge beside the market until Wednesday. She called it a black day."
)
TOLL = (
    "The fire in the covered market of Hollin killed 15 people, the county hospital said on Tuesday. Mayor "
    "Jens Aarvik opened a fund for the traders of the burnt market with 2 million crowns."
)
INQUIRY = (
    "A court opened an inquiry into the fire in the covered market of Hollin on Thursday. Judge Rana Ostby "
    "said the sprinklers of the market had been switched off since March. The inquiry is to report on "
    "30 June."
)
OTHER = (
    "The rowing club of Hollin won the spring regatta on Thursday by two lengths. The crew had trained "
    "through the winter on the frozen canal of the old mill."
)
MARKET = (
    article(FIRST, "Fire destroys Hollin market", "2026-05-04", outlet="Hollin Herald",
            url="https://herald.example/fire"),
    article(WIRE, "Twelve dead in market fire", "2026-05-04", outlet="Vale Wire", url="https://vale.example/fire"),
    article(TOLL, "Market fire: 15 dead", "2026-05-05", outlet="Coast Post", url="https://coast.example/toll"),
    article(INQUIRY, "Court opens inquiry into market fire", "2026-05-07", outlet="Hollin Herald",
            url="https://herald.example/inquiry"),
    article(OTHER, "Rowers win regatta", "2026-05-07", outlet="Coast Post", url="https://coast.example/regatta"),
)  # fmt: skip


def fill(house: House) -> House:
    """Keep the affair in a house."""
    add(house, *MARKET)
    return house


def send(server: Server) -> None:
    """Add the affair to a running server, and wait until it can be found."""
    for given in MARKET:
        day = given.published_at.date().isoformat() if given.published_at else None
        fields = {"title": given.title, "outlet": given.outlet, "url": given.url, "text": given.text}
        server.add(**fields, published_at=day)
    server.settle()
