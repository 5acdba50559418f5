"""The index by words: tantivy, fed from the log.

Knows terms and scores; nothing about meaning, and nothing a reader may not see is decided here.
"""

import json
import struct
import unicodedata
import zlib
from calendar import timegm
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path

import tantivy
from tantivy import Filter, Occur, Query, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from ingest.errors import IndexDamaged, IndexUnwritable
from ingest.holdings.reader import Found, Window
from ingest.texts.language import likeliest
from ingest.texts.lemmas import LANGUAGES, lemmas

_HEAP_BYTES = 30_000_000
_LONGEST_TERM = 60  # letters; longer ones are addresses and noise
_ANALYZER = "news"
_FAULTS = (ValueError, OSError, RuntimeError)
_SEGMENT = {".term", ".idx", ".pos", ".fast", ".fieldnorm", ".store"}
_META = "meta.json"  # names the segments; replaced in one step
_MAGIC = 1337  # the last four bytes of every file of a segment


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with the score of the index that found it."""

    passage_id: str
    score: float


def ranked(hits: Iterable[Hit]) -> list[Hit]:
    """Best first; equals in the order of their ids, however the index came about."""
    by_id = sorted(hits, key=attrgetter("passage_id"))
    return sorted(by_id, key=attrgetter("score"), reverse=True)


@cache
def analyzer() -> TextAnalyzer:
    """Terms as they are indexed: lower-cased, without accents, stemmed as English."""
    builder = TextAnalyzerBuilder(Tokenizer.simple())
    for step in (
        Filter.remove_long(_LONGEST_TERM),
        Filter.lowercase(),
        Filter.ascii_fold(),
        Filter.stemmer("english"),
    ):
        builder = builder.filter(step)
    return builder.build()


def terms(text: str) -> list[str]:
    """Terms of a text as the index has them; a letter and its accent are one, however they are written."""
    return analyzer().analyze(unicodedata.normalize("NFC", text.replace("\u00ad", "")))


def lemma_terms(text: str, language: str | None) -> list[str]:
    """Terms of the dictionary forms of a text's words, in languages that have them."""
    return terms(" ".join(lemmas(text, language)))


class Words:
    """One tantivy folder, open for reading and writing by this process alone."""

    def __init__(self, folder: Path) -> None:
        """Open or make the folder; raises IndexDamaged where its files cannot be read."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._schema = _schema()
        self._writer: tantivy.IndexWriter | None = None
        try:
            self._index = tantivy.Index(self._schema, str(folder))
            self._index.register_tokenizer(_ANALYZER, analyzer())
            self._index.config_reader("manual")
            self._writer = self._index.writer(_HEAP_BYTES, 1)
        except (ValueError, OSError) as error:
            raise IndexDamaged(folder) from error

    def add(self, found: Iterable[Found]) -> None:
        """Index passages, each with its title, outlet and date; visible after ``commit``.

        It, ``remove`` and ``commit`` raise IndexUnwritable where nothing but what they were to write is lost.
        """
        with self._writes() as writer:
            for item in found:
                writer.add_document(_document(item))

    def remove(self, passage_ids: Iterable[str]) -> None:
        """Take passages out; visible after ``commit``."""
        with self._writes() as writer:
            for passage_id in passage_ids:
                writer.delete_documents_by_term("id", passage_id)

    def commit(self) -> None:
        """Make all changes durable and visible."""
        with self._writes() as writer:
            writer.commit()
            self._index.reload()

    def close(self) -> None:
        """Let go of the folder's lock, after merges have ended; a damaged folder is let go as it is."""
        with suppress(*_FAULTS):
            if self._writer:
                self._writer.wait_merging_threads()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            # tantivy panics on some damage, and a panic is no Exception to Python.
            if isinstance(error, _FAULTS) or type(error).__name__ == "PanicException":
                raise IndexDamaged(self._folder) from error
            raise

    @contextmanager
    def _writes(self) -> Iterator[tantivy.IndexWriter]:
        try:
            with self._faults():
                if self._writer is None:
                    self._writer = self._index.writer(_HEAP_BYTES, 1)
                yield self._writer
        except IndexDamaged as error:
            # What is not committed goes with the writer. One whose rollback the disk refuses never writes
            # again; another can be had, and what was there before is found meanwhile.
            self._writer = None
            if self._keeps_what_it_had():
                raise IndexUnwritable(self._folder, "the disk refuses") from error
            raise

    def _keeps_what_it_had(self) -> bool:
        try:
            with self._faults():
                return is_sound(self._folder)
        except IndexDamaged:
            return False

    def count(self) -> int:
        """Number of passages indexed."""
        with self._faults():
            return self._index.searcher().num_docs

    def finds(self, item: Found) -> bool:
        """Whether a passage is indexed once, under every one of its terms."""
        parts = [
            self._id(item.passage.id),
            *(self._term("body", term) for term in dict.fromkeys(terms(body(item)))),
        ]
        with self._faults():
            searcher = self._index.searcher()
            once = searcher.search(self._id(item.passage.id), 2).hits
            query = Query.boolean_query([(Occur.Must, part) for part in parts])
            return len(once) == len(searcher.search(query, 1).hits) == 1

    def rarity(self, term: str) -> tuple[int, int]:
        """In how many passages a term occurs, and the number of all passages."""
        with self._faults():
            searcher = self._index.searcher()
            return searcher.doc_freq("body", term), searcher.num_docs

    def search(self, text: str, limit: int, window: Window) -> list[Hit]:
        """Rank passages by BM25 over the text's terms, best first, inside the window."""
        wanted = dict.fromkeys(terms(text) + self._lemma_terms(text))
        if not wanted:
            return []
        query = Query.boolean_query([(Occur.Should, self._term("body", term)) for term in wanted])
        if narrowing := self._narrowing(window):
            query = Query.boolean_query([(Occur.Must, query), *((Occur.Must, part) for part in narrowing)])
        with self._faults():
            searcher = self._index.searcher()
            hits = searcher.search(query, limit, count=False).hits
            found = [Hit(str(searcher.doc(address)["id"][0]), float(score)) for score, address in hits]
        return ranked(found)

    def weight_held(self, weights: Mapping[str, float], passage_ids: Collection[str]) -> dict[str, float]:
        """Of each of these passages the weight of the terms it holds, with its title, outlet and date."""
        if not weights or not passage_ids:
            return {}
        among = Query.const_score_query(Query.term_set_query(self._schema, "id", sorted(passage_ids)), 0.0)
        held = [Query.const_score_query(self._term("body", term), w) for term, w in weights.items()]
        query = Query.boolean_query([(Occur.Must, among), *((Occur.Should, part) for part in held)])
        with self._faults():
            searcher = self._index.searcher()
            hits = searcher.search(query, len(passage_ids), count=False).hits
            return {str(searcher.doc(address)["id"][0]): float(score) for score, address in hits}

    def _lemma_terms(self, text: str) -> list[str]:
        """Dictionary forms in a question's language, where articles in such a language are indexed."""
        with self._faults():
            searcher = self._index.searcher()
            held = [name for name in LANGUAGES if searcher.doc_freq("language", name)]
        return lemma_terms(text, likeliest(text, ("en", *held))) if held else []

    def _id(self, passage_id: str) -> Query:
        return Query.term_query(self._schema, "id", passage_id)

    def _term(self, field: str, value: str) -> Query:
        return Query.term_query(self._schema, field, value, "freq")

    def _narrowing(self, window: Window) -> list[Query]:
        """Filters that leave scores alone. SQL decides again: these only spare it work."""
        parts = []
        if window.is_timed:
            since, last = window.since, window.last
            parts.append(
                Query.range_query(
                    self._schema,
                    "published",
                    tantivy.FieldType.Integer,
                    timegm(since.utctimetuple()) if since else None,
                    timegm(last.utctimetuple()) if last else None,
                )
            )
        if window.outlets:
            names = {name.casefold() for name in window.outlets}
            names |= {name.removeprefix("www.") for name in names}
            parts.append(Query.term_set_query(self._schema, "outlet", sorted(names)))
        return [Query.const_score_query(part, 0.0) for part in parts]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("outlet", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("published", indexed=True, fast=True)
    builder.add_text_field("body", tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()


def _document(found: Found) -> tantivy.Document:
    source = found.source
    document = tantivy.Document()
    document.add_text("id", found.passage.id)
    for name in {source.outlet, source.host} - {None}:
        document.add_text("outlet", str(name).casefold())
    if source.published_at is not None:
        document.add_integer("published", source.published_at)
    if source.language in LANGUAGES:
        document.add_text("language", source.language)
    document.add_text("body", unicodedata.normalize("NFC", body(found)))
    return document


def body(found: Found) -> str:
    """What a passage is found by: its title, outlet and date with its own words, and their lemmas."""
    source = found.source
    told = (source.title, source.outlet or "", source.published or "", found.passage.text)
    forms = lemmas(f"{source.title}\n{found.passage.text}", source.language)
    return "\n".join((*told, " ".join(forms)) if forms else told)


def weight_of(found: Found, weights: Mapping[str, float]) -> float:
    """The weight of the terms a passage holds, as the index would have it."""
    held = set(terms(body(found)))
    return sum(weight for term, weight in weights.items() if term in held)


def is_sound(folder: Path) -> bool:
    """Whether each file of what was committed has the sum that tantivy noted at its end.

    What a write that ended early has left beside them is nobody's.
    """
    try:
        segments = json.loads((folder / _META).read_bytes())["segments"]
        names = [str(segment["segment_id"]).replace("-", "") for segment in segments]
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return all(_is_whole(list(folder.glob(f"{name}.*"))) for name in names)


def _is_whole(segment: list[Path]) -> bool:
    kept = [file for file in segment if file.suffix in _SEGMENT]
    return bool(kept) and all(_has_its_sum(file.read_bytes()) for file in kept)


def _has_its_sum(data: bytes) -> bool:
    """Hold a file against its footer: JSON with the CRC-32 of all before, its length, a magic number."""
    if len(data) < 8:
        return False
    length, magic = struct.unpack("<II", data[-8:])
    body, footer = data[: -8 - length], data[-8 - length : -8]
    try:
        return bool(magic == _MAGIC and json.loads(footer)["crc"] == zlib.crc32(body))
    except (ValueError, LookupError, TypeError):
        return False
