"""The app: its routes, the page, and opening the house behind it while it already listens."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, asynccontextmanager
from pathlib import Path

import anyio.lowlevel
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from assistant.bootstrap import House
from assistant.coming import alerts, clock
from assistant.coming.clock import Works
from assistant.keys import Keys
from assistant.web import (
    articles,
    auth,
    briefings,
    chat,
    conversations,
    digests,
    feeds,
    files,
    inbox,
    internal,
    problems,
    watches,
)
from assistant.web.auth import Auth
from assistant.web.door import Door
from assistant.web.gate import Gates
from assistant.web.house import house_of, reader_named
from assistant.web.limits import BODY_S, Limits
from assistant.web.metrics import Meter
from ingest.holdings.reader import Reader
from ingest.indexes import meaning

PAGE = Path(__file__).parent / "page"
_log = logging.getLogger(__name__)
Opening = Callable[[], AbstractContextManager[House]]


def build(
    opening: Opening,
    keys: Keys | None,
    failed: Callable[[Exception], None] = lambda e: None,
    body_s: float = BODY_S,
) -> FastAPI:
    """Make the app; ``opening`` opens the house, in a thread, once the server listens.

    Without ``keys`` whoever is on this machine may ask, and nobody else. Who asks has ``body_s`` to
    send what they ask.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None, None]:
        await anyio.lowlevel.checkpoint()  # it loads its backend now, and not beside the first question
        thread = ThreadPoolExecutor(1, "opening")
        loop, context = asyncio.get_running_loop(), opening()
        entering = asyncio.ensure_future(loop.run_in_executor(thread, context.__enter__))
        entering.add_done_callback(lambda done: _opened(app, done, failed))
        yield
        await asyncio.wait([entering])
        await _stopped(app)
        if app.state.house is not None:
            app.state.house = None
            await loop.run_in_executor(thread, context.__exit__, None, None, None)
        thread.shutdown()

    app = FastAPI(title="Citedesk", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.house, app.state.keys, app.state.gates = None, keys, Gates()
    app.state.works = None  # the task of what comes by itself, once the house is open
    app.state.meter = Meter(app.state.gates)
    problems.install(app)
    app.add_middleware(Door)  # the last one added is the first one passed
    app.add_middleware(Auth)
    app.add_middleware(Limits, body_s=body_s)
    parts = (chat, briefings, digests, watches, inbox, articles, conversations, feeds, files, auth, internal)
    for part in parts:
        app.include_router(part.routes)
    _add_page(app)
    _add_health(app)
    return app


def _opened(app: FastAPI, entering: "asyncio.Future[House]", failed: Callable[[Exception], None]) -> None:
    error = entering.exception()
    if isinstance(error, Exception):
        failed(error)
    else:
        app.state.house = house = entering.result()
        works = Works(
            house.desk,
            house.channels,
            reader_named,
            app.state.gates.briefings.place,
            house.page,
            (alerts.look,),
        )
        app.state.works = asyncio.get_running_loop().create_task(clock.run(works))


async def _stopped(app: FastAPI) -> None:
    """End what comes by itself, before the house is closed."""
    if app.state.works is not None:
        app.state.works.cancel()
        await asyncio.wait([app.state.works])


def _add_page(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    def index() -> Response:
        return FileResponse(PAGE / "index.html", media_type="text/html")

    app.mount("/page", StaticFiles(directory=PAGE), name="page")


def _add_health(app: FastAPI) -> None:
    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Tell that the process answers."""
        return {"status": "ok"}

    @app.get("/readyz")
    def readyz(request: Request) -> Response:
        """Tell whether questions can be answered: the index is open, and whole."""
        house = house_of(request)
        if not house.index.is_whole:
            raise problems.Starting
        return JSONResponse({"status": "ready", "waiting": meaning.waiting_passages(house.archive, Reader())})

    @app.get("/metrics", include_in_schema=False)
    def metrics(request: Request) -> Response:
        """Counts for Prometheus; none of them holds a word of a question."""
        return PlainTextResponse(app.state.meter.text(request.app.state.house))
