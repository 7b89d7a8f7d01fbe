"""Two notices that were never issued, and a province beside the project's own: the setting DASHBOARD_NOTICES for tests.

Their own words and lines; read them as files (seed.notice_files) or with `alone`.
"""

import shutil
import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import URL

from data_access.database.schema import load_log, metadata, obligation
from seed.loads import FACTS

FOLDER: Final = Path(__file__).parent
HLJ_2020, HLJ_2021, SHANDONG = "HLJ-2020-43", "HLJ-2021-31", "SD-2021-18"
FILES: Final = {HLJ_2020: "heilongjiang-2020.toml", HLJ_2021: "heilongjiang-2021.toml", SHANDONG: "shandong-2021.toml"}


def alone(folder: Path, notice: str) -> Path:
    """A folder that orders this notice and takes all others out; with the reference tables beside."""
    shutil.copytree(FOLDER / "reference", folder / "reference")
    for code, name in FILES.items():
        (folder / name).touch()
        if code == notice and (FOLDER / name).exists():
            shutil.copy(FOLDER / name, folder)
    return folder


def join(url: URL, other: URL, notice: str, step: int) -> None:
    """Bring the returns of `notice` from the SQLite database `other`, which was initialised alike, into that at `url`.

    Their numbers are raised by `step`: each simulation counts from 1.
    """
    facts = {*FACTS}
    for table in metadata.sorted_tables:
        if any(key.column.table in facts for key in table.foreign_keys):
            facts.add(table)
    with sqlite3.connect(str(url.database)) as connection:
        connection.execute("ATTACH ? AS other", (str(other.database),))
        for table in filter({*facts, load_log}.__contains__, metadata.sorted_tables):
            raised = {key.parent.name for key in table.foreign_keys if key.column.table in facts} | {"id"}
            names = [column.name for column in table.columns]
            cells = ", ".join(f'"{name}" + {step}' if name in raised else f'"{name}"' for name in names)
            into = ", ".join(f'"{name}"' for name in names)
            demo = " WHERE label = 'demo'" if table is load_log else ""
            connection.execute(
                f'INSERT INTO main."{table.name}" ({into}) SELECT {cells} FROM other."{table.name}"{demo}'
            )
        columns = ", ".join(f'"{column.name}"' for column in obligation.columns if not column.primary_key)
        connection.execute(
            f"UPDATE main.obligation SET ({columns}) ="
            f" (SELECT {columns} FROM other.obligation o WHERE o.id = obligation.id)"
            " WHERE line_id IN (SELECT l.id FROM line l JOIN campaign c ON c.id = l.campaign_id LEFT JOIN campaign n"
            " ON n.id = c.parent_id WHERE ? IN (c.code, n.code))",
            (notice,),
        )
    connection.close()
