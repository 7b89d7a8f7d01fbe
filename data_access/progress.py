"""The course of a campaign: what was done and what was due, day by day, as seen from T."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection, Select, case, func, select

from data_access.asked import ask
from data_access.filters import Question
from data_access.frames import COUNT, INSTANT, TEXT, Contract, to_frame
from data_access.local_time import day_of, end_of_day, local_date
from data_access.schema import campaign
from data_access.selection import notice_id, unit_order, units
from data_access.status import obligation_states

PROGRESS: Final[Contract] = {
    "unit_code": TEXT,
    "unit_group": TEXT,
    "city_adcode": TEXT,
    "day": INSTANT,
    "done": COUNT,
    "due": COUNT,
    "active": COUNT,
}


@dataclass
class _Series:
    """Obligations of a unit or group by the day they were done and the day their deadline passed."""

    done: Counter[date] = field(default_factory=Counter)
    due: Counter[date] = field(default_factory=Counter)
    active: int = 0

    def add(self, done_on: str | None, due_on: str | None, number: int) -> None:
        self.active += number
        for days, day in ((self.done, done_on), (self.due, due_on)):
            if day:
                days[date.fromisoformat(day)] += number

    def course(self, days: list[date], zone: str) -> list[tuple[Any, ...]]:
        """The values of each day; earlier ones are in the first day's."""
        done = sum(number for day, number in self.done.items() if day < days[0])
        due = sum(number for day, number in self.due.items() if day < days[0])
        values = []
        for day in days:
            done, due = done + self.done[day], due + self.due[day]
            values.append((end_of_day(day, zone), done, due, self.active))
        return values


def select_progress(q: Question) -> Select[*tuple[Any, ...]]:
    """How many obligations of each unit were done on which local day, with a deadline passed on which."""
    s = obligation_states(q).subquery("states")
    done = day_of(s.c.fulfilled_at, q).label("done_on")
    due = case((s.c.due_passed, day_of(s.c.due_at, q))).label("due_on")
    unit = units(q)
    return (
        select(unit.c.unit_code, unit.c.unit_group, unit.c.city_adcode, done, due, func.count())
        .join_from(s, unit, unit.c.id == s.c.org_unit_id)
        .where(s.c.state != "waived")
        .group_by(*unit_order(unit), unit.c.unit_code, unit.c.unit_group, unit.c.city_adcode, done, due)
        .order_by(*unit_order(unit))
    )


def load_progress(conn: Connection, q: Question) -> pd.DataFrame:
    """Cumulative obligations done and due by the end of each local day, from the campaign's first day to T's.

    One series per unit and one per unit group (unit_code ''); counties only as a group, for there are a hundred of
    them. What happened before the first day is in its value. The facts are those of T: an obligation waived by T or a
    version returned by T is in no day, and deadlines are those after extensions (C8). active is the whole. Columns
    PROGRESS, ordered by unit (its group first) and day.
    """
    series: dict[tuple[str, str, str], _Series] = {}
    for code, group, city, done_on, due_on, number in ask(conn, select_progress, q):
        for key in [("", group, "")] if group == "county" else [("", group, ""), (code, group, city)]:
            series.setdefault(key, _Series()).add(done_on, due_on, number)
    days = _days(conn, q)
    return to_frame(((*key, *values) for key, one in series.items() for values in one.course(days, q.zone)), PROGRESS)


def _days(conn: Connection, q: Question) -> list[date]:
    began = select(campaign.c.starts_on).where(campaign.c.id == notice_id(q.filters.campaign))
    last = local_date(q.as_of, q.zone)
    first = min(conn.execute(began).scalar() or last, last)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
