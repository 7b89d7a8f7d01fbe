"""What is late, what comes next, what came last."""

import pytest

from data_access.obligations import agenda
from tests.dashboard.made import at, obligations

T = at("2020-07-04", "00:00:00")


def test_the_longest_overdue_comes_first_and_a_stated_deadline_before_an_inferred_one() -> None:
    found = agenda.overdue(
        obligations(
            {"code": "230100", "state": "overdue", "line": "M1.1", "due": "2020-06-30", "basis": "inferred", "days": 4},
            {"code": "230200", "state": "overdue", "line": "D3", "due": "2020-06-30", "days": 4},
            {"code": "230300", "state": "overdue", "line": "D1", "due": "2020-05-29", "days": 36},
            {"code": "230400", "state": "done_late", "line": "D1", "due": "2020-05-29", "days": 7},
            {"code": "230500", "state": "waived", "line": "D1", "due": "2020-05-29"},
        )
    )
    assert [one.unit.code for one in found] == ["230300", "230200", "230100"]


def test_groups_are_kept_apart() -> None:
    owed = obligations({"code": "230100", "state": "open"}, {"code": "D-XF", "group": "member", "state": "open"})
    assert [one.unit.code for one in agenda.of_group(owed, "member")] == ["D-XF"]
    assert agenda.of_group(owed, "office") == []


def test_what_falls_due_is_one_row_per_task_and_names_who_has_not_done_it() -> None:
    soon = {"state": "not_due", "due_soon": True, "line": "D2", "period": "2020-W27", "due": "2020-07-05"}
    found = agenda.due_soon(
        obligations(
            {"code": "230200", **soon},
            {"code": "230100", **soon},
            {"code": "D-XF", "group": "member", **soon},
            {"code": "230300", **soon, "line": "M1.1", "period": "", "due": "2020-07-04"},
            {"code": "230300", "state": "not_due", "line": "D3", "due": "2020-12-31"},
        )
    )
    assert [(task.line.code, task.period, task.group, len(task.units)) for task in found] == [
        ("M1.1", "", "city", 1),
        ("D2", "2020-W27", "city", 2),
        ("D2", "2020-W27", "member", 1),
    ]
    assert [unit.en for unit in found[1].units] == ["Qiqihar", "Harbin"]


@pytest.mark.parametrize(
    ("rows", "line", "lines", "basis", "done", "due"),
    [
        (
            [("D1", "2020-05-29", "overdue", "stated"), ("D3", "2020-07-03", "done_late", "stated")],
            "D3",
            1,
            "stated",
            1,
            1,
        ),
        (
            [("M1.1", "2020-06-30", "overdue", "inferred"), ("D3", "2020-06-30", "done_on_time", "stated")],
            None,
            2,
            "stated",
            1,
            2,
        ),
        (
            [("D3", "2020-07-03", "waived", "stated"), ("D1", "2020-05-29", "overdue", "stated")],
            "D1",
            1,
            "stated",
            0,
            1,
        ),
    ],
)
def test_the_latest_deadline_counts_what_was_done_of_what_was_due(
    rows: list[tuple[str, str, str, str]], line: str | None, lines: int, basis: str, done: int, due: int
) -> None:
    owed = obligations(
        *({"code": "230100", "line": code, "due": day, "state": state, "basis": b} for code, day, state, b in rows)
    )
    last = agenda.latest_deadline(owed, T)
    assert last is not None
    assert (last.line.code if last.line else None, last.lines) == (line, lines)
    assert (last.basis, last.done, last.due) == (basis, done, due)


def test_a_deadline_has_passed_in_its_own_last_second() -> None:
    owed = obligations({"code": "230100", "line": "D3", "due": "2020-07-03", "state": "overdue"})
    assert agenda.latest_deadline(owed, at("2020-07-03", "23:59:58")) is None
    assert agenda.latest_deadline(owed, at("2020-07-03", "23:59:59")) is not None


def test_the_next_deadline_is_the_first_that_somebody_still_has_to_meet() -> None:
    owed = obligations(
        {"code": "230100", "line": "D2", "due": "2020-07-05", "state": "done_on_time", "done": at("2020-07-01")},
        {"code": "230100", "line": "D3", "due": "2020-12-31", "state": "not_due", "basis": "inferred"},
        {"code": "230200", "line": "D3", "due": "2020-12-31", "state": "done_on_time", "basis": "inferred"},
        {"code": "230300", "line": "D3", "due": "2020-12-31", "state": "waived", "basis": "inferred"},
    )
    coming = agenda.next_deadline(owed, T)
    assert coming is not None
    assert (coming.due_at, coming.done, coming.due, coming.basis) == (at("2020-12-31"), 1, 2, "inferred")
    assert agenda.next_deadline(owed, at("2021-01-01")) is None


def test_units_with_most_items_come_first() -> None:
    counts = agenda.per_unit(
        obligations(*({"code": code, "state": "overdue"} for code in ("230100", "230200", "230200", "230300")))
    )
    assert [(one.unit.code, one.items) for one in counts] == [("230200", 2), ("230100", 1), ("230300", 1)]
    assert [one.unit.code for one in agenda.top(counts)] == ["230200"]
    assert [one.unit.code for one in agenda.top(counts[1:])] == ["230100", "230300"]
    assert agenda.top([]) == []
