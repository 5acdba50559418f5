"""A watcher with a web server beside it."""

import pytest

from ingest.fetch import Fetcher
from ingest.settings import FetchSettings
from ingest.watch import Watcher
from ingest.watched.visit import Web
from ingest.web.secrets import Safe
from tests.fakes import web as fakes
from tests.fakes.newsroom import Site
from tests.ingest.watched.telling import START


@pytest.fixture
def server():
    with fakes.Web() as web:
        yield web


@pytest.fixture
def watcher(archive, home, cutter):
    settings = FetchSettings(fetch_allow="127.0.0.0/8")
    fetcher = Fetcher(settings, pause_s=0)
    yield Watcher(archive, Web(fetcher, Safe(home), settings.inside), cutter)
    fetcher.close()


@pytest.fixture
def site(server):
    return Site(server, START)
