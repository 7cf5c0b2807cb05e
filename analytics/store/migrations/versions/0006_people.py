"""Who has which role in which collection, and up to when sessions were ended."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("dataset", sa.String(100), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("given_by", sa.String(100), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_role_grant"),
        sa.UniqueConstraint("person", "dataset", name="uq_role_grant_person_dataset"),
    )
    op.create_index("ix_role_grant_dataset", "role_grant", ["dataset"])
    op.create_table(
        "session_end",
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_session_end"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("session_end")
    op.drop_table("role_grant")
