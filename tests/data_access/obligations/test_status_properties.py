"""What holds for every history, at every instant, on both databases (issue 2, part E)."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from data_access.activities.held import list_held
from data_access.obligations.at_instant import Obligation, list_obligations, list_with_evidence
from data_access.obligations.counts import CellCounts, Counts, UnitCounts, added, counts_of, per_unit
from data_access.obligations.progress import course
from data_access.obligations.rates import RATES, ratio, ratio_of
from data_access.obligations.states import STATES
from data_access.obligations.tables import list_completion, list_matrix
from data_access.question import Filters, Question, Scope
from tests.data_access.conftest import Tell
from tests.data_access.obligations import world
from tests.data_access.obligations.oracle import answers
from tests.data_access.obligations.world import OBLIGATIONS, UNITS, Activity, Extension, History, Version, at, due

pytestmark = pytest.mark.slow

TIMES = ((0, 0, 0), (0, 0, 1), (9, 30, 0), (16, 0, 0), (23, 59, 58), (23, 59, 59))
instants = st.builds(
    lambda day, time: at(6, 1, *time) + timedelta(days=day), st.integers(-3, 36), st.sampled_from(TIMES)
)
near_deadlines = st.builds(
    lambda day, seconds: due(*day) + timedelta(seconds=seconds),
    st.sampled_from([(6, 7), (6, 10), (6, 15), (6, 16), (6, 20), (6, 30), (7, 3)]),
    st.integers(-2, 2),
)
moments = instants | near_deadlines
EVERYTHING = Filters()
FEW = settings(max_examples=max(8, settings.default.max_examples // 5))
"""For properties that ask a dozen questions of each history."""
hosting_lines = [line.id for line in world.LINES if line.kind == "activity"]


@st.composite
def activities(draw: st.DrawFn, key: int) -> Activity:
    start = draw(moments)
    units = draw(st.lists(st.sampled_from([u.id for u in UNITS]), min_size=1, max_size=3, unique=True))
    first = draw(st.sampled_from(["lead", "lead", "attend"]))
    recorded = draw(moments)
    superseded = draw(st.none() | st.none() | moments)
    return Activity(
        id=key,
        line=draw(st.sampled_from([*hosting_lines, None])),
        status=draw(st.sampled_from(["held", "held", "held", "planned", "postponed", "cancelled"])),
        start=start,
        end=draw(st.none() | st.just(start + timedelta(hours=draw(st.integers(0, 40))))),
        hosts=((units[0], first), *((unit, draw(st.sampled_from(["co", "attend"]))) for unit in units[1:])),
        recorded_at=recorded,
        superseded_at=max(recorded, superseded) if superseded else None,
    )


@st.composite
def versions(draw: st.DrawFn) -> tuple[Version, ...]:
    made: list[Version] = []
    for o in draw(st.lists(st.sampled_from([o for o in OBLIGATIONS if o.role == "submit"]), max_size=6, unique=True)):
        accepted = False
        for number in range(draw(st.integers(1, 3)), 0, -1):
            received = draw(moments)
            status = draw(st.sampled_from(["submitted", "returned", "accepted", "withdrawn"]))
            if status == "accepted" and accepted:
                status = "superseded"
            accepted = accepted or status == "accepted"
            reviewed = received + timedelta(days=draw(st.integers(0, 9)))
            made.append(
                Version(
                    id=len(made) + 1,
                    obligation=o.id,
                    version=number,
                    received=received,
                    status=status,
                    reviewed=None if status in ("submitted", "withdrawn") else reviewed,
                    recorded_at=received,
                )
            )
    return tuple(made)


@st.composite
def histories(draw: st.DrawFn) -> History:
    timed = [o for o in OBLIGATIONS if o.due]
    extended = draw(st.lists(st.sampled_from(timed), max_size=4))
    waived = draw(st.lists(st.sampled_from(OBLIGATIONS), max_size=3, unique=True))
    extensions = []
    for n, o in enumerate(extended, 1):
        assert o.due
        granted = draw(moments)
        extensions.append(
            Extension(n, o.id, o.due + timedelta(days=draw(st.integers(1, 5)) + 5 * n), granted, draw(moments))
        )
    return History(
        activities=tuple(draw(activities(n)) for n in range(1, draw(st.integers(0, 14)) + 1)),
        versions=draw(versions()),
        extensions=tuple(extensions),
        waivers=tuple((o.id, draw(moments)) for o in waived),
    )


def asked(now: datetime, known: datetime | None = None, filters: Filters = EVERYTHING) -> Question:
    return Question(filters, now, known)


def counted(*tables: Sequence[UnitCounts | CellCounts]) -> Counts:
    return added([row.counts for rows in tables for row in rows])


@given(histories(), moments, st.none() | moments)
def test_selects_agree_with_the_rules_on_both_databases(
    tell: Tell, history: History, now: datetime, known: datetime | None
) -> None:
    expected = answers(history, now, known)
    with tell(history) as connections:
        first, second = (list_with_evidence(conn, asked(now, known)) for conn in connections)
    assert first == second
    units, lines = {u.code: u.id for u in UNITS}, {line.code: line.id for line in world.LINES}
    keys = {(o.unit, o.line, "" if o.period == "once" else o.period): o.id for o in OBLIGATIONS}
    found = {}
    for row in first:
        found[keys[units[row.unit.code], lines[row.line.code], row.period]] = (
            row.state,
            row.due_at,
            row.extensions,
            row.fulfilled_at,
            row.waived_at,
            row.due_soon,
            row.provisional,
            row.evidence,
            row.behind,
        )
    assert found == {key: tuple(vars(value).values()) for key, value in expected.items()}


@pytest.mark.slow
@FEW
@given(histories(), moments)
def test_states_add_up_and_rates_are_shares(tell: Tell, history: History, now: datetime) -> None:
    """Disjoint and complete: seven states per unit add up to what it owes; each numerator lies in its denominator."""
    with tell(history) as connections:
        for conn in connections:
            rows = list_completion(conn, asked(now))
            every = {row.unit.code: sum(getattr(row.counts, state) for state in STATES) for row in rows}
            assert every == Counter(u.code for u in UNITS for o in OBLIGATIONS if o.unit == u.id)
            assert all(row.counts.active == every[row.unit.code] - row.counts.waived for row in rows)
            assert all(row.counts.due_soon <= row.counts.not_due for row in rows)
            shares = [ratio_of(row.counts, rate).value for row in rows for rate in RATES]
            assert all(share is None or 0 <= share <= 1 for share in shares)
            for rate in RATES:
                for group in {row.unit.group for row in rows}:  # G11: ΣN/ΣD, never a mean
                    whole = ratio((row.counts for row in rows if row.unit.group == group), rate)
                    assert 0 <= whole.n <= whole.d
            assert counted(list_matrix(conn, asked(now))) == counted(rows)
            by_city = [list_completion(conn, asked(now, filters=Filters(cities=(c,)))) for c in ("230100", "230200")]
            province = list_completion(conn, asked(now, filters=Filters(groups=("member", "office"))))
            assert counted(*by_city, province) == counted(rows)


@pytest.mark.slow
@FEW
@given(histories(), moments, moments)
def test_time_never_undoes_a_fact(tell: Tell, history: History, one: datetime, other: datetime) -> None:
    """From T to a later T': what was held stays held; waivers stay; deadlines only move later; and what was done stays
    done unless it is waived or a version of it is returned in between (C4: only a return takes a fact back).
    """
    early, late = sorted((one, other))
    returned = {
        v.obligation for v in history.versions if v.status == "returned" and v.reviewed and early < v.reviewed <= late
    }
    keys = {
        (u.code, line.code, o.period): o.id
        for o in OBLIGATIONS
        for u in UNITS
        for line in world.LINES
        if (u.id, line.id) == (o.unit, o.line)
    }
    with tell(history) as connections:
        for conn in connections:
            before, after = (list_with_evidence(conn, asked(t)) for t in (early, late))
            held = zip(*(list_held(conn, asked(t)) for t in (early, late)), strict=True)
            assert all(was.held <= now.held for was, now in held)
            for was, is_now in zip(before, after, strict=True):
                key = keys[was.unit.code, was.line.code, was.period or "once"]
                assert was.state != "waived" or is_now.state == "waived"
                assert was.due_at is None or was.due_at <= is_now.due_at
                assert was.extensions <= is_now.extensions
                if was.state.startswith("done") and key not in returned:
                    assert is_now.state.startswith("done") or is_now.state == "waived"
                if was.state == "overdue":
                    assert is_now.state != "not_due" or is_now.extensions > was.extensions
                if was.role == "hold":
                    assert was.evidence <= is_now.evidence


@pytest.mark.slow
@FEW
@given(histories(), moments)
def test_progress_ends_where_completion_stands(tell: Tell, history: History, now: datetime) -> None:
    with tell(history) as connections:
        owed = [list_obligations(conn, asked(now)) for conn in connections]
    assert owed[0] == owed[1]
    for unit, counts in [*per_unit(owed[0]), (None, counts_of(owed[0]))]:
        found = course((one for one in owed[0] if unit in (None, one.unit)), date(2020, 6, 1), asked(now))
        assert list(found.done) == sorted(found.done)
        assert list(found.due) == sorted(found.due)
        assert len(found.days) == len(found.done) == len(found.due)
        assert (found.active, found.done[-1], found.due[-1]) == (counts.active, counts.done, counts.due)
        assert found.due[-1] - found.done_due[-1] == counts.overdue
        assert all(both <= min(parts) for both, *parts in zip(found.done_due, found.done, found.due, strict=True))


@pytest.mark.slow
@FEW
@given(histories(), moments)
def test_scope_and_filters_only_narrow(tell: Tell, history: History, now: datetime) -> None:
    with tell(history) as connections:
        for conn in connections:
            everything = list_with_evidence(conn, asked(now))
            kept: tuple[tuple[Filters, Callable[[Obligation], bool]], ...] = (
                (Filters(lines=("M1",)), lambda one: one.line.code in ("M1.1", "M1.3")),
                (Filters(campaign="AQY"), lambda one: one.line.code != "T3"),
                (Filters(campaign="LJX"), lambda one: one.line.code in ("D2", "D3", "R1", "T3")),
                (
                    Filters(cities=("230100",), groups=("county",)),
                    lambda one: one.unit.code in ("230102-L", "230103-L"),
                ),
            )
            for filters, holds in kept:
                narrowed = list_with_evidence(conn, asked(now, filters=filters))
                assert narrowed == list(filter(holds, everything))
            scoped = replace(asked(now), scope=Scope(("230200",)))
            assert list_with_evidence(conn, scoped) == [one for one in everything if one.unit.city == "230200"]
