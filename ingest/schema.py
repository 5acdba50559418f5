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
    Column("published_zone", Integer),  # minutes east of UTC, where the source says it
    Column("updated_at", BigInteger),  # as the source says
    Column("kind", String(8), nullable=False, server_default="article"),  # or teaser, live, paywall
    Column("rights", String(16), nullable=False, server_default="full"),  # or excerpt:N, link
    Column("story", String(16)),  # id of the first of its copies; null where it is none of several
    Column("gone_at", BigInteger),  # when its page was found to be gone; null where it is not known to be
    Column("passages", Integer, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    # Each holds what decides whether an article lies in a window, so that counting reads no row.
    Index(
        "articles_by_time",
        *("published_at", "passages", "embargo_until", "collection", "published_day", "published_zone"),
    ),
    Index("articles_by_outlet", "outlet_key", "published_at"),
    Index("articles_by_host", "host", "published_at"),
    Index("articles_by_embargo", "embargo_until"),
    Index("articles_by_collection", "collection"),
    Index("articles_by_story", "story"),
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
    Column("correction", Text),  # the notice in the text that says what was wrong before
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

runs = Table(  # some of the word runs of each current text, by which copies of it are found
    "runs",
    metadata,
    Column("run", BigInteger, primary_key=True, autoincrement=False),
    Column(
        "article",  # its number
        _Serial,
        ForeignKey("articles.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    ),
    sqlite_with_rowid=False,
)

feeds = Table(  # what is watched
    "feeds",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("url", Text, nullable=False, unique=True),
    Column("kind", String(8), nullable=False),  # feed, sitemap, page or mailbox
    Column("title", Text),
    Column("outlet", Text),
    Column("collection", String(100), nullable=False),
    Column("rights", String(16), nullable=False),
    Column("embargo_until", BigInteger),
    Column("backfill_days", Integer, nullable=False),  # of older news that the site's sitemaps name
    Column("secret", LargeBinary),  # encrypted: a name and password, cookies or headers
    Column("added_at", BigInteger, nullable=False),
    Column("interval_s", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("checked_at", BigInteger),
    Column("changed_at", BigInteger),
    Column("etag", Text),
    Column("modified", Text),  # the Last-Modified header, as it came
    Column("digest", String(64)),  # of the body last read
    Column("trouble", Text),  # why it fails; null where it does not
    Column("failing_since", BigInteger),
    Column("failures", Integer, nullable=False),  # in a row
    Column("paused", Boolean, nullable=False),
    Column("busy_until", BigInteger),  # while somebody reads it
    Column("read_at", BigInteger),  # when it was last read well; null where it never was
    Column("notice", Text),  # what of it could not be read though it was read well
    Column("moved_to", Text),  # where it says it has moved for good, and since how many looks
    Column("moved_since", BigInteger),
    Column("moved_looks", Integer),
    Index("feeds_by_time", "paused", "next_at"),
    sqlite_autoincrement=True,
)

entries = Table(  # what each feed has named, so that nothing is missed or done twice
    "entries",
    metadata,
    Column("feed_id", _Serial, ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(64), primary_key=True),  # digest of its id, or of its address
    Column("digest", String(64), nullable=False),  # of all it says
    Column("url", Text),
    Column("article_id", String(16)),
    Column("entry", Text),  # as JSON while it waits to be kept; null after
    Column("trouble", Text),
    Column("tries", Integer, nullable=False),
    Column("next_at", BigInteger),  # when it is tried again; null where it is done
    Column("seen_at", BigInteger, nullable=False),
    Column("name", String(64)),  # digest of what the feed calls it; null where that is its address
    Column("shared", String(64)),  # digest of its address, where it is one of several that have it
    Index("entries_by_time", "next_at", "feed_id"),
    Index("entries_by_article", "article_id"),
)

maps = Table(  # the sitemaps that a watched index names, each with how it was read last
    "maps",
    metadata,
    Column("feed_id", _Serial, ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("url", Text, primary_key=True),
    Column("said_at", BigInteger),  # when it changed last, as the index says
    Column("etag", Text),
    Column("modified", Text),
    Column("digest", String(64)),
    Column("read_at", BigInteger),  # when it was last read well
    Column("interval_s", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("trouble", Text),
    Column("failures", Integer, nullable=False),  # in a row
)

removals = Table(  # articles that were removed, so that nothing that is watched brings them back
    "removals",
    metadata,
    Column("article_id", String(16), primary_key=True),
    Column("removed_at", BigInteger, nullable=False),
)

visits = Table(  # of pages, for asking whether they have changed
    "visits",
    metadata,
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("modified", Text),
    Column("digest", String(64)),
    Column("article_id", String(16)),
    Column("visited_at", BigInteger, nullable=False),
)

retention = Table(  # how long an outlet's articles are kept; the empty outlet is all others
    "retention",
    metadata,
    Column("outlet_key", String(255), primary_key=True),
    Column("days", Integer, nullable=False),
)

storylines = Table(  # an affair that is reported over time, told by any number of articles
    "storylines",
    metadata,
    Column("number", _Serial, primary_key=True, autoincrement=True),  # the lower, the older
    Column("id", String(16), nullable=False, unique=True),  # of its first article, unless another has that
    sqlite_autoincrement=True,
)

reports = Table(  # which affair each article reports
    "reports",
    metadata,
    Column("number", _Serial, primary_key=True, autoincrement=True),  # order of coming
    Column(
        "article_id", String(16), ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, unique=True
    ),
    Column("storyline_id", String(16), ForeignKey("storylines.id", ondelete="CASCADE"), nullable=False),
    Column("at", BigInteger, nullable=False),  # when it was published, or came where it is undated
    Column("signature", LargeBinary, nullable=False),  # what later reports are compared with; no word of it
    Index("reports_by_storyline", "storyline_id"),
    Index("reports_by_time", "at"),
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
