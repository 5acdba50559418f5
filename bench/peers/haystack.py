"""Haystack: its in-memory store with BM25 and vectors, joined by reciprocal rank fusion in a pipeline."""

import os
from pathlib import Path

os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"  # read when the library is imported

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore

from bench.peers.candidate import Candidate, Search
from bench.peers.given import LIMIT, Given, Vector


def build(given: Given, _saved: Path) -> InMemoryDocumentStore:
    """Write every passage with its vector into the store."""
    store = InMemoryDocumentStore()
    store.write_documents(
        [
            Document(
                id=row.id,
                content=row.text,
                meta={"url": row.url, "title": row.title},
                embedding=vector.tolist(),
            )
            for row, vector in given.passages()
        ]
    )
    return store


def save(store: InMemoryDocumentStore, saved: Path) -> None:
    """Write the store as its JSON file."""
    store.save_to_disk(str(saved / "store.json"))


def opened(_given: Given, saved: Path) -> Search:
    """Load the store and connect both retrievers to the joiner."""
    store = InMemoryDocumentStore.load_from_disk(str(saved / "store.json"))
    pipeline = Pipeline()
    pipeline.add_component("words", InMemoryBM25Retriever(store, top_k=LIMIT))
    pipeline.add_component("meaning", InMemoryEmbeddingRetriever(store, top_k=LIMIT))
    pipeline.add_component("joined", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=LIMIT))
    pipeline.connect("words", "joined")
    pipeline.connect("meaning", "joined")

    def search(text: str, vector: Vector) -> list[str]:
        asked = {"words": {"query": text}, "meaning": {"query_embedding": vector.tolist()}}
        return [document.id for document in pipeline.run(asked)["joined"]["documents"]]

    return search


if __name__ == "__main__":
    Candidate(build, save, opened).run()
