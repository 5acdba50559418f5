"""Storylines; briefings and what was told by them; digests, watches and what is to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _storylines()
    _briefings()
    _digests()
    _watches()


def _storylines() -> None:
    op.create_table(
        "storylines",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reports",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("article_id", sa.String(length=16), nullable=False),
        sa.Column("storyline_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["storyline_id"], ["storylines.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("article_id"),
    )
    op.create_index("reports_by_storyline", "reports", ["storyline_id"])
    op.create_index("reports_by_time", "reports", ["at"])


def _briefings() -> None:
    op.create_table(
        "briefings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reader", sa.String(length=100), nullable=False),
        sa.Column("topic_key", sa.String(length=255), nullable=False),
        sa.Column("briefing", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger()),
        sa.Column("digest_id", sa.String(length=32)),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("briefings_by_reader", "briefings", ["reader", "made_at"])
    op.create_index("briefings_by_topic", "briefings", ["reader", "topic_key", "made_at"])
    op.create_table(
        "told",
        sa.Column("reader", sa.String(length=100), nullable=False),
        sa.Column("topic_key", sa.String(length=255), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("article_id", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("gone_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("reader", "topic_key", "claim", "article_id"),
    )


def _digests() -> None:
    op.create_table(
        "digests",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reader", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("outlets", sa.Text(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("length", sa.String(length=8), nullable=False),
        sa.Column("skips_empty", sa.Boolean(), nullable=False),
        sa.Column("asks_first", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("digests_by_reader", "digests", ["reader", "added_at"])
    op.create_table(
        "editions",
        sa.Column("digest_id", sa.String(length=32), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("edition", sa.Text()),
        sa.Column("trouble", sa.Text()),
        sa.Column("made_at", sa.BigInteger()),
        sa.Column("busy_until", sa.BigInteger()),
        sa.ForeignKeyConstraint(["digest_id"], ["digests.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest_id", "date"),
    )


def _watches() -> None:
    op.create_table(
        "watches",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reader", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outlets", sa.Text(), nullable=False),
        sa.Column("least_stories", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.String(length=5)),
        sa.Column("quiet_until", sa.String(length=5)),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("looked_at", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("watches_by_reader", "watches", ["reader", "added_at"])
    _alerts()


def _alerts() -> None:
    op.create_table(
        "sightings",
        sa.Column("watch_id", sa.String(length=32), nullable=False),
        sa.Column("article_id", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["watch_id"], ["watches.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("watch_id", "article_id"),
    )
    op.create_table(
        "alerts",
        sa.Column("watch_id", sa.String(length=32), nullable=False),
        sa.Column("story", sa.String(length=16), nullable=False),
        sa.Column("found_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["watch_id"], ["watches.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("watch_id", "story"),
    )
    _deliveries()


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("reader", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("busy_until", sa.BigInteger()),
        sa.Column("trouble", sa.Text()),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger()),
        sa.Column("read_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("deliveries_by_reader", "deliveries", ["reader", "made_at"])
    op.create_index("deliveries_by_time", "deliveries", ["state", "next_at"])


def downgrade() -> None:
    raise NotImplementedError("an older program reads a backup made before the upgrade")
