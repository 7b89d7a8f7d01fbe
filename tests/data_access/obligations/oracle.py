"""The rules once more in plain Python, row by row: written from the rules, to hold the selects against."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tests.data_access.obligations.world import OBLIGATIONS, SHANGHAI, UNITS, Activity, History, Obligation, Version


@dataclass(frozen=True)
class Answer:
    """What is known of an obligation at T."""

    state: str
    due_at: datetime | None
    extensions: int
    fulfilled_at: datetime | None
    waived_at: datetime | None
    due_soon: bool
    provisional: bool
    evidence: int
    behind: bool = False


def answers(history: History, now: datetime, known: datetime | None = None) -> dict[int, Answer]:
    """Obligation id -> answer, at `now`, as known at `known`."""
    found = {o.id: answer(o, history, now, known) for o in OBLIGATIONS}
    return {o.id: replace(found[o.id], behind=is_behind(o, found, now)) for o in OBLIGATIONS}


def is_behind(o: Obligation, found: dict[int, Answer], now: datetime) -> bool:
    """G15: of the tasks with the same deadline, all of them from 1 June on, fewer are done than whole ones expected."""
    mine, units = found[o.id], {unit.id: unit for unit in UNITS}

    def is_of_it(other: Obligation) -> bool:
        one, two, its = units[o.unit], units[other.unit], found[other.id]
        together = one == two or (one.group == two.group == "county" and one.city == two.city)
        by = other.role != "submit" and other.rule == "by" and other.period == "once"
        return together and by and its.due_at == mine.due_at and its.state != "waived"

    if mine.state != "not_due" or mine.due_at is None or not is_of_it(o):
        return False
    local = (now + timedelta(seconds=1)).astimezone(SHANGHAI)
    over = (local.date() - date(2020, 6, 1)).days
    window = (mine.due_at.astimezone(SHANGHAI).date() - date(2020, 5, 31)).days
    account = [found[other.id].state.startswith("done") for other in OBLIGATIONS if is_of_it(other)]
    return over >= 10 and len(account) >= 2 and sum(account) < len(account) * over // window


def answer(o: Obligation, history: History, now: datetime, known: datetime | None) -> Answer:
    def knew(recorded_at: datetime) -> bool:
        return known is None or recorded_at <= known

    def decided(day: datetime | None) -> bool:
        return day is not None and day <= now and knew(day)

    waived_at = dict(history.waivers).get(o.id)
    waived_at = waived_at if decided(waived_at) else None
    granted = [x for x in history.extensions if x.obligation == o.id and x.granted_at <= now and knew(x.recorded_at)]
    due_at = max([x.new_due for x in granted], default=o.due)

    provisional = False
    if o.role == "submit":
        standing = [
            v
            for v in history.versions
            if v.obligation == o.id and v.received <= now and knew(v.recorded_at) and stands(v, decided)
        ]
        evidence = len(standing)
        fulfilled_at = min((v.received for v in standing), default=None)
        provisional = bool(standing) and not any(
            v.status in ("accepted", "superseded") and decided(v.reviewed) for v in standing
        )
        on_the_day = False
    else:
        ends = sorted(end_of(a) for a in history.activities if counts(a, o) and in_force(a, known) and end_of(a) <= now)
        evidence = len(ends)
        that_day = [end for end in ends if o.rule == "on" and due_at and same_day(end, due_at) and end <= due_at]
        on_the_day = len(that_day) >= o.min_count
        enough = that_day if on_the_day else ends
        fulfilled_at = enough[o.min_count - 1] if len(enough) >= o.min_count else None

    state = judge(o, now, due_at, fulfilled_at, on_the_day) if waived_at is None else "waived"
    soon = state == "not_due" and due_at is not None and due_at <= now + timedelta(days=7)
    return Answer(state, due_at, len(granted), fulfilled_at, waived_at, soon, provisional, evidence)


def judge(
    o: Obligation, now: datetime, due_at: datetime | None, fulfilled_at: datetime | None, on_the_day: bool
) -> str:
    if fulfilled_at is None:
        if due_at is None:
            return "open"
        return "overdue" if due_at <= now else "not_due"
    if due_at is None or on_the_day:
        return "done_on_time"
    if fulfilled_at > due_at:
        return "done_late"
    return "done_off_date" if o.rule == "on" else "done_on_time"


def stands(v: Version, decided: Callable[[datetime | None], bool]) -> bool:
    return v.status != "withdrawn" and not (v.status == "returned" and decided(v.reviewed))


def end_of(a: Activity) -> datetime:
    end = a.end or a.start
    assert end
    return end


def counts(a: Activity, o: Obligation) -> bool:
    roles = dict(a.hosts)
    wanted = ("attend",) if o.role == "attend" else ("lead", "co")
    return a.status == "held" and a.line == o.line and roles.get(o.host) in wanted


def in_force(a: Activity, known: datetime | None) -> bool:
    if known is None:
        return a.superseded_at is None
    return a.recorded_at <= known and (a.superseded_at is None or a.superseded_at > known)


def same_day(one: datetime, other: datetime) -> bool:
    return one.astimezone(SHANGHAI).date() == other.astimezone(SHANGHAI).date()
