"""Each row of vectors tells its model, so that those of two may stand side by side."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COPY = sa.text(
    "INSERT INTO vectors (article_id, model, version, vectors) SELECT article_id, "
    "coalesce((SELECT value FROM facts WHERE name = 'model'), ''), version, vectors FROM vectors_before"
)


def upgrade() -> None:
    op.rename_table("vectors", "vectors_before")
    op.create_table(
        "vectors",
        sa.Column("article_id", sa.String(length=16), nullable=False),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "model"),
    )
    op.get_bind().execute(_COPY)
    op.drop_table("vectors_before")


def downgrade() -> None:
    raise NotImplementedError("an older program reads a backup made before the upgrade")
