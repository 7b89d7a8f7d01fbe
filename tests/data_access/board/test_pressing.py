"""The order of a board and of what presses, and who is responsible, on small sets of rows."""

from datetime import UTC, datetime, timedelta

import pytest

from data_access.board.pressing import first_of, owner_of, pressing_of
from data_access.board.rows import board_of
from data_access.database.snapshot import Snapshot
from data_access.hazards.overdue import OverdueHazard, list_overdue_hazards
from data_access.notice.industries import NO_INDUSTRY, Industry, Named
from data_access.notice.places import NOWHERE
from data_access.notice.units import Place
from data_access.question import EVERYWHERE, Filters, Question, Scope
from tests.dashboard.made import at, obligations
from tests.data_access.conftest import Tell
from tests.data_access.hazards.hazard_world import CONFIRM, ORDER, Event, happen, industries, listing
from tests.data_access.obligations.world import NOTHING, due

T = at("2020-07-04", "00:00:00")
Q = Question(Filters(), T)
COUNTY = Place("230102", "道里区", "Daoli", "道里")
HARBIN, JIXI = Place("230100", "哈尔滨市", "Harbin", "哈尔滨"), Place("230300", "鸡西市", "Jixi", "鸡西")
COAL = Industry("coal", "煤矿", "coal", Named("coal", "煤矿", "coal"), Named("U", "煤监局", "Coal office"))


def hazard(
    days: int, grade: str = "general", city: Place = HARBIN, industry: Industry = COAL, listed: str = ""
) -> OverdueHazard:
    place = COUNTY if city.code else NOWHERE
    return OverdueHazard(f"YH{days}", city, place, industry, grade, listed, T - timedelta(days=days), days)


def test_of_as_many_overdue_tasks_the_city_with_major_then_with_general_hazards_comes_first() -> None:
    late = {"state": "overdue", "line": "D1", "due": "2020-05-29", "days": 36}
    owed = obligations(*({"code": code, **late} for code in ("230100", "230200", "230300", "230400", "230500")))
    owed += obligations({"code": "230500", **late, "line": "D3"})
    hazards = {("230300", "general"): 2, ("230100", "major"): 1}
    rows = board_of(owed, hazards, {"230200": at("2020-07-01")}, Q)
    assert [row.unit.code for row in rows] == ["230500", "230100", "230300", "230200", "230400"]
    assert [(row.general, row.major) for row in rows][:3] == [(0, 0), (0, 1), (2, 0)]
    assert [row.silent_days for row in rows] == [None, None, None, 3, None]
    assert [row.general for row in board_of(owed, None, {}, Q)] == [None] * 5


def test_longest_first_and_of_as_many_days_major_general_stated_inferred() -> None:
    late = {"code": "230100", "state": "overdue", "line": "D1", "due": "2020-06-30", "days": 4}
    tasks = obligations({**late, "basis": "inferred"}, late, {**late, "days": 5}, {**late, "state": "done_late"})
    found = pressing_of(tasks, [hazard(4), hazard(4, "major"), hazard(9)])
    assert [(one.days_overdue, one.kind, one.due_basis) for one in found] == [
        (9, "general", ""),
        (5, "task", "stated"),
        (4, "major", ""),
        (4, "general", ""),
        (4, "task", "stated"),
        (4, "task", "inferred"),
    ]


@pytest.mark.parametrize(
    ("majors", "first"),
    [
        ((), [20, 19, 18, 17]),
        ((18,), [20, 19, 18, 17]),
        ((12, 14), [20, 19, 18, 14]),  # the longest overdue major one stands for the last
    ],
)
def test_the_longest_overdue_major_hazard_is_always_among_the_first(majors: tuple[int, ...], first: list[int]) -> None:
    found = pressing_of([], [hazard(days, "major" if days in majors else "general") for days in range(20, 10, -1)])
    assert [one.days_overdue for one in first_of(found, 4)] == first
    assert first_of(found[:2], 4) == found[:2]


def test_who_acts_is_never_without_a_name() -> None:
    assert owner_of(COAL, "city", COUNTY)[:2] == ("regulator", "煤监局")
    assert owner_of(NO_INDUSTRY, "city", COUNTY) == ("listing", "市级挂牌督办", "Listed: City")
    assert owner_of(NO_INDUSTRY, "", COUNTY) == ("place", "道里区", "Daoli")
    [nowhere] = pressing_of([], [hazard(1, city=NOWHERE, industry=NO_INDUSTRY)])
    assert (nowhere.city, nowhere.owner.zh) == ("", "全省")
    [task] = pressing_of(obligations({"code": "230100", "state": "overdue", "line": "D1", "due": "2020-05-29"}), [])
    assert task.owner == ("unit", "哈尔滨市", "Harbin")


def asked(when: datetime, scope: Scope = EVERYWHERE, known_at: datetime | None = None) -> Question:
    return Question(Filters(), when.astimezone(UTC), known_at, scope)


def test_overdue_hazards_have_their_listing_and_follow_both_clocks_and_the_scope(tell: Tell) -> None:
    def codes(s: Snapshot, q: Question) -> list[tuple[str, str, str, int]]:
        return [(one.code, one.industry.code, one.listing, one.days_overdue) for one in list_overdue_hazards(s, q)]

    late = Event("order", at("2020-06-02"), new_due=due(6, 20), recorded=at("2020-06-25"))
    with tell(NOTHING) as snapshots:
        for s in snapshots:
            industries(s.connection)
            happen(s.connection, CONFIRM, ORDER, industry_code="coal")
            happen(s.connection, CONFIRM, late, key=2)
            listing(s.connection, at("2020-06-12").date())
            now = asked(at("2020-06-22"))
            assert codes(s, now) == [("YH0001", "coal", "city", 12), ("YH0002", "", "", 2)]
            assert codes(s, asked(due(6, 9))) == []
            assert codes(s, asked(at("2020-06-22"), known_at=at("2020-06-22"))) == [("YH0001", "coal", "city", 12)]
            assert codes(s, asked(at("2020-06-22"), Scope(("230200",)))) == []
