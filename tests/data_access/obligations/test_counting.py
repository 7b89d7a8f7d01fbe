"""Worked examples of the rules that count over units, places and returns; docs/definitions.md tells them too."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update

from data_access.activities.held import list_five_settings, list_held, list_held_by_week
from data_access.activities.ledger import list_activities, list_timeline
from data_access.annex3.figures import FormFigure, list_metric_totals, list_metrics
from data_access.annex3.ratios import list_ratio_totals
from data_access.database.schema import activity, metric, metric_value, submission
from data_access.database.snapshot import Snapshot
from data_access.notice.campaigns import resolve
from data_access.notice.units import Unit
from data_access.obligations.at_instant import list_obligations
from data_access.obligations.counts import Counts, UnitCounts, list_counties_of
from data_access.obligations.rates import ranked, ratio
from data_access.obligations.states import STATES
from data_access.obligations.tables import list_completion
from data_access.question import Filters, Question
from data_access.returns.submissions import list_submissions
from tests.data_access.conftest import Tell
from tests.data_access.obligations.world import (
    ATTEND,
    BY,
    CITY_A,
    CITY_B,
    COUNTY_1,
    COUNTY_2,
    LATER,
    LEAGUE,
    LEAGUE_A,
    MEMBER,
    NOTHING,
    OBLIGATIONS,
    OFFICE,
    ON,
    PLAN,
    REPORT,
    ROLLING,
    TWICE,
    WEEKLY,
    History,
    Version,
    at,
    due,
    event,
    held,
    owed,
    sent,
)


def asked(when: datetime, filters: Filters | None = None) -> Question:
    return Question(filters or Filters(), when)


def test_g3_a_unit_not_obliged_is_absent(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            rows = list_completion(conn, asked(LATER, Filters(lines=("M4.1",))))
            assert [one.unit.code for one in rows] == ["230100"]


def test_c3_a_management_district_owes_nothing(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            counties = list_counties_of(conn, asked(LATER), "230100")
            assert [one.county.adcode for one in counties] == ["230102", "230103", "230199"]
            assert [one.has_obligation for one in counties] == [True, True, False]
            assert [one.counts.overdue for one in counties] == [1, 1, 0]


def test_g6_c9_three_rates(tell: Tell) -> None:
    """City A owes 10: at 06-30 four deadlines are over; one done on time, one off date, one late, one never."""
    history = held(
        event(1, BY, at(6, 9)),
        event(2, ON, at(6, 12)),
        event(3, TWICE, at(6, 19)),
        event(4, TWICE, at(6, 25)),
        event(5, ROLLING, at(6, 20)),
        waivers=((owed(WEEKLY, CITY_A, "2020-W23").id, at(6, 1)),),
    )
    with tell(history) as connections:
        for conn in connections:
            city = list_completion(conn, asked(at(6, 30)))[0].counts
            assert sum(getattr(city, state) for state in STATES) == 10
            assert city.active == 9  # the waived one is in no rate
            assert (city.done, city.due, city.done_due, city.on_time) == (4, 4, 3, 1)
            assert (city.due_stated, city.done_due_stated, city.on_time_stated) == (1, 1, 0)


def test_c9_counties_are_not_in_their_city(tell: Tell) -> None:
    with tell(held(event(1, LEAGUE, at(6, 9), (CITY_A, "lead"), (COUNTY_1, "co"), (COUNTY_2, "co")))) as connections:
        for conn in connections:
            done = {one.unit.code: one.counts.done for one in list_completion(conn, asked(LATER))}
            assert [done[code] for code in ("230100", "230102-L", "230103-L")] == [0, 1, 1]


def test_g7_postponed_moves_no_deadline(tell: Tell) -> None:
    with tell(held(event(1, BY, at(6, 9), status="postponed", planned=at(7, 20)))) as connections:
        for conn in connections:
            [row] = list_activities(conn, asked(LATER))
            assert (row.status, row.held_start) == ("postponed", None)
            assert [(one.held, one.postponed) for one in list_held_by_week(conn, asked(LATER))] == [(0, 1)]


def test_g8_c11_joint_activities_count_once_in_the_province(tell: Tell) -> None:
    """Two activities; one is joint. Province 2, city A 2, city B 1, 省直 0: the cities add up to 3."""
    history = held(
        event(1, BY, at(6, 9), (CITY_A, "lead"), (CITY_B, "co"), (LEAGUE_A, "co")),
        event(2, None, at(6, 9)),
        event(3, BY, at(6, 9), status="cancelled"),
        event(4, BY, at(6, 9), end=at(8, 2)),
        event(5, ATTEND, at(6, 9), (CITY_B, "attend")),
    )
    with tell(history) as connections:
        for conn in connections:
            held_by = {one.place.code: one.held for one in list_held(conn, asked(LATER))}
            assert held_by == {"all": 2, "province": 0, "230100": 2, "230200": 1}
            shown = {one.code: one for one in list_activities(conn, asked(LATER))}
            statuses = {code: one.status for code, one in shown.items()}
            assert statuses == {"HD1": "held", "HD2": "held", "HD3": "cancelled", "HD4": "planned"}
            assert shown["HD1"].hosts_zh == "单位1、单位2、单位5"
            assert len(list_timeline(conn, asked(LATER, Filters(groups=("city",))))) == 5


def test_c11_province_led_activities_stand_apart(tell: Tell) -> None:
    with tell(held(event(1, ATTEND, at(6, 9), (OFFICE, "lead"), (CITY_A, "co")))) as connections:
        for conn in connections:
            held_by = {one.place.code: one.held for one in list_held(conn, asked(LATER))}
            assert held_by == {"all": 1, "province": 1, "230100": 1, "230200": 0}


def test_c15_five_settings(tell: Tell) -> None:
    with tell(held(event(1, BY, at(6, 9)), event(2, BY, at(6, 10), (CITY_A, "lead"), (CITY_B, "co")))) as connections:
        for conn in connections:
            cells = list_five_settings(conn, asked(at(6, 10)))
            assert [(one.place.code, one.setting, one.held) for one in cells] == [
                ("230100", "school", 2),
                ("230200", "school", 1),
            ]


METRICS = ("A01", "C05", "E12a", "E12b")


def figures(conn: Connection, **values: dict[str, float | None]) -> None:
    """Figures of submissions, given as s<id>; the catalogue of metrics comes with them."""
    conn.execute(
        insert(metric),
        [
            {"id": n, "code": code, "version": 1, "name_zh": code, "name_en": code, "unit": "场", "unit_en": "n"}
            | {"section": code[0], "sort_order": n, "branch_disjoint": True, "provenance": "reconstructed"}
            | {"aggregation": {"A01": "sum", "C05": "stock"}.get(code, "ratio_part")}
            for n, code in enumerate(METRICS, 1)
        ],
    )
    for key, cells in values.items():
        rows = [
            {"submission_id": int(key[1:]), "metric_id": METRICS.index(c) + 1, "value": v} for c, v in cells.items()
        ]
        conn.execute(insert(metric_value), rows)
        conn.execute(update(submission).where(submission.c.id == int(key[1:])).values(content="loaded"))


def by_unit(conn: Snapshot, q: Question) -> dict[tuple[str, str], FormFigure]:
    """Codes of unit and metric -> the figure."""
    return {(one.unit.code, one.metric.code): one for one in list_metrics(conn, q)}


def annex(*versions: tuple[int, int, datetime, str, datetime | None], **rest: Any) -> History:
    """Versions of REPORT (D3) as unit, number, receipt, status, review."""
    return History(
        versions=tuple(
            Version(n, owed(REPORT, unit).id, number, received, status, reviewed, **rest)
            for n, (unit, number, received, status, reviewed) in enumerate(versions, 1)
        )
    )


def test_c10_the_highest_accepted_version_speaks_alone(tell: Tell) -> None:
    history = annex(
        (CITY_A, 1, at(7, 1), "superseded", at(7, 2)),
        (CITY_A, 2, at(7, 5), "accepted", at(7, 9)),
        (CITY_B, 1, at(7, 1), "accepted", at(7, 2)),
        (MEMBER, 1, at(7, 1), "submitted", None),
    )
    with tell(history) as connections:
        for conn in connections:
            figures(
                conn,
                s1={"A01": 5, "C05": 7, "E12a": 10, "E12b": 9},
                s2={"A01": 6, "C05": None, "E12a": 20, "E12b": 10},
                s3={"A01": 0, "C05": 3, "E12a": 5, "E12b": None},
                s4={"A01": 99},
            )
            assert by_unit(conn, asked(at(7, 8)))["230100", "A01"].value == 5
            after = by_unit(conn, asked(at(7, 9)))
            assert after["230100", "A01"][2:] == (6, "D3", 2)
            assert after["230100", "C05"].value is None  # 未报: the earlier return is not asked
            assert after["230200", "A01"].value == 0  # G10: zero is not missing
            assert after["D-XF", "A01"][2:] == (None, "", None)  # awaiting review
            totals = {(one.unit_group, one.metric.code): one[2:] for one in list_metric_totals(conn, asked(at(7, 9)))}
            assert totals["city", "A01"] == (6, 2, 2)
            assert totals["city", "C05"][:2] == (3, 1)
            assert totals["member", "A01"][:2] == (None, 0)
            assert list_ratio_totals(conn, asked(at(7, 9))) == (("city", "E12", 10, 20, 1),)


def test_c10_the_form_is_that_of_all_returns_whoever_is_asked_for(tell: Tell) -> None:
    """Of two versions of the form the newest in use, also for a city whose return is in the older one."""
    history = annex((CITY_A, 1, at(7, 1), "accepted", at(7, 2)), (CITY_B, 1, at(7, 1), "accepted", at(7, 2)))
    with tell(history) as connections:
        for conn in connections:
            figures(conn, s1={"A01": 5})
            newer = {"id": 90, "code": "Z01", "version": 2, "sort_order": 90, "name_zh": "Z01", "name_en": "Z01"}
            newer |= {"unit": "场", "unit_en": "n", "section": "Z", "aggregation": "sum", "branch_disjoint": True}
            conn.execute(insert(metric), newer | {"provenance": "official"})
            conn.execute(insert(metric_value), {"submission_id": 2, "metric_id": 90, "value": 3})
            whole = list_metrics(conn, asked(LATER))
            assert {one.metric.code for one in whole} == {"Z01"}
            for city in ("230100", "230200"):
                of_city = list_metrics(conn, asked(LATER, Filters(cities=(city,))))
                assert of_city == tuple(one for one in whole if one.unit.code == city)


def test_c10_a_refused_version_is_handed_in_but_has_no_figures(tell: Tell) -> None:
    history = annex((CITY_A, 1, at(7, 1), "superseded", at(7, 2)), (CITY_A, 2, at(7, 3), "accepted", at(7, 4)))
    with tell(history) as connections:
        for conn in connections:
            figures(conn, s1={"A01": 5})
            conn.execute(update(submission).where(submission.c.id == 2).values(content="refused"))
            assert by_unit(conn, asked(LATER))["230100", "A01"].value == 5
            assert [one.status for one in list_submissions(conn, asked(LATER))] == ["superseded", "accepted"]


def test_g10_a_zero_report_is_a_report(tell: Tell) -> None:
    history = annex((CITY_B, 1, at(7, 1), "accepted", at(7, 2)), (CITY_A, 1, at(7, 1), "accepted", at(7, 2)), zero=True)
    with tell(history) as connections:
        for conn in connections:
            figures(conn, s1={"A01": 0})
            values = by_unit(conn, asked(LATER))
            assert values["230100", "A01"].value == 0
            assert values["230100", "E12b"].value == 0


@pytest.mark.parametrize(
    ("when", "statuses", "standing"),
    [
        (at(7, 1), ["submitted"], [True]),
        (at(7, 5), ["returned"], [False]),
        (at(7, 7), ["returned", "accepted"], [False, True]),
        (at(7, 12), ["returned", "superseded", "accepted"], [False, True, True]),
    ],
)
def test_c4_versions_as_they_stood(tell: Tell, when: datetime, statuses: list[str], standing: list[bool]) -> None:
    history = sent(
        (at(7, 1), "returned", at(7, 5)), (at(7, 6), "superseded", at(7, 7)), (at(7, 10), "accepted", at(7, 12))
    )
    with tell(history) as connections:
        for conn in connections:
            shown = list_submissions(conn, asked(when))
            assert [one.status for one in shown] == statuses
            assert [one.standing for one in shown] == standing


def counts_with(n: int, d: int) -> Counts:
    rates = ("active", "done", "due", "done_due", "on_time", "due_stated", "done_due_stated", "on_time_stated")
    return Counts(**{name: (n if name.startswith("on_time") else d) for name in rates})


def test_g11_g12_ranks() -> None:
    """3/3, 8/10, 4/5, 1/10, 0/0: ranks none, 1, 1, 3, none; 3/3 is a small sample; the group's rate is 16/28."""
    counts = [counts_with(*parts) for parts in ((3, 3), (8, 10), (4, 5), (1, 10), (0, 0))]
    unit = Unit("", "", "", "", "", "city", "")
    order = ranked([UnitCounts(unit, one) for one in counts])
    assert [one.rank for one in order] == [None, 1, 1, 3, None]
    assert [one.small_sample for one in order] == [True, False, False, False, False]
    assert (ratio(counts, "on_time").n, ratio(counts, "on_time").d) == (16, 28)
    assert ratio([counts_with(0, 0)], "on_time").value is None  # C16: printed as "/"


@pytest.mark.parametrize(
    ("as_of", "now", "expected"),
    [
        (None, at(6, 9, 12), at(6, 9, 12)),
        (None, at(12, 31), due(12, 30)),
        (None, at(5, 1), at(5, 1)),
        (at(6, 16).astimezone(UTC) + timedelta(hours=1), at(8, 1), at(6, 16, 1)),
    ],
)
def test_default_instant(tell: Tell, as_of: datetime | None, now: datetime, expected: datetime) -> None:
    """Decision 5: now while the window is open, else its end; never later than now."""
    with tell(NOTHING) as connections:
        for conn in connections:
            assert resolve(conn, Filters(as_of=as_of), now).as_of == expected


def test_g13_versions_stay(tell: Tell) -> None:
    """What a bulletin said can be asked again: the replaced row of an activity is still there for K."""
    history = held(
        event(1, BY, at(6, 9), recorded_at=at(6, 10), superseded_at=at(6, 20)),
        event(2, BY, at(6, 9), status="cancelled", code="HD1", recorded_at=at(6, 20)),
    )
    with tell(history) as connections:
        for conn in connections:
            assert len(conn.execute(select(activity.c.id)).all()) == 2
            then = Question(Filters(), LATER, known_at=at(6, 19))
            assert [one.held for one in list_held(conn, then)] == [1, 0, 1, 0]
            assert [one.held for one in list_held(conn, asked(LATER))] == [0, 0, 0, 0]


def test_every_obligation_has_its_row(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            assert len(list_obligations(conn, asked(at(6, 1)))) == len(OBLIGATIONS)
            assert owed(PLAN, MEMBER).role == "submit"
