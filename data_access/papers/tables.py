"""The extracts of published bulletins: which there are, and what of them has been revised since (G13)."""

from typing import Final

from data_access.database.snapshot import Snapshot
from data_access.papers.published import BULLETINS, REVISIONS, list_bulletins, list_revisions
from data_access.question import Question
from data_access.tables.columns import Column
from data_access.tables.rows import Rows
from data_access.tables.table import Table


def bulletin_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of list_bulletins."""
    return iter(list_bulletins(s, q))


def revision_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of list_revisions."""
    return iter(list_revisions(s, q))


WHICH: Final = (Column("bulletin", kind="count"), Column("label"), Column("as_of", kind="instant"))
WHEN: Final = Column("published_at", kind="instant")
PAPER_EXTRACTS: Final = (
    Table(
        "bulletins",
        bulletin_rows,
        BULLETINS,
        (
            *WHICH,
            Column("known_at", kind="instant"),
            WHEN,
            Column("definition_version", kind="code"),
            Column("sha256", kind="code"),
            Column("intact", kind="flag"),
            Column("revised", kind="count"),
        ),
        about="campaign",
    ),
    Table(
        "bulletin-revisions",
        revision_rows,
        REVISIONS,
        (
            *WHICH,
            WHEN,
            Column("table", kind="code"),
            Column("table_label", "table", "word", "people", "paper.table"),
            Column("item_code", kind="code"),
            Column("item", "item_{lang}"),
            Column("figure", kind="code"),
            Column("figure_label", "figure", "word", "people", "column"),
            Column("published", kind="count"),
            Column("now", kind="count"),
        ),
        about="campaign",
    ),
)
