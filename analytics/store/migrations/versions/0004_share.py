"""Saved views with their states, frozen views, and templates of ledgers."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NOW = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.Column("owner", sa.String(100), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("tags", sa.JSON, nullable=False),
        sa.Column("current", sa.Integer, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("created", NOW, nullable=False),
        sa.Column("deleted_at", NOW),
        sa.Column("deleted_by", sa.String(100), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
    )
    op.create_index("ix_saved_view_owner", "saved_view", ["owner"])
    op.create_table(
        "saved_view_state",
        sa.Column("view_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("dataset", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("ids", sa.LargeBinary, nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("made_at", NOW, nullable=False),
        sa.PrimaryKeyConstraint("view_id", "number", name="pk_saved_view_state"),
        sa.ForeignKeyConstraint(["view_id"], ["saved_view.id"], name="fk_saved_view_state_view_id_saved_view"),
    )
    op.create_index("ix_saved_view_state_dataset", "saved_view_state", ["dataset"])
    op.create_table(
        "snapshot",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("dataset", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("rules_version", sa.String(100), nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("address", sa.String(300), nullable=False, server_default=""),
        sa.Column("made", sa.Date, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("page_fingerprint", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("articles", sa.LargeBinary, nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("made_at", NOW, nullable=False),
        sa.Column("purged_at", NOW),
        sa.PrimaryKeyConstraint("id", name="pk_snapshot"),
    )
    op.create_index("ix_snapshot_dataset", "snapshot", ["dataset"])
    op.create_table(
        "template",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("owner", sa.String(100), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("file", sa.LargeBinary, nullable=False),
        sa.Column("sheet", sa.String(100), nullable=False),
        sa.Column("heading_row", sa.Integer, nullable=False),
        sa.Column("mapping", sa.Text, nullable=False),
        sa.Column("created", NOW, nullable=False),
        sa.Column("deleted_at", NOW),
        sa.PrimaryKeyConstraint("id", name="pk_template"),
    )
    op.create_index("ix_template_owner", "template", ["owner"])


def downgrade() -> None:
    """Back."""
    for table in ("template", "snapshot", "saved_view_state", "saved_view"):
        op.drop_table(table)
