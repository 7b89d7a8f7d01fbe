"""Whether the tables of a database are those that this version of the program reads."""

from functools import cache
from typing import Final, Literal, TypeAlias

from alembic.script import ScriptDirectory
from sqlalchemy import String, column, select, table

from data_access.database.migrations import HERE
from data_access.database.snapshot import Snapshot

Fit: TypeAlias = Literal["", "older", "newer"]
"""Whether the tables are older or newer than the program expects; "": they are as expected."""
_REVISION: Final = select(table("alembic_version", column("version_num", String())).c.version_num)


@cache
def revisions() -> tuple[str, ...]:
    """The revisions that this program knows, the newest first."""
    return tuple(script.revision for script in ScriptDirectory(HERE).walk_revisions())


def read_fit(s: Snapshot) -> Fit:
    """Whether the tables fit: one select of one row. An unknown revision is one of a newer program."""
    found = s.execute(_REVISION).scalar()
    if found == revisions()[0]:
        return ""
    return "older" if found is None or found in revisions() else "newer"
