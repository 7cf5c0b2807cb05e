"""Datasets, their versions and parts, settings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "dataset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dataset"),
        sa.UniqueConstraint("name", name="uq_dataset_name"),
    )
    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rules_version", sa.String(100), nullable=False),
        sa.Column("gazetteer_version", sa.String(100), nullable=False),
        sa.Column("import_key", sa.String(200), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_version"),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name="fk_version_dataset_id_dataset"),
        sa.UniqueConstraint("dataset_id", "number", name="uq_version_dataset_id_number"),
        sa.UniqueConstraint("dataset_id", "import_key", name="uq_version_dataset_id_import_key"),
    )
    op.create_table(
        "version_part",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("version_id", "position", name="pk_version_part"),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_version_part_version_id_version"),
    )
    op.create_index("ix_version_part_part_id", "version_part", ["part_id"])
    setting = op.create_table(
        "setting",
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )
    op.bulk_insert(setting, [{"key": "writer", "value": 0}])


def downgrade() -> None:
    """Back."""
    for table in ("setting", "version_part", "version", "dataset"):
        op.drop_table(table)
