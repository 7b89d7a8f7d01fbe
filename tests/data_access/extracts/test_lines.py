"""What is written column by column is, byte for byte, what is written row by row."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, strategies as st
from sqlalchemy import Engine

from data_access.database.snapshot import snapshot
from data_access.extracts import files
from data_access.extracts.catalogue import BASES
from data_access.hazards import parts
from data_access.i18n import LANGUAGES
from data_access.notice.campaigns import resolve
from data_access.question import Filters, HazardFilters, Question
from data_access.tables import lines
from data_access.tables.columns import Column, Manner, coded, values_of, writer
from data_access.tables.lines import Coded, lines_of

ZONE = ZoneInfo("Asia/Shanghai")
TEXTS = st.text(st.sampled_from("ab市=+-@,\"'\r\n\t \u200b１"), max_size=5)


class Named(NamedTuple):
    code: str
    zh: str
    en: str


class Row(NamedTuple):
    title: str
    place: Named
    grade: str
    whole: bool | None
    n: int | None
    funds: float | None
    at: datetime | None


COLUMNS = (
    Column("title"),
    Column("adcode", "place.code", "code"),
    Column("place", "place.{lang}"),
    *coded("grade"),
    Column("whole", kind="flag"),
    Column("n", kind="count"),
    Column("funds_wan", "funds", "figure"),
    Column("day", "at", "day"),
    Column("again", "at", "instant"),
    Column("place_again", "place.zh"),
)
ROWS = st.builds(
    Row,
    TEXTS,
    st.builds(Named, TEXTS, TEXTS, TEXTS),
    st.sampled_from(["major", "general", ""]),
    st.sampled_from([True, False, None]),
    st.none() | st.integers(0, 3),
    st.none() | st.floats(0, 1e6),
    st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2020, 1, 5), timezones=st.just(UTC)),
)


def part_of(rows: list[Row]) -> dict[str, Coded]:
    """The rows as columns, each value once."""
    found = {}
    for name, column in zip(Row._fields, zip(*rows, strict=True), strict=True):
        values: list[Any] = list(dict.fromkeys(column))
        found[name] = Coded(values, np.array([values.index(one) for one in column]))
    return found


@given(
    st.lists(st.lists(ROWS, min_size=1, max_size=6), min_size=1, max_size=4), st.sampled_from(LANGUAGES), st.booleans()
)
def test_a_line_is_what_the_csv_module_writes(told: list[list[Row]], lang: str, plain: bool) -> None:
    manner = Manner(lang, ZONE, plain)
    written, wanted = lines_of(COLUMNS, manner), io.StringIO(newline="")
    writers, values = [writer(column, manner) for column in COLUMNS], values_of(COLUMNS, lang)
    for rows in told:
        csv.writer(wanted, lineterminator="\r\n").writerows(
            [write(value) for write, value in zip(writers, values(row), strict=True)] for row in rows
        )
    assert b"".join(written(part_of(rows)) for rows in told) == wanted.getvalue().encode()


def test_the_memory_of_cells_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MEMORY", 3)
    written = lines_of([Column("n", kind="count")], Manner("zh", ZONE, plain=True))
    for n in range(20):
        assert written({"n": Coded([n, n + 1], np.array([1, 0, 1]))}) == f"{n + 1}\r\n{n}\r\n{n + 1}\r\n".encode()


@pytest.mark.parametrize(("lang", "plain"), [("zh", False), ("en", False), ("zh", True)])
@pytest.mark.parametrize("name", [name for name, table in BASES.items() if table.parts])
def test_a_table_has_the_same_rows_in_parts(
    campaign_db: Engine, name: str, lang: str, plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "ROWS", 7)
    table, manner = BASES[name], Manner(lang, ZONE, plain)
    with snapshot(campaign_db) as s:
        for day in (datetime(2020, 6, 20, tzinfo=UTC), datetime(2020, 9, 1, tzinfo=UTC)):
            for hazards in (HazardFilters(), HazardFilters(grades=("major",), classes=("E",))):
                q: Question = replace(resolve(s, Filters(), day), hazards=hazards)
                whole = b"".join(files.stream_csv(s, name, q, lang, plain))
                assert whole == b"".join(files._stream(s, replace(table, parts=None), q, manner, None))
                assert whole.count(b"\r\n") > 1 or hazards.classes
