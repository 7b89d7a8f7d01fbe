"""Every table answers on both databases, also where there is nothing to tell; each column finds its value in a row."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from data_access.database.snapshot import Snapshot, snapshot
from data_access.extracts.catalogue import EXTRACTS
from data_access.i18n import LANGUAGES
from data_access.notice.campaigns import resolve
from data_access.question import NOT_NARROWED, Filters, HazardFilters, Question, Scope
from data_access.tables.columns import Manner, typed, values_of

pytestmark = pytest.mark.slow

NOW = datetime(2020, 7, 3, 16, tzinfo=UTC)
NARROWED = HazardFilters(("major",), ("other", "coal"), ("tip", "media"), ("A", "E"), ("230102", "230103"))
WITH_TOTALS = {"held-summary", "hazard-summary", "tips-summary", "figure-hazard-reopened"}
"""What says 0 where there is nothing: of the whole province, of all channels."""
OWED = {"obligations", "completion", "matrix", "overview", "board", "metrics", "figure-completion", "figure-returned"}
"""What has rows as soon as a notice is there."""


def rows_of(s: Snapshot, q: Question) -> dict[str, int]:
    """Name of a table -> its number of rows; each value of each row was taken and written in both languages."""
    found = {}
    for name, table in EXTRACTS.items():
        rows = list(table.rows(s, q))
        for lang in LANGUAGES:
            writers = [typed(column, Manner(lang, ZoneInfo(q.zone), plain=False)) for column in table.columns]
            for values in map(values_of(table.columns, lang), rows):
                assert [write(value) for write, value in zip(writers, values, strict=True)]
        found[name] = len(rows)
    return found


def test_without_a_campaign_there_is_nothing_and_no_error(database: Engine) -> None:
    with snapshot(database) as s:
        found = rows_of(s, resolve(s, Filters(), NOW))
    assert {name for name, rows in found.items() if rows} <= WITH_TOTALS


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(cities=("230100",), lines=("M5", "D3"), groups=("city", "county")),
        Filters(campaign="AQY2020"),
    ],
)
def test_a_notice_without_returns(seeded: Engine, filters: Filters) -> None:
    with snapshot(seeded) as s:
        for q in (
            resolve(s, filters, NOW),
            resolve(s, filters, NOW, Scope(("230100", "230200"))),
            Question(filters, NOW, known_at=NOW),
            Question(filters, NOW, NOW, Scope(("230100",)), hazards=NARROWED),  # as deep as statements get
        ):
            found = rows_of(s, q)
            assert q.hazards != NOT_NARROWED or not q.filters.campaign or all(found[name] for name in OWED)
