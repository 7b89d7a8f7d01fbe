"""Rows that another system may write: every page and paper is drawn, in both languages, or says in words what fails."""

import io
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import URL, Engine

from dashboard import registry
from dashboard.data import memory
from dashboard.parts import axis_names
from dashboard.view import Option, View
from data_access import i18n
from data_access.database.engine import disposing, read_engine
from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import BASES
from data_access.extracts.files import stream_csv, write_xlsx
from data_access.papers.catalogue import PAPERS, UnknownPaperError, make
from data_access.question import Filters, Question
from tests.dashboard.test_shell import opened, said

pytestmark = pytest.mark.slow

PAGES = [entry.id for entry in registry.PAGES]
CONTROL = "\x07\x1b[31m\x0b\x85\u202e\ufffe"
HUGE = "长" * 20_000
UNCHECKED = "PRAGMA ignore_check_constraints = ON"
HOSTILE = {
    "control characters in names": [
        f"UPDATE org_unit SET name_zh = name_zh || '{CONTROL}', short_zh = short_zh || '{CONTROL}'",
        f"UPDATE line SET name_zh = name_zh || '{CONTROL}', short_zh = short_zh || '{CONTROL}'",
        f"UPDATE admin_division SET name_zh = name_zh || '{CONTROL}', short_zh = short_zh || '{CONTROL}'",
        f"UPDATE activity SET title = '{CONTROL}' || title",
    ],
    "huge texts": [f"UPDATE activity SET title = '{HUGE}'", f"UPDATE line SET name_zh = name_zh || '{HUGE}'"],
    "no English names": ["UPDATE org_unit SET name_en = ''", "UPDATE line SET name_en = '', short_en = ''"],
    "absurd dates": [
        "UPDATE hazard_event SET occurred_at = '0001-01-01 00:00:00.000000' WHERE id % 50 = 0",
        "UPDATE hazard_event SET occurred_at = '9999-12-31 23:59:59.999999' WHERE id % 50 = 1",
        "UPDATE activity SET held_start = '0001-01-01 00:00:00.000000', held_end = NULL WHERE held_end IS NOT NULL",
    ],
    "absurd counts": ["UPDATE activity SET attendance_onsite = 2147483647"],
    "a notice without lines": [
        f"DELETE FROM {table} WHERE 1 = 1"
        for table in ("obligation_extension", "obligation", "duty", "line_metric", "line_item", "line_thing")
    ],
    "a province without counties": ["DELETE FROM admin_division WHERE level IN ('county', 'county_equivalent')"],
    "circles": [
        "UPDATE line SET parent_id = (SELECT min(id) FROM line l WHERE l.parent_id = line.id) WHERE parent_id IS NULL",
        "UPDATE org_unit SET parent_id = (SELECT max(id) FROM org_unit o WHERE o.parent_id = org_unit.id)",
        UNCHECKED,
        "UPDATE industry SET parent_code = code WHERE parent_code IS NULL",
    ],
    "negative counts": [
        UNCHECKED,
        "UPDATE activity SET attendance_onsite = -5",
        "UPDATE metric_value SET value = -1",
    ],
}


def test_lines_in_a_circle_have_an_end(view: View) -> None:
    def group(*lines: Option) -> str:
        options = {option.code: option for option in lines}
        return axis_names._top(options, lines[0].code)

    a, b, c = (Option(code, "", "", parent=parent) for code, parent in (("A", "B"), ("B", "C"), ("C", "A")))
    assert group(Option("A", "", "", parent="A")) == "A"
    assert group(a, b, c) == "C"
    assert group(a, b) == "B"


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("what", HOSTILE)
def test_every_page_extract_and_paper_lives_with_hostile_rows(
    what: str, imported: Engine, use: Callable[[URL | str], None]
) -> None:
    """SQLite, for it takes what PostgreSQL refuses."""
    with closing(sqlite3.connect(str(imported.url.database))) as connection:
        for statement in (*HOSTILE[what], "UPDATE obligation SET updated_at = '2031-01-01 00:00:00.000000'"):
            connection.execute(statement)
        connection.commit()
    use(imported.url)
    memory.worked_out.clear()
    for page in PAGES:
        for lang in i18n.LANGUAGES:
            app = opened(page, lang, asof="2020-08-15")
            assert not app.exception, page
            told = [one.value for one in app.error]
            own = [i18n.t(lang, f"shell.error.{kind}") for kind in ("page", "unfit")]
            assert all(any(words in one.replace("\\", "") for words in own) for one in told), page
            assert "Traceback" not in said(app)
    q = Question(Filters("HLJ-2020-43"), datetime(2020, 8, 15, tzinfo=UTC))
    with disposing(read_engine(imported.url)) as engine, snapshot(engine) as connection:
        for kind, ext in ((paper, form) for paper in PAPERS.values() for form in paper.forms):
            of = "230100" if kind.name == "city-sheet" else ""
            with suppress(UnknownPaperError):  # of a city that owes nothing
                body = make(connection, kind.name, q, "zh", of, ext).body
                if ext in ("xlsx", "docx"):
                    with zipfile.ZipFile(io.BytesIO(body)) as parts:
                        assert parts.testzip() is None
                else:
                    assert body.rstrip().endswith(b"</html>" if ext == "html" else b"%%EOF")
        for name in BASES:
            assert b"".join(stream_csv(connection, name, q))
            if what != "huge texts":  # a cell of a workbook takes 32,767 letters: such a file is refused
                write_xlsx(connection, name, q, "zh", io.BytesIO())
