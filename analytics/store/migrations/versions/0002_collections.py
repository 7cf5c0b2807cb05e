"""Who changed what in a version, deleting and purging, statements, jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    moment = sa.DateTime(timezone=True)
    for name in ("deleted_at", "purged_at"):
        op.add_column("dataset", sa.Column(name, moment, nullable=True))
    for column in (
        sa.Column("action", sa.String(20), nullable=False, server_default="import"),
        sa.Column("who", sa.String(100), nullable=False, server_default=""),
        sa.Column("of", sa.Integer(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("state_id", sa.String(64), nullable=True),
    ):
        op.add_column("version", column)
    op.create_index("ix_version_state_id", "version", ["state_id"])
    op.create_table(
        "purge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_purge"),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name="fk_purge_dataset_id_dataset"),
    )
    op.create_index("ix_purge_dataset_id", "purge", ["dataset_id"])
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name="fk_statement_dataset_id_dataset"),
        sa.ForeignKeyConstraint(["undoes"], ["statement.id"], name="fk_statement_undoes_statement"),
    )
    op.create_index("ix_statement_dataset_id", "statement", ["dataset_id"])
    op.create_table(
        "job",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("dataset", sa.String(100), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("began_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("seen_at", moment, nullable=True),
        sa.Column("host", sa.String(200), nullable=False),
        sa.Column("process", sa.Integer(), nullable=True),
        sa.Column("stop", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("problem", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
    )
    op.create_index("ix_job_state", "job", ["state"])


def downgrade() -> None:
    """Back."""
    for table in ("job", "statement", "purge"):
        op.drop_table(table)
    op.drop_index("ix_version_state_id", "version")
    for name in ("action", "who", "of", "changes", "state_id"):
        op.drop_column("version", name)
    for name in ("deleted_at", "purged_at"):
        op.drop_column("dataset", name)
