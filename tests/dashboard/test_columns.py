"""A table on the screen and its file say the same of the same rows, column for column."""

import csv
import io
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import Engine

from dashboard.parts.columns import columns
from dashboard.parts.table import cells
from data_access import i18n
from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import BASES
from data_access.extracts.files import columns_of, question_of, stream_csv
from data_access.notice.campaigns import resolve
from data_access.question import Filters, HazardFilters
from data_access.tables.columns import Column
from data_access.wording import brief, period
from tests.dashboard import made

pytestmark = pytest.mark.slow

BASES_OF_DAYS = ("stated", "inferred", "none")
SHANGHAI = ZoneInfo("Asia/Shanghai")
some = {"max_size": 2, "unique": True}
filters = st.builds(
    Filters,
    cities=st.lists(st.sampled_from(["230100", "230500", "230700", "232700"]), **some).map(tuple),
    lines=st.lists(st.sampled_from(["M1", "M4.2", "M5.3", "M5.3b", "D2", "T2"]), **some).map(tuple),
    groups=st.lists(st.sampled_from(["city", "member", "office", "county"]), **some).map(tuple),
    as_of=st.datetimes(datetime(2020, 5, 20), datetime(2021, 1, 20)).map(lambda at: at.replace(tzinfo=SHANGHAI)),
)
narrowed = st.builds(
    HazardFilters,
    grades=st.lists(st.sampled_from(["general", "major"]), **some).map(tuple),
    industries=st.lists(st.sampled_from(["other", "coal", "gas"]), **some).map(tuple),
    classes=st.lists(st.sampled_from(["A", "E", "P"]), **some).map(tuple),
    counties=st.lists(st.sampled_from(["230102", "230703"]), **some).map(tuple),
)


@given(filters, narrowed, st.sampled_from(sorted(BASES)), st.sampled_from(i18n.LANGUAGES))
def test_a_table_shows_what_its_file_says(
    campaign_db: Engine, asked: Filters, hazards: HazardFilters, name: str, lang: str
) -> None:
    table, view = BASES[name], made.view(lang)
    with snapshot(campaign_db) as s:
        q = question_of(name, resolve(s, asked, made.at("2020-07-03"), hazards=hazards))
        rows = list(table.rows(s, q))
        text = b"".join(stream_csv(s, name, q, lang)).decode("utf-8-sig")
    heading, *filed = csv.reader(io.StringIO(text, newline=""))
    in_file = columns_of(table, plain=False)
    assert len(heading) == len(in_file)
    assert len(filed) == len(rows)
    for place, column in enumerate(in_file):
        [shown] = columns(view, table, column.key)
        if f"{column.key}_label" in {other.key for other in in_file}:
            continue  # the screen has the words of this code
        for row, drawn in zip(filed, cells(view, rows, shown), strict=True):
            assert said(view.lang, column, drawn) == said_in_file(view.lang, column, row[place]), column.key


def said(lang: str, column: Column, drawn: Any) -> Any:
    """What the screen says, without how it says it: signs, parts of a rate, marks."""
    match column.kind:
        case "count" | "figure" | "coordinate":
            return None if drawn is None else pytest.approx(float(drawn))
        case "rate":
            text = drawn.split("%")[0].strip("\u2007 ")
            return text if text in ("", "/") else float(text)
        case "day":
            return "" if drawn is None else drawn.date().isoformat()
        case "instant":
            return "" if drawn is None else drawn.isoformat(" ", "seconds")
        case "word":
            return drawn.split(" ", 1)[1] if column.family == "state" else drawn
        case _:
            return brief(drawn or "") if lang == "en" else drawn or ""


def said_in_file(lang: str, column: Column, cell: str) -> Any:
    """What a cell of the file says, as `said` has it."""
    match column.kind:
        case "count" | "figure" | "coordinate":
            return None if cell in ("", i18n.t(lang, "word.missing")) else float(cell)
        case "rate":
            return cell if cell in ("", "/") else pytest.approx(100 * float(cell), abs=0.051)  # both are rounded
        case "flag":
            return "" if cell == i18n.t(lang, "word.no") else cell
        case "word" if column.family == "basis":  # the screen's column is narrow: its words are short
            return next(
                i18n.t(lang, f"basis.short.{code}") for code in BASES_OF_DAYS if i18n.t(lang, f"basis.{code}") == cell
            )
        case _:
            cell = cell.removeprefix("'")
            if column.key == "period":
                return period(cell, lang)
            return brief(cell) if lang == "en" else cell


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("2020-W27", "W27（6月29日—7月5日）", "W27 (29 Jun – 5 Jul)"),
        ("2020-W25", "W25（6月15日—21日）", "W25 (15 – 21 Jun)"),
        ("2020-W53", "W53（12月28日—1月3日）", "W53 (28 Dec – 3 Jan)"),
        ("2020-W60", "2020-W60", "2020-W60"),
        ("2020-06", "2020-06", "2020-06"),
        ("", "", ""),
    ],
)
def test_a_week_says_from_when_to_when(code: str, zh: str, en: str) -> None:
    assert (period(code, "zh"), period(code, "en")) == (zh, en)
