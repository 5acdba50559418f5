"""Feeds with their entries, copies, kinds and rights of articles, corrections, retention."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _widen()
    _copies()
    _feeds()


def _widen() -> None:
    for column in (
        sa.Column("published_zone", sa.Integer()),
        sa.Column("updated_at", sa.BigInteger()),
        sa.Column("kind", sa.String(length=8), nullable=False, server_default="article"),
        sa.Column("rights", sa.String(length=16), nullable=False, server_default="full"),
        sa.Column("story", sa.String(length=16)),
        sa.Column("gone_at", sa.BigInteger()),
    ):
        op.add_column("articles", column)
    op.drop_index("articles_by_time", "articles")
    seen_by = ("published_at", "passages", "embargo_until", "collection", "published_day", "published_zone")
    op.create_index("articles_by_time", "articles", list(seen_by))
    op.create_index("articles_by_story", "articles", ["story"])
    op.add_column("versions", sa.Column("correction", sa.Text()))


def _copies() -> None:
    op.create_table(
        "runs",
        sa.Column("run", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article", _SERIAL, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", "article"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_runs_article", "runs", ["article"])
    # What is held already is read later, from its last article on (ingest/copies.py).
    op.execute(
        "INSERT INTO facts (name, value) SELECT 'unread_copies', CAST(number AS VARCHAR(20)) FROM articles"
        " ORDER BY number DESC LIMIT 1"
    )
    op.create_table(
        "retention",
        sa.Column("outlet_key", sa.String(length=255), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("outlet_key"),
    )


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("outlet", sa.Text()),
        sa.Column("collection", sa.String(length=100), nullable=False),
        sa.Column("rights", sa.String(length=16), nullable=False),
        sa.Column("embargo_until", sa.BigInteger()),
        sa.Column("backfill_days", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary()),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("interval_s", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("checked_at", sa.BigInteger()),
        sa.Column("changed_at", sa.BigInteger()),
        sa.Column("etag", sa.Text()),
        sa.Column("modified", sa.Text()),
        sa.Column("digest", sa.String(length=64)),
        sa.Column("trouble", sa.Text()),
        sa.Column("failing_since", sa.BigInteger()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("busy_until", sa.BigInteger()),
        sa.Column("read_at", sa.BigInteger()),
        sa.Column("notice", sa.Text()),
        sa.Column("moved_to", sa.Text()),
        sa.Column("moved_since", sa.BigInteger()),
        sa.Column("moved_looks", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("url"),
        sqlite_autoincrement=True,
    )
    op.create_index("feeds_by_time", "feeds", ["paused", "next_at"])
    _entries()
    op.create_table(
        "visits",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("modified", sa.Text()),
        sa.Column("digest", sa.String(length=64)),
        sa.Column("article_id", sa.String(length=16)),
        sa.Column("visited_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("url"),
    )
    _maps()
    op.create_table(
        "removals",
        sa.Column("article_id", sa.String(length=16), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("article_id"),
    )


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("feed_id", _SERIAL, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("article_id", sa.String(length=16)),
        sa.Column("entry", sa.Text()),
        sa.Column("trouble", sa.Text()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger()),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=64)),
        sa.Column("shared", sa.String(length=64)),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("feed_id", "key"),
    )
    op.create_index("entries_by_time", "entries", ["next_at", "feed_id"])
    op.create_index("entries_by_article", "entries", ["article_id"])


def _maps() -> None:
    op.create_table(
        "maps",
        sa.Column("feed_id", _SERIAL, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("said_at", sa.BigInteger()),
        sa.Column("etag", sa.Text()),
        sa.Column("modified", sa.Text()),
        sa.Column("digest", sa.String(length=64)),
        sa.Column("read_at", sa.BigInteger()),
        sa.Column("interval_s", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("trouble", sa.Text()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("feed_id", "url"),
    )


def downgrade() -> None:
    raise NotImplementedError("an older program reads a backup made before the upgrade")
