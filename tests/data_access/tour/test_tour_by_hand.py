"""The tour of two cities, counted by hand from their ledgers and returns; totals against expected.json.

At 2020-10-15 12:00. Rows are those of the ledgers' column 序号, or of the activities' numbers.
- Jixi, media: rows 1, 2, 4, 5, 6, 7 (3 and 8 come later). Row 1 央视 web T3, no views; 2 city television, 0; 4
  provincial television, "—"; 5 央视 web T1, 12,000; 6 provincial web T3, 0; 7 city radio, 0. Nothing in the press.
- Daqing, media: rows 1 city new media 12000; 2 央视 press T1, no views; 3 city radio T2, 12000. No television.
- Jixi, lists: problems 1 and 3 done 09-12, due 09-30; 2 is open: 15 days begun. Measure 4 done 09-12.
- Daqing, lists: problems 1, 2, 3 open; measure 4 done 09-12.
- Jixi, activities: M2.2 0008 and 0009 held online, 0007 cancelled; T3 0038 planned, HD231100-0033 of Heihe co-hosted,
  held online; T6 0042 held in both forms. No T2, no T4. 齐齐哈尔 0008 names 鸡西市消防救援支队, which is not the city.
- Daqing, activities: M2.2 0006 held offline; T2 0037 held in both forms; T3 0039 held online, 0038 of December planned
  then; T4 0041 held online, 0040 of November planned. No T6: 齐齐哈尔 0043 names 大庆市消防救援支队.
- Annex 3: both speak by their D3 (D4 comes in December). Jixi F01 27, 0, 无, 80; F02 2, F03 16, F05 —, F06 0, F07 86,
  F11 7. Daqing F01 34, 39, 无, 64; F02 1, F03 55, F05 77, F06 38, F07 88, F11 21.
"""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from data_access.database.snapshot import snapshot
from data_access.notice.campaigns import resolve
from data_access.question import Filters
from data_access.tour.media import list_newest_media
from data_access.tour.media_summary import list_media_summary
from data_access.tour.parts import list_tour
from data_access.tour.themes import list_returned
from data_access.tour.two_lists import list_two_lists, list_two_lists_summary

SHANGHAI = ZoneInfo("Asia/Shanghai")
WHEN = datetime(2020, 10, 15, 12, tzinfo=SHANGHAI)
JIXI, DAQING = "230300", "230600"
EXPECTED = json.loads((Path(__file__).parents[2] / "returns" / "expected.json").read_text(encoding="utf-8"))["asof"]


@pytest.mark.parametrize(
    ("city", "levels", "forms", "views", "flags", "returned"),
    [
        (JIXI, (2, 2, 2, 0), (2, 1, 0, 3, 0), (12000, 4), (True, True, False, True, False), (107, 3)),
        (DAQING, (1, 0, 2, 0), (0, 1, 1, 0, 1), (24000, 2), (False, True, True, True, False), (137, 3)),
    ],
)
def test_media(
    campaign_engines: Engine,
    city: str,
    levels: tuple[int, ...],
    forms: tuple[int, ...],
    views: tuple[int, int],
    flags: tuple[bool, ...],
    returned: tuple[int, int],
) -> None:
    with snapshot(campaign_engines) as conn:
        q = resolve(conn, Filters(cities=(city,), groups=("city",), as_of=WHEN), WHEN)
        (row,) = list_media_summary(conn, q)
        counts = row.counts
        assert counts.reports == sum(levels) == len(list_newest_media(conn, q))
    assert (counts.level_central, counts.level_province, counts.level_city, counts.level_county) == levels
    assert (counts.form_tv, counts.form_radio, counts.form_press, counts.form_web, counts.form_newmedia) == forms
    assert (counts.views, counts.views_filled) == views
    assert (*row.four, row.four.all_four) == flags
    assert (row.returned, row.returned_levels) == returned


ON_TIME, OPEN, NOT_DUE = "done_on_time", "open", "not_due"


@pytest.mark.parametrize(
    ("city", "theme", "states", "held", "beside", "reports", "returned"),
    [  # held: online, offline, both; beside: planned, cancelled
        (JIXI, "tours", f"T4:{NOT_DUE}", (0, 0, 0), (0, 0), 0, (2, None)),
        (JIXI, "practice", f"M2.2:{ON_TIME} T3:{ON_TIME}", (3, 0, 0), (1, 1), 2, (86, None)),
        (JIXI, "warning", f"T6:{ON_TIME}", (0, 0, 1), (0, 0), 0, (None, 7)),
        (JIXI, "exposure", f"T2:{NOT_DUE}", (0, 0, 0), (0, 0), 0, (16, 0)),
        (DAQING, "tours", f"T4:{ON_TIME}", (1, 0, 0), (1, 0), 0, (1, None)),
        (DAQING, "practice", f"M2.2:{ON_TIME} T3:{ON_TIME}", (1, 1, 0), (1, 0), 0, (88, None)),
        (DAQING, "warning", f"T6:{OPEN}", (0, 0, 0), (0, 0), 0, (77, 21)),
        (DAQING, "exposure", f"T2:{ON_TIME}", (0, 0, 1), (0, 0), 1, (55, 38)),
    ],
)
def test_parts(
    campaign_engines: Engine,
    city: str,
    theme: str,
    states: str,
    held: tuple[int, ...],
    beside: tuple[int, ...],
    reports: int,
    returned: tuple[int | None, ...],
) -> None:
    with snapshot(campaign_engines) as conn:
        q = resolve(conn, Filters(cities=(city,), groups=("city",), as_of=WHEN), WHEN)
        (row,) = (row for row in list_tour(conn, q) if row.theme == theme)
    assert row.states == states
    done = row.activities
    assert (done.held_online, done.held_offline, done.held_mixed) == held
    assert done.held == sum(held)
    assert (done.planned, done.cancelled, done.postponed) == (*beside, 0)
    assert row.reports == reports
    assert (row.first.value, row.second.value) == returned


@pytest.mark.parametrize(
    ("city", "problems", "measures", "late"),
    [(JIXI, (3, 2, 1), (1, 1, 0), [15]), (DAQING, (3, 0, 3), (1, 1, 0), [15, 15, 15])],
)
def test_two_lists(
    campaign_engines: Engine, city: str, problems: tuple[int, ...], measures: tuple[int, ...], late: list[int]
) -> None:
    with snapshot(campaign_engines) as conn:
        q = resolve(conn, Filters(cities=(city,), groups=("city",), as_of=WHEN), WHEN)
        (row,) = list_two_lists_summary(conn, q)
        items = list_two_lists(conn, q)
    assert (row.problem.items, row.problem.done_on_time, row.problem.overdue) == problems
    assert (row.measure.items, row.measure.done_on_time, row.measure.overdue) == measures
    assert [one.days_overdue for one in items if one.state == "overdue"] == late
    assert len(items) == (row.problem.items or 0) + (row.measure.items or 0)


@pytest.mark.parametrize("when", EXPECTED)
@pytest.mark.parametrize("group", ["cities", "members"])
def test_what_was_returned_adds_up_to_the_packages_own_answers(campaign_engines: Engine, when: str, group: str) -> None:
    """F01a-d, F02, F03, F05, F06, F07, F11: total and units that filled it in; no return is in force where none is."""
    as_of = datetime.fromisoformat(when).replace(tzinfo=SHANGHAI)
    with snapshot(campaign_engines) as conn:
        q = resolve(conn, Filters(groups=("city" if group == "cities" else "member",), as_of=as_of), as_of)
        rows = list_returned(conn, q)
    codes = sorted({row.metric.code for row in rows})
    assert codes == ["F01a", "F01b", "F01c", "F01d", "F02", "F03", "F05", "F06", "F07", "F11"]
    told = {}
    for code in codes:
        filled = [row.value for row in rows if row.metric.code == code and row.value is not None]
        told[code] = [sum(filled), len(filled)]
    expected = EXPECTED[when]["annex3"][group]
    assert told == {code: expected.get(code, [0, 0])[:2] for code in codes}
