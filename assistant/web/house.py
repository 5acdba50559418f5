"""What a route needs of the running product: the house once it is open, its gates, and who reads."""

from fastapi import Request

from assistant.bootstrap import House
from assistant.web.gate import Gates
from assistant.web.problems import Starting
from ingest.holdings.reader import Reader


def house_of(request: Request) -> House:
    """The open house; raises Starting until it is."""
    house: House | None = request.app.state.house
    if house is None:
        raise Starting
    return house


def gates_of(request: Request) -> Gates:
    """The gates in front of what costs much."""
    gates: Gates = request.app.state.gates
    return gates


def reader_of(_request: Request) -> Reader:
    """The one reader there is until there are accounts."""
    return reader_named(Reader().name)


def reader_named(name: str) -> Reader:
    """A reader of this name as they would be if they asked now: for what is made while nobody asks."""
    return Reader(name)
