"""What a notice says of itself: which return answers which line, its words for places and for its tour; which rows of
Annex 3 are parts of others. `seed init` fills them from the files; on the way back they are lost, and events with them.
"""

import sqlalchemy as sa
from alembic import op

from data_access.database.migrations.checks import checks_of

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WORDS = {
    "short_zh": "what people call it: 龙江行; empty: of a tour 万里行",
    "short_en": None,
    "city_zh": "of a notice: what the places below the province are called, 市(地) or 市州",
    "city_en": "of a notice: one of them inside a sentence, city or prefecture",
    "cities_en": "of a notice: several of them",
}
PEOPLE = "Which figure of Annex 3 counts the people of a line's activities: told side by side, never blended."
BOTH = "Which figure of Annex 3 counts a line's activities or their people: told side by side, never blended."
TWO = "which number of the line's activity rows it is told beside: attendance (on site and online) or views"
THREE = (
    "which number of the line's activity rows it is told beside: attendance (on site and online), views, or "
    "events (how many were held)"
)
MEASURES, ANSWERS = "ck_line_metric_measure_in", "ck_line_answers_in"


def upgrade() -> None:
    for name, comment in WORDS.items():
        op.add_column("campaign", sa.Column(name, sa.Text(), nullable=True, comment=comment))
    with op.batch_alter_table("line", table_args=checks_of("line")) as changed:
        comment = "which kind of return is handed in for it; empty: none that holds figures"
        changed.add_column(sa.Column("answers", sa.String(12), nullable=True, comment=comment))
        comment = "what the name of a file for it says, where several lines take this kind"
        changed.add_column(sa.Column("file_words", sa.Text(), nullable=True, comment=comment))
        changed.create_check_constraint(op.f(ANSWERS), "answers IN ('roadmap', 'liaison', 'annex3')")
    comment = "code of the row of which it is a part by its own words (其中…); empty: none"
    op.add_column("metric", sa.Column("part_of", sa.String(8), nullable=True, comment=comment))
    _measure("measure IN ('attendance', 'views', 'events')", (TWO, THREE), (PEOPLE, BOTH))


def downgrade() -> None:
    op.execute("DELETE FROM line_metric WHERE measure = 'events'")
    _measure("measure IN ('attendance', 'views')", (THREE, TWO), (BOTH, PEOPLE))
    op.drop_column("metric", "part_of")
    with op.batch_alter_table("line", table_args=checks_of("line", ANSWERS)) as changed:
        changed.drop_constraint(op.f(ANSWERS), type_="check")
        changed.drop_column("file_words")
        changed.drop_column("answers")
    for name in WORDS:
        op.drop_column("campaign", name)


def _measure(condition: str, comments: tuple[str, str], of_table: tuple[str, str]) -> None:
    """Let `measure` be one of another list of words, and say so."""
    before, after = comments
    with op.batch_alter_table("line_metric", table_args=checks_of("line_metric", MEASURES)) as changed:
        changed.drop_constraint(op.f(MEASURES), type_="check")
        changed.create_check_constraint(op.f(MEASURES), condition)
        changed.alter_column("measure", comment=after, existing_comment=before, existing_type=sa.String(12))
    if op.get_bind().dialect.name != "sqlite":
        op.create_table_comment("line_metric", of_table[1], existing_comment=of_table[0])
