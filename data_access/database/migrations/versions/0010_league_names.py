"""What a notice calls its volunteer leagues. `seed init` fills it from the files."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WORDS = {
    "league_zh": "of a notice: what the volunteer leagues of its places are called",
    "league_en": None,
}


def upgrade() -> None:
    for name, comment in WORDS.items():
        op.add_column("campaign", sa.Column(name, sa.Text(), nullable=True, comment=comment))


def downgrade() -> None:
    for name in WORDS:
        op.drop_column("campaign", name)
