"""The tables of published bulletins: which there are, and what of them has been revised since (G13)."""

from typing import Final

from data_access.papers.published import list_bulletins, list_revisions
from data_access.tables.columns import Column, coded
from data_access.tables.table import Table

WHICH: Final = (
    Column("bulletin", "issue.id", "count"),
    Column("label", "issue.label"),
    Column("as_of", "issue.as_of", "instant"),
)
WHEN: Final = Column("published_at", "issue.published_at", "instant")
BULLETINS: Final = Table(
    "bulletins",
    list_bulletins,
    columns=(
        *WHICH,
        Column("known_at", kind="instant"),
        WHEN,
        Column("definition_version", kind="code"),
        Column("sha256", kind="code"),
        Column("intact", kind="flag"),
        Column("revised", kind="count"),
    ),
    about="campaign",
)
REVISIONS: Final = Table(
    "bulletin-revisions",
    list_revisions,
    columns=(
        *WHICH,
        WHEN,
        *coded("table", "revision.table", "paper.table"),
        Column("item_code", "revision.item_code", "code"),
        Column("item", "revision.item_{lang}"),
        *coded("figure", "revision.figure", "column"),
        Column("published", "revision.published", "count"),
        Column("now", "revision.now", "count"),
    ),
    about="campaign",
)
PAPER_TABLES: Final = (BULLETINS, REVISIONS)
