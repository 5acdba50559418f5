"""Build everything once from Settings, in the order in which each needs the other."""

import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from assistant import llm
from assistant.briefings import Briefings
from assistant.coming.ways import Channels, channels_of
from assistant.desk import Desk
from assistant.english.thesaurus import is_common
from assistant.errors import RerankerUnusable
from assistant.llm import ChatModel
from assistant.memory import Memory
from assistant.ranking.rerank import ChatRanker, CrossEncoder
from assistant.retrieve import Reranker, Retriever
from assistant.settings import Settings
from assistant.text_vectors import TextVectors
from ingest import home
from ingest.affairs.grouping import Grouping
from ingest.archive import Archive
from ingest.care import worker
from ingest.care.follow import Follower
from ingest.embed import Embedder, measure
from ingest.embedding import model
from ingest.embedding.model import Model
from ingest.holdings import stories
from ingest.holdings.sample_news import SAMPLES
from ingest.index import Index
from ingest.indexes import meaning
from ingest.intake import keep
from ingest.read import lines, text
from ingest.read.text import Details
from ingest.settings import fetch_settings
from ingest.texts.tokens import Measure

# Searches side by side. They share Python's lock: on 2 cores four threads found no more than two (54
# against 52 a second), and the event loop's 95th percentile was 6.8 ms instead of 3.3.
_THREADS = 2
_QUESTIONS, _SENTENCES = 1_000, 4_000  # whose vectors are kept
_LOCK_WAIT_S = 10.0
_SOON = 500  # passages a command embeds before it asks: some seconds
_GROUPED = 60  # lines of the log whose articles it gives to their storylines: a few tenths of a second
_COMPARED = 500  # articles of an older archive whose copies a command finds before it asks: half a second
_WATCH_S = 0.2
_log = logging.getLogger(__name__)
Announce = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class House:
    """A running product: what answers, and what takes articles in."""

    desk: Desk
    archive: Archive
    index: Index
    follower: Follower
    embedder: Embedder | None  # None where the model is missing: words alone are searched
    cutter: Measure  # decides how much goes into a passage
    channels: Channels  # by which letters go to readers
    page: str | None  # where readers reach the page, as far as that is known
    token: str = ""  # of server.json, for commands beside the server


@contextmanager
def opened(settings: Settings, announce: Announce = lambda step: None) -> Iterator[House]:
    """Own the home folder and open everything in it; ``follower`` is started by who serves.

    Without the embedding model words alone are searched, and what to do is announced. Raises
    FolderOwned when another process has the folder, ModelDamaged when the model is not the one we
    know. Where the archive was embedded by another model, that one answers until it is embedded anew.
    """
    with ExitStack() as stack:
        folder = home.prepare(settings.home)
        stack.enter_context(home.own(folder, _LOCK_WAIT_S, announce))
        prepared = model.at_hand(settings.model_folder, announce, settings.embedding)
        archive = Archive(folder)
        stack.callback(archive.close)
        embedder = _embedder(prepared, archive, stack)
        index = Index(archive, folder)
        follower = Follower(index)
        stack.callback(_close, index, follower)
        english = _english(embedder, settings, stack)
        questions = _questions((embedder, english), index, settings, stack)
        sentences = _sentences(english, stack)
        across = _sentences(embedder, stack) if settings.embedding == "multilingual" else None
        pool = stack.enter_context(ThreadPoolExecutor(_THREADS, "search"))
        weighing = stack.enter_context(ThreadPoolExecutor(1, "weigh"))
        weighing.submit(is_common, "news")  # reads the thesaurus, so that no first answer waits for it
        stack.callback(follower.stop)
        cutter = measure(prepared)
        chat, zone = llm.connect(settings), ZoneInfo(settings.zone)
        if chat and sentences:
            weighing.submit(sentences.in_context, "news")  # opens the graph that only written sentences need
        reranker = _reranker(settings.reranker, chat)
        retriever = Retriever(index=index, vector=questions, reranker=reranker, measure=cutter)
        stack.callback(retriever.close)
        opinions = settings.second_opinion
        memory, briefings = Memory(archive), Briefings(archive)
        desk = Desk(retriever, memory, briefings, chat, sentences, pool, weighing, zone, opinions, across)
        yield House(desk, archive, index, follower, embedder, cutter, channels_of(settings), settings.url)


def _close(index: Index, follower: Follower) -> None:
    """Close the index once nobody changes it: a rebuild may just be at its last slice."""
    with follower.guard:
        index.close()


def _embedder(prepared: Model | None, archive: Archive, stack: ExitStack) -> Embedder | None:
    if prepared is None:
        return None
    archive.chooses(prepared.name)
    return _loaded(prepared, stack)


def _reranker(wanted: Path | str | None, chat: ChatModel | None) -> Reranker | None:
    """Raises RerankerUnusable where there is no such model."""
    if wanted == "model":
        if chat is None:
            raise RerankerUnusable(None)
        return ChatRanker(chat)
    return CrossEncoder(Path(wanted)) if wanted else None


def _english(embedder: Embedder | None, settings: Settings, stack: ExitStack) -> Embedder | None:
    """The English model, which sentences in English are compared by; None where it is missing."""
    if embedder is None or settings.embedding == "english":
        return embedder
    prepared = model.at_hand(settings.model_folder)
    return _loaded(prepared, stack) if prepared else None


def _questions(
    embedders: Sequence[Embedder | None], index: Index, settings: Settings, stack: ExitStack
) -> TextVectors | None:
    """Embed questions by the model whose vectors are searched, which may be the one before.

    The first of the embedders is that of the settings.
    """
    given = [each for each in embedders if each is not None]
    if not given:
        return None
    if index.model not in ("", *(each.name for each in given)):
        before = model.embedding_of(index.model)
        prepared = model.at_hand(settings.model_folder, embedding=before) if before else None
        if prepared is None or prepared.name != index.model:
            return None  # by words alone, until the next start finds the new vectors
        given.append(_loaded(prepared, stack))
    vectors = TextVectors(given[0], _QUESTIONS, *given[1:], answering=lambda: index.model)
    stack.callback(vectors.close)
    return vectors


def _sentences(embedder: Embedder | None, stack: ExitStack) -> TextVectors | None:
    """Embed sentences, which are compared with each other only."""
    if embedder is None:
        return None
    vectors = TextVectors(embedder, _SENTENCES)
    stack.callback(vectors.close)
    return vectors


def _loaded(prepared: Model, stack: ExitStack) -> Embedder:
    embedder = Embedder(prepared)
    stack.callback(embedder.close)
    return embedder


@contextmanager
def child(settings: Settings, embeds: bool) -> Iterator[None]:
    """Keep the child process that watches feeds and embeds running, for as long as the caller needs it.

    Without the model it only watches.
    """
    fetch_settings()  # what cannot be is said now, and not by the child at the first feed
    command = [sys.executable, "-m", "ingest.care.background", str(settings.home), str(settings.model_folder)]
    command += [settings.embedding] if embeds else [settings.embedding, "words"]
    stopping = threading.Event()
    keeper = threading.Thread(target=_keep_running, args=(command, stopping), name="child", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join()


def _keep_running(command: list[str], stopping: threading.Event) -> None:
    """Start the child, and again when it ends by itself, more slowly each time."""
    pause_s = 1.0
    while not stopping.is_set():
        # Leaving the block closes its standard input, which ends it.
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as child:
            while child.poll() is None and not stopping.wait(_WATCH_S):
                pass
        if not stopping.is_set():
            _log.error("the process that watches and embeds ended; it is started again in %.0f s", pause_s)
            stopping.wait(pause_s)
            pause_s = min(60.0, 2 * pause_s)


def caught_up(house: House) -> None:
    """Index all that is kept; what waits for its vectors only as far as that is quick."""
    if house.embedder and meaning.waiting_passages(house.archive) <= _SOON:
        worker.embed_waiting(house.archive, house.embedder)
    stories.find(house.archive, _COMPARED)
    Grouping(house.archive).follow(_GROUPED)
    house.index.catch_up()


def add_samples(house: House) -> int:
    """Add the sample news; return the number of articles."""
    details = Details(collection=SAMPLES)
    folder = files("ingest.samples")
    with (folder / "stories.jsonl").open("rb") as stream:
        read = [line.article for line in lines.read(stream, "stories.jsonl", details) if line.article]
    notebook = (folder / "harbour-notebook.txt").read_bytes()
    read.append(text.read(notebook, "harbour-notebook.txt", details))
    for article in read:
        keep(article, house.archive, house.cutter)
    return len(read)
