"""The tables of what readers are told: briefings, digests, watches, and what is to be sent to them.

Times are whole seconds since 1970 in UTC. Migrations in ``migrations/`` build the same tables.
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from ingest.schema import metadata

UNSENT = ("waiting", "refused")  # states of editions whose briefings were told to nobody

briefings = Table(
    "briefings",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("reader", String(100), nullable=False),
    Column("topic_key", String(255), nullable=False),  # case-folded; empty where it has no topic
    Column("briefing", Text, nullable=False),  # the Briefing as JSON, as the reader got it
    Column("made_at", BigInteger, nullable=False),
    Column("read_at", BigInteger),  # of one that nobody waited for
    Column("digest_id", String(32)),
    Index("briefings_by_reader", "reader", "made_at"),
    Index("briefings_by_topic", "reader", "topic_key", "made_at"),
)

told = Table(  # what a reader has been told of a topic: the place where it stands, never its words
    "told",
    metadata,
    Column("reader", String(100), primary_key=True),
    Column("topic_key", String(255), primary_key=True),
    Column("claim", String(64), primary_key=True),  # digest of what it says, as it was first told
    Column("article_id", String(16), primary_key=True),  # of several articles that say it each has a place
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("told_at", BigInteger, nullable=False),
    Column("gone_at", BigInteger),  # when the reader was told that it does not stand there any more
)

digests = Table(  # briefings that come by themselves
    "digests",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("reader", String(100), nullable=False),
    Column("name", Text, nullable=False),
    Column("topics", Text, nullable=False),  # a JSON list; empty: the top stories
    Column("outlets", Text, nullable=False),  # a JSON list; empty: all
    Column("weekdays", String(7), nullable=False),  # "12345": Monday is 1
    Column("at", String(5), nullable=False),  # "07:30", on the clock of its zone
    Column("zone", String(64), nullable=False),  # of the IANA list
    Column("length", String(8), nullable=False),
    Column("skips_empty", Boolean, nullable=False),
    Column("asks_first", Boolean, nullable=False),  # a person looks at it before it is sent
    Column("channel", String(8), nullable=False),  # web, mail or slack
    Column("address", Text),  # where it goes there
    Column("paused", Boolean, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    Index("digests_by_reader", "reader", "added_at"),
)

editions = Table(  # a digest of one date, made once
    "editions",
    metadata,
    Column("digest_id", String(32), ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True),
    Column("date", String(10), primary_key=True),
    Column("state", String(8), nullable=False),  # making, waiting, approved, skipped, refused, failed
    Column("edition", Text),  # as JSON: its briefings, what a person has chosen of them, what is told by it
    Column("trouble", Text),
    Column("made_at", BigInteger),
    Column("busy_until", BigInteger),  # while somebody makes it
)

watches = Table(  # questions and topics of which a reader wants to hear at once
    "watches",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("reader", String(100), nullable=False),
    Column("text", Text, nullable=False),
    Column("outlets", Text, nullable=False),  # a JSON list; empty: all
    Column("least_stories", Integer, nullable=False),
    Column("quiet_from", String(5)),  # "22:00"; null: never quiet
    Column("quiet_until", String(5)),
    Column("zone", String(64), nullable=False),
    Column("channel", String(8), nullable=False),
    Column("address", Text),
    Column("paused", Boolean, nullable=False),
    Column(
        "began", BigInteger, nullable=False
    ),  # the last line of the log when it was made: news comes after
    Column("seq", BigInteger, nullable=False),  # how far in the log it has looked
    Column("looked_at", BigInteger, nullable=False),  # embargoes that ended by then have been looked at
    Column("added_at", BigInteger, nullable=False),
    Index("watches_by_reader", "reader", "added_at"),
)

sightings = Table(  # articles that speak of what is watched: the place where one does, never its words
    "sightings",
    metadata,
    Column("watch_id", String(32), ForeignKey("watches.id", ondelete="CASCADE"), primary_key=True),
    Column("article_id", String(16), ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("told", Boolean, nullable=False),  # whether an alert has told of it, or of its storyline
)

alerts = Table(  # what a watch has told of, each story once
    "alerts",
    metadata,
    Column("watch_id", String(32), ForeignKey("watches.id", ondelete="CASCADE"), primary_key=True),
    Column("story", String(16), primary_key=True),  # the storyline, or the article where it has none yet
    Column("found_at", BigInteger, nullable=False),
)

deliveries = Table(  # what is to be sent, until it is
    "deliveries",
    metadata,
    Column("key", String(100), primary_key=True),  # "digest:ID:DATE", "watch:ID:STORY:SEQ": each is sent once
    Column("reader", String(100), nullable=False),
    Column("channel", String(8), nullable=False),
    Column("address", Text),
    Column("content", Text, nullable=False),  # as JSON: what is said, ready to be written for its channel
    Column("state", String(8), nullable=False),  # due, sent or failed
    Column("tries", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("busy_until", BigInteger),  # while somebody sends it
    Column("trouble", Text),
    Column("made_at", BigInteger, nullable=False),
    Column("sent_at", BigInteger),
    Column("read_at", BigInteger),  # in the web chat
    Index("deliveries_by_time", "state", "next_at"),
    Index("deliveries_by_reader", "reader", "made_at"),
)
