"""Who put a collection into the bin stands beside when."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OLD = "deleted_by:"
"""Where it stood before: a setting of this name and the collection's."""


def upgrade() -> None:
    """Forward."""
    op.add_column("dataset", sa.Column("deleted_by", sa.String(100), nullable=False, server_default=""))
    bind = op.get_bind()
    for key, value in bind.execute(sa.text("SELECT key, value FROM setting")).all():
        if key.startswith(OLD):
            who = json.loads(value) if bind.dialect.name == "sqlite" else value  # PostgreSQL's driver has read it
            bind.execute(
                sa.text("UPDATE dataset SET deleted_by = :who WHERE name = :name"),
                {"who": str(who or "")[:100], "name": key.removeprefix(OLD)},
            )
            bind.execute(sa.text("DELETE FROM setting WHERE key = :key"), {"key": key})


def downgrade() -> None:
    """Back."""
    op.drop_column("dataset", "deleted_by")
