"""The tables: articles with their versions, passages and vectors, the log, the conversations.

Times are whole seconds since 1970 in UTC. Migrations in ``migrations/`` build the same tables.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

# SQLite numbers rows by itself only where the key is INTEGER.
_Serial = BigInteger().with_variant(Integer, "sqlite")

facts = Table(  # the archive's own name, the model whose vectors answer, the one that comes after
    "facts",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("number", _Serial, primary_key=True, autoincrement=True),  # order of arrival
    Column("id", String(16), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("content", String(64), nullable=False),  # digest of all a reader can see
    Column("collection", String(100), nullable=False),
    Column("embargo_until", BigInteger),
    Column("url", Text),
    Column("host", String(255)),
    Column("outlet", Text),
    Column("outlet_key", Text),  # case-folded, for matching
    Column("title", Text, nullable=False),
    Column("authors", Text, nullable=False),  # a JSON list
    Column("language", String(8)),
    Column("published_at", BigInteger),
    Column("published_day", Boolean, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    # Each holds what decides whether an article lies in a window, so that counting reads no row.
    Index("articles_by_time", "published_at", "passages", "embargo_until", "collection"),
    Index("articles_by_outlet", "outlet_key", "published_at"),
    Index("articles_by_host", "host", "published_at"),
    Index("articles_by_embargo", "embargo_until"),
    Index("articles_by_collection", "collection"),
)

versions = Table(  # every earlier and the current version, as it came
    "versions",
    metadata,
    Column(
        "article_id",
        String(16),
        ForeignKey("articles.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("version", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("published_at", BigInteger),
    Column("passages", Integer, nullable=False),
    Column("added_at", BigInteger, nullable=False),
)

passages = Table(  # of the current versions only
    "passages",
    metadata,
    Column("id", String(40), primary_key=True),
    Column(
        "article_id",
        String(16),
        ForeignKey("articles.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
)

vectors = Table(  # of the current versions only, all passages of an article in one row a model
    "vectors",
    metadata,
    Column(
        "article_id",
        String(16),
        ForeignKey("articles.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("model", String(100), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("vectors", LargeBinary, nullable=False),  # float16, little-endian, 384 a passage, in order
)

pending = Table(  # articles whose passages wait for their vectors
    "pending",
    metadata,
    Column(
        "article_id",
        String(16),
        ForeignKey("articles.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("seq", BigInteger, nullable=False, index=True),
)

log = Table(
    "log",
    metadata,
    Column("seq", _Serial, primary_key=True, autoincrement=True),
    Column("kind", String(8), nullable=False),  # added, embedded or removed
    Column("article_id", String(16), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    sqlite_autoincrement=True,  # a seq is never used twice, also after its row has gone
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("reader", String(100), nullable=False),
    Column("title", Text, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Index("conversations_by_reader", "reader", "updated_at"),
)

turns = Table(
    "turns",
    metadata,
    Column("id", String(32), primary_key=True),  # the answer's id
    Column(
        "conversation_id",
        String(32),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("number", Integer, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),  # the Answer as JSON, as the reader got it
    Column("asked_at", BigInteger, nullable=False),
)
