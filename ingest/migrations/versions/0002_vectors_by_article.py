"""All vectors of an article in one row, and indexes that tell what lies in a window."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SINGLE = sa.text(
    "SELECT vectors_single.vector FROM passages JOIN vectors_single ON vectors_single.passage_id = passages.id "
    "WHERE passages.article_id = :id ORDER BY passages.ordinal"
)
_KEEP = sa.text("INSERT INTO vectors (article_id, version, vectors) VALUES (:id, :version, :vectors)")
_QUEUE = sa.text(
    "INSERT INTO pending (article_id, seq) SELECT :id, max(seq) FROM log WHERE article_id = :id "
    "AND NOT EXISTS (SELECT 1 FROM pending WHERE article_id = :id)"
)


def upgrade() -> None:
    op.rename_table("vectors", "vectors_single")
    op.create_table(
        "vectors",
        sa.Column("article_id", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id"),
    )
    _join(op.get_bind())
    op.drop_table("vectors_single")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_index("articles_by_time")
    op.create_index(
        "articles_by_time", "articles", ["published_at", "passages", "embargo_until", "collection"]
    )
    op.create_index("articles_by_outlet", "articles", ["outlet_key", "published_at"])
    op.create_index("articles_by_host", "articles", ["host", "published_at"])
    op.create_index("articles_by_embargo", "articles", ["embargo_until"])


def _join(connection: sa.Connection) -> None:
    rows = connection.execute(sa.text("SELECT id, version, passages FROM articles ORDER BY number")).all()
    for article in rows:
        parts = connection.scalars(_SINGLE, {"id": article.id}).all()
        values = {"id": article.id, "version": article.version, "vectors": b"".join(parts)}
        if parts and len(parts) == article.passages:
            connection.execute(_KEEP, values)
        elif parts:  # some are missing: the article is embedded again
            connection.execute(_QUEUE, {"id": article.id})


def downgrade() -> None:
    raise NotImplementedError("an older program reads a backup made before the upgrade")
