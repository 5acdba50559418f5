"""LlamaIndex: its vector index over the vector store it comes with, which searches by meaning alone."""

from pathlib import Path

from llama_index.core import MockEmbedding, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.schema import QueryBundle, TextNode

from bench.peers.candidate import Candidate, Search
from bench.peers.given import LIMIT, Given, Vector

_DIMENSIONS = 384
_MODEL = MockEmbedding(embed_dim=_DIMENSIONS)  # never asked: every passage and question has its vector


def build(given: Given, _saved: Path) -> VectorStoreIndex:
    """Index every passage with its vector."""
    nodes = [
        TextNode(
            id_=row.id,
            text=row.text,
            metadata={"url": row.url, "title": row.title},
            embedding=vector.tolist(),
        )
        for row, vector in given.passages()
    ]
    return VectorStoreIndex(nodes, embed_model=_MODEL)


def save(index: VectorStoreIndex, saved: Path) -> None:
    """Write the index as its JSON files."""
    index.storage_context.persist(str(saved / "index"))


def opened(_given: Given, saved: Path) -> Search:
    """Load the saved index."""
    storage = StorageContext.from_defaults(persist_dir=str(saved / "index"))
    retriever = load_index_from_storage(storage, embed_model=_MODEL).as_retriever(similarity_top_k=LIMIT)

    def search(text: str, vector: Vector) -> list[str]:
        found = retriever.retrieve(QueryBundle(text, embedding=vector.tolist()))
        return [hit.node.node_id for hit in found]

    return search


if __name__ == "__main__":
    Candidate(build, save, opened).run()
