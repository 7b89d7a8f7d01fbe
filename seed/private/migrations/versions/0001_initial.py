"""The private tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery_private",
        sa.Column(
            "delivery_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="delivery.id",
        ),
        sa.Column(
            "stored_at", sa.DateTime(timezone=True), nullable=False, comment="for deletion after the retention period"
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_delivery_private")),
        comment="Deliveries whose private rows are all here; the next import completes the others.",
    )
    op.create_table(
        "hazard_private",
        sa.Column(
            "hazard_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="hazard.id",
        ),
        sa.Column("narrative", sa.Text(), nullable=True, comment="隐患概况, as last known"),
        sa.Column(
            "stored_at", sa.DateTime(timezone=True), nullable=False, comment="for deletion after the retention period"
        ),
        sa.PrimaryKeyConstraint("hazard_id", name=op.f("pk_hazard_private")),
        comment="What a hazard is, in free text.",
    )
    op.create_table(
        "liaison_private",
        sa.Column(
            "liaison_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="liaison.id",
        ),
        sa.Column("person_name", sa.Text(), nullable=True),
        sa.Column("position_title", sa.Text(), nullable=True),
        sa.Column("office_tel", sa.Text(), nullable=True),
        sa.Column("fax_no", sa.Text(), nullable=True),
        sa.Column("mobile_no", sa.Text(), nullable=True),
        sa.Column("wechat_id", sa.Text(), nullable=True),
        sa.Column("email_address", sa.Text(), nullable=True),
        sa.Column("postal_address", sa.Text(), nullable=True),
        sa.Column(
            "stored_at", sa.DateTime(timezone=True), nullable=False, comment="for deletion after the retention period"
        ),
        sa.PrimaryKeyConstraint("liaison_id", name=op.f("pk_liaison_private")),
        comment="Who the liaison is: Annex 2 but for unit and date.",
    )
    op.create_table(
        "note_private",
        sa.Column(
            "delivery_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="delivery.id",
        ),
        sa.Column("sheet_name", sa.String(length=64), nullable=False, comment="empty for CSV"),
        sa.Column("source_row", sa.Integer(), nullable=False),
        sa.Column("note_text", sa.Text(), nullable=False),
        sa.Column(
            "stored_at", sa.DateTime(timezone=True), nullable=False, comment="for deletion after the retention period"
        ),
        sa.PrimaryKeyConstraint("delivery_id", "sheet_name", "source_row", name=op.f("pk_note_private")),
        comment="Remarks (备注) of any ledger: free text in which telephones stand.",
    )
    op.create_table(
        "plan_task_private",
        sa.Column(
            "plan_task_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="plan_task.id",
        ),
        sa.Column("responsible_person", sa.Text(), nullable=True, comment="责任人"),
        sa.Column(
            "stored_at", sa.DateTime(timezone=True), nullable=False, comment="for deletion after the retention period"
        ),
        sa.PrimaryKeyConstraint("plan_task_id", name=op.f("pk_plan_task_private")),
        comment="The person responsible for a task of a roadmap.",
    )
    op.create_table(
        "return_private",
        sa.Column(
            "delivery_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="delivery.id",
        ),
        sa.Column("head_name", sa.Text(), nullable=True, comment="负责人"),
        sa.Column("filler_name", sa.Text(), nullable=True, comment="填表人"),
        sa.Column("contact_phone", sa.Text(), nullable=True, comment="联系电话"),
        sa.Column(
            "stored_at", sa.DateTime(timezone=True), nullable=False, comment="for deletion after the retention period"
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_return_private")),
        comment="Who signed a file: the heads of Annex 3.",
    )
    op.create_table(
        "tip_private",
        sa.Column(
            "tip_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="tip.id",
        ),
        sa.Column("reporter_name", sa.Text(), nullable=True, comment="举报人"),
        sa.Column("reporter_phone", sa.Text(), nullable=True, comment="联系电话"),
        sa.Column("tip_text", sa.Text(), nullable=True, comment="举报内容"),
        sa.Column(
            "linked_hazards", sa.Text(), nullable=True, comment="关联隐患编号 as written: the hazard may arrive later"
        ),
        sa.Column(
            "stored_at", sa.DateTime(timezone=True), nullable=False, comment="for deletion after the retention period"
        ),
        sa.PrimaryKeyConstraint("tip_id", name=op.f("pk_tip_private")),
        comment="Who reported and what; identity and content are secret by law. One row per version of the tip.",
    )


def downgrade() -> None:
    op.drop_table("tip_private")
    op.drop_table("return_private")
    op.drop_table("plan_task_private")
    op.drop_table("note_private")
    op.drop_table("liaison_private")
    op.drop_table("hazard_private")
    op.drop_table("delivery_private")
