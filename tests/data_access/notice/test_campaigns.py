"""Campaigns, lines, deadlines, the window, unknown codes; the stamp."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, insert, update

from data_access.database.days import end_of_day
from data_access.database.schema import load_log, obligation, obligation_extension
from data_access.database.snapshot import snapshot
from data_access.database.stamp import read_stamp
from data_access.notice.campaigns import list_campaigns, list_deadlines, list_notice_lines, resolve, understand
from data_access.notice.under_way import window_end
from data_access.question import Filters, HazardFilters

SHANGHAI = "Asia/Shanghai"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_notice_and_its_campaigns(seeded: Engine) -> None:
    with snapshot(seeded) as conn:
        campaigns = list_campaigns(conn)
        assert [one.code for one in campaigns] == ["HLJ-2020-43", "AQY2020", "LJX2020"]
        assert [one.parent_code for one in campaigns] == ["", "HLJ-2020-43", "HLJ-2020-43"]
        lines = {one.line.code: one for one in list_notice_lines(conn, "HLJ-2020-43")}
        assert lines["M5.3b"][1:] == ("M5.3", 2, True)
        assert not lines["M5"].has_duty
        month = {one.line.code for one in list_notice_lines(conn, "AQY2020")}
        assert {"M1", "D1", "R1"} <= month
        assert not month & {"T1", "D4"}


def test_deadlines_of_the_notice(seeded: Engine) -> None:
    with snapshot(seeded) as conn:
        deadlines = list_deadlines(conn, "HLJ-2020-43")
        local = [(one.due_at.astimezone(ZoneInfo(SHANGHAI)), one) for one in deadlines]
        stated = [(f"{at:%Y-%m-%d %H:%M:%S}", one.line.code) for at, one in local if one.due_basis == "stated"]
        assert stated == [
            ("2020-05-29 23:59:59", "D1"),
            ("2020-06-16 23:59:59", "M4.1"),
            ("2020-06-16 23:59:59", "M4.2"),
            ("2020-06-16 23:59:59", "M4.3"),
            ("2020-07-03 23:59:59", "D3"),
        ]
        assert [one.due_at for one in deadlines] == sorted(one.due_at for one in deadlines)
        assert [one.period for one in deadlines if one.line.code == "D2"] == [f"2020-W{n}" for n in range(23, 28)]


@pytest.mark.parametrize(
    ("code", "day"),
    [("HLJ-2020-43", date(2020, 12, 31)), ("AQY2020", date(2020, 7, 5)), ("LJX2020", date(2020, 12, 31))],
)
def test_the_window_ends_with_its_last_reporting_deadline(seeded: Engine, code: str, day: date) -> None:
    with snapshot(seeded) as conn:
        assert window_end(conn, code) == end_of_day(day, SHANGHAI)
        assert resolve(conn, Filters(campaign=code), NOW).as_of == end_of_day(day, SHANGHAI)


def test_an_extension_keeps_the_window_open(seeded: Engine) -> None:
    new_due = end_of_day(date(2021, 1, 10), SHANGHAI)
    with seeded.begin() as conn:
        row = conn.execute(obligation.select().where(obligation.c.due_original.is_not(None)).limit(1)).one()
        conn.execute(
            insert(obligation_extension).values(
                obligation_id=row.id, old_due=row.due_original, new_due=new_due, granted_at=NOW, recorded_at=NOW
            )
        )
    with snapshot(seeded) as conn:
        assert window_end(conn, "HLJ-2020-43") == new_due


def test_unknown_codes_are_named_and_left_out(seeded: Engine) -> None:
    asked = Filters("X", ("230100", "230102", "999999"), ("M5", "M9", "t1"), ("city", "region"))
    with snapshot(seeded) as conn:
        assert understand(conn, asked, NOW)[1] == ("X", "230102", "999999", "M9", "t1", "region")
        assert understand(conn, Filters(campaign="AQY2020", lines=("T1", "D1")), NOW)[1] == ("T1",)
        assert understand(conn, Filters(), NOW)[1] == ()
        q = resolve(conn, asked, NOW)
        assert q.filters == Filters("HLJ-2020-43", ("230100",), ("M5",), ("city",))
        hazards = HazardFilters(("major", "A"), ("coal", "x"), ("tip", "general"), ("A0", "a"), ("230102", "230100"))
        assert understand(conn, Filters(), NOW, hazards=hazards)[1] == ("A", "x", "general", "a", "230100")
        narrowed = resolve(conn, Filters(), NOW, hazards=hazards).hazards
        assert narrowed == HazardFilters(("major",), ("coal",), ("tip",), ("A0",), ("230102",))


def test_without_a_campaign_everything_is_unknown(database: Engine) -> None:
    with snapshot(database) as conn:
        assert understand(conn, Filters("X", ("230100",), ("M5",)), NOW)[1] == ("X", "230100", "M5")
        assert resolve(conn, Filters("X"), NOW).as_of == NOW
        assert read_stamp(conn).label == "empty"
        assert read_stamp(conn).data_until is None


def test_the_stamp_moves_with_what_is_written(seeded: Engine) -> None:
    with snapshot(seeded) as conn:
        before = read_stamp(conn)
        assert read_stamp(conn) == before
    assert (before.label, before.data_until) == ("empty", None)
    with seeded.begin() as conn:
        conn.execute(update(obligation).where(obligation.c.id == 1).values(updated_at=datetime.now(UTC) + timedelta(1)))
    with snapshot(seeded) as conn:
        touched = read_stamp(conn)
    assert touched.version != before.version


@pytest.mark.parametrize(
    ("loads", "label", "day"),
    [
        ([("sample", 9, "done", 5)], "sample", 5),
        ([("sample", 9, "done", 5), ("real", 3, "done", 4)], "mixed", 5),
        ([("real", 3, "done", 5), ("sample", 1, "done", None)], "mixed", 5),
        ([("real", 1, "done", None), ("demo", 3, "done", 5)], "mixed", 5),
        ([("sample", 9, "done", 5), ("demo", 3, "done", 4)], "mixed", 5),
        ([("sample", 9, "done", 5), ("real", 3, "failed", 8)], "sample", 5),
        ([("real", 9, "done", 5), ("sample", 0, "done", 5)], "real", 5),
        ([("real", 9, "done", 5), ("sample", 0, "running", None)], "real", 5),
        ([("demo", 9, "done", 7)], "demo", 7),
    ],
)
def test_the_label_is_that_of_all_loads(
    database: Engine, loads: list[tuple[str, int, str, int | None]], label: str, day: int
) -> None:
    start = datetime(2020, 7, 1, tzinfo=UTC)
    with database.begin() as conn:
        conn.execute(
            insert(load_log),
            [
                {"source": "test", "label": name, "rows": rows, "status": status, "started_at": start}
                | {"data_until": None if until is None else start + timedelta(days=until)}
                for name, rows, status, until in loads
            ],
        )
    with snapshot(database) as conn:
        stamp = read_stamp(conn)
    assert (stamp.label, stamp.data_until) == (label, start + timedelta(days=day))
