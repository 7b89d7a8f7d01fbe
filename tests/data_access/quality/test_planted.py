"""Formulas planted in every column that a file or another system fills: no extract hands one on (attack by cells)."""

import csv
import io
import unicodedata
from collections.abc import Iterator
from datetime import datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, String, Text, func, literal, update
from sqlalchemy.exc import IntegrityError

from data_access.database.engine import write_engine
from data_access.database.schema import metadata
from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import BASES, EXTRACTS
from data_access.extracts.files import columns_of, stream_csv, write_xlsx
from data_access.notice.campaigns import resolve
from data_access.question import Filters
from tests.conftest import Databases
from tests.data_access.obligations.world import SHANGHAI

pytestmark = pytest.mark.slow

OURS = {"campaign", "line", "line_item", "line_metric", "line_thing", "duty", "metric", "tip_channel"} | {
    "admin_division",
    "old_division_name",
    "load_log",
}
"""Tables that the notice and our reference files fill."""
CODES = {"org_unit.code", "industry.code", "delivery.kind", "hazard_tip.tip_code"}
NAMES = {"adcode", "sha256", "label"}
"""Columns that join tables; without them nothing would be drawn."""
PLANTED = ("=cmd|' /C calc'!A0", "+1+", "-2+3+", "@SUM(1)", "\t=1", "\r=1", "＝1+", "＋1", "－1", "＠a", "\u200b=1")
SIGNS = ("=", "+", "-", "@")


@pytest.fixture(scope="module")
def planted(databases: Databases) -> Iterator[Engine]:
    """The sample campaign with a formula in front of every text that is not ours."""
    url = databases.copy("sqlite", "campaign")
    engine = write_engine(url)
    columns = [column for table in metadata.sorted_tables if table.name not in OURS for column in table.columns]
    done = set()
    for column in columns:
        if (
            not isinstance(column.type, String | Text)
            or column.foreign_keys
            or column.name in NAMES
            or str(column) in CODES
        ):
            continue
        kinds = len(PLANTED)
        try:
            with engine.begin() as conn:
                for kind, formula in enumerate(PLANTED):
                    mine = func.length(column) % kinds == kind
                    conn.execute(update(column.table).where(mine).values({column.name: literal(formula) + column}))
        except IntegrityError:  # a closed list: nobody can write a formula there
            continue
        done.add(str(column))
    assert {"hazard.code", "activity.code", "tip.code", "activity.title", "hazard.unit_ref", "org_unit.name_zh"} <= done
    yield engine
    engine.dispose()
    databases.drop(url)


def starts_a_formula(cell: str) -> bool:
    return unicodedata.normalize("NFKC", cell).lstrip("\t\r\n \u200b\ufeff")[:1] in SIGNS


def negative(cell: str) -> bool:
    try:
        return float(cell) < 0
    except ValueError:
        return False


@pytest.mark.parametrize("name", BASES)
def test_no_cell_of_any_extract_is_a_formula(planted: Engine, name: str) -> None:
    """The rows of a figure are rows of one of these."""
    now = datetime(2020, 12, 31, tzinfo=SHANGHAI)
    with snapshot(planted) as conn:
        q = resolve(conn, Filters(), now)
        for plain in (False, True):
            text = b"".join(stream_csv(conn, name, q, "zh", plain)).decode("utf-8-sig")
            cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
            assert [cell for cell in cells if starts_a_formula(cell) and not negative(cell)] == []
        file = io.BytesIO()
        write_xlsx(conn, name, q, "zh", file)
        sheets = load_workbook(file, read_only=True)
        assert not [cell for sheet in sheets for row in sheet.rows for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize(
    ("name", "key"),
    [("majors", "hazard"), ("activities", "activity"), ("activities", "title"), ("media", "report"), ("city", "unit")],
)
@pytest.mark.parametrize("plain", [False, True])
def test_the_planted_cells_are_there_and_guarded(planted: Engine, name: str, key: str, plain: bool) -> None:
    with snapshot(planted) as conn:
        q = resolve(conn, Filters(), datetime(2020, 12, 31, tzinfo=SHANGHAI))
        text = b"".join(stream_csv(conn, name, q, "zh", plain)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    at = [column.key for column in columns_of(EXTRACTS[name], plain=plain)].index(key)
    assert rows[1:]
    assert all(row[at].startswith("'") for row in rows[1:])
