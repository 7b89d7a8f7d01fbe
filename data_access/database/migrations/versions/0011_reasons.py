"""The reason of an extension, a waiver, a sending-back: a code of a closed list beside its sentence. What was recorded
before gets the code that its first words mean, else 'other'; without words it has none, and is read as 未说明原因.
"""

import sqlalchemy as sa
from alembic import op

from data_access.database.migrations.checks import checks_of

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOVED = ("force_majeure", "epidemic", "task_changed", "other")
COLUMNS = {
    ("obligation", "waive_reason"): ("waive_reason_code", ("no_such_unit", *MOVED)),
    ("obligation_extension", "reason"): ("reason_code", MOVED),
    ("submission", "return_reason"): (
        "return_reason_code",
        ("incomplete", "form", "figures", "duplicate", "other"),
    ),
}
WORDS = {
    "no_such_unit": ("无此", "主体缺位"),
    "force_majeure": ("不可抗力", "汛", "自然灾害"),
    "epidemic": ("疫情",),
    "task_changed": ("任务调整",),
    "incomplete": ("材料不全", "缺少"),
    "form": ("格式", "未按表式", "未加盖", "缺章"),
    "figures": ("数据",),
    "duplicate": ("重复",),
}
NO_WORDS = "豁免"
"""What was written for a waiver without a reason."""


NOTHING_SAID = sa.table("obligation", sa.column("waive_reason"))


def upgrade() -> None:
    said = NOTHING_SAID.c.waive_reason
    op.execute(NOTHING_SAID.update().where(said == NO_WORDS).values(waive_reason=""))
    for (name, sentence), (code, codes) in COLUMNS.items():
        with op.batch_alter_table(name, table_args=checks_of(name)) as changed:
            comment = "empty: no reason was recorded (未说明原因)"
            changed.add_column(sa.Column(code, sa.String(16), nullable=True, comment=comment))
            listed = ", ".join(f"'{one}'" for one in codes)
            changed.create_check_constraint(op.f(f"ck_{name}_{code}_in"), f"{code} IN ({listed})")
            changed.alter_column(sentence, comment="the sentence, as written", existing_type=sa.Text())
        table = sa.table(name, sa.column(sentence), sa.column(code))
        said = table.c[sentence]
        begins = [(said.startswith(word), one) for one in codes for word in WORDS.get(one, ())]
        op.execute(table.update().where(said != "").values({code: sa.case(*begins, else_="other")}))


def downgrade() -> None:
    for (name, sentence), (code, _) in COLUMNS.items():
        check = f"ck_{name}_{code}_in"
        with op.batch_alter_table(name, table_args=checks_of(name, check)) as changed:
            changed.drop_constraint(op.f(check), type_="check")
            changed.drop_column(code)
            changed.alter_column(
                sentence, comment=None, existing_comment="the sentence, as written", existing_type=sa.Text()
            )
    op.execute(NOTHING_SAID.update().where(NOTHING_SAID.c.waive_reason == "").values(waive_reason=NO_WORDS))
