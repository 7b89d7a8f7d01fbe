"""Tips per county and week, small counts hidden so that nothing brings them back (returns §5; question 16)."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, func, select

from data_access.database.parameters import values
from data_access.database.schema import tip
from data_access.database.snapshot import Snapshot
from data_access.database.weeks import week_columns, week_number, week_of
from data_access.notice.date_limits import weeks_shown
from data_access.notice.places import ALL, list_territory
from data_access.notice.units import Place
from data_access.question import Question
from data_access.tips.counts import tip_conditions
from data_access.tips.suppression import suppress


class TipWeek(NamedTuple):
    """Tips received in an ISO week from a county, from what names only the city (level 'prefecture'), or from all of
    the city together (code and level 'all').
    """

    city: str
    """The adcode of the city."""
    week: str
    week_start: datetime
    place: Place
    level: str
    received: int | None
    """None: hidden."""


WHOLE: Final = Place(ALL, "合计", "Total", "合计")


def select_tip_weeks(q: Question) -> Select[*tuple[Any, ...]]:
    """Tips received by T per adcode and week: adcode, week, tips."""
    by = (tip.c.adcode, week_number(tip.c.received_at, q).label("week"))
    return select(*by, func.count().label("tips")).where(*tip_conditions(q), tip.c.adcode.is_not(None)).group_by(*by)


def list_tip_weeks(s: Snapshot, q: Question) -> tuple[TipWeek, ...]:
    """Tips received per city, ISO week and county, with the city's total at the end of each week.

    Counts below 3 are hidden, and with them so many others that no subtraction tells one (suppression.suppress). For
    the same end there are only weeks that are over at T, no totals over weeks, and no narrowing by industry: two
    answers would differ by a small count. A filter of counties chooses among the rows. From the week of the first tip
    of the chosen cities, within the date limits.
    """
    whole = q.without_hazards()
    counted: Counter[tuple[str, int]] = Counter()
    for row in s.ask(select_tip_weeks, whole):
        counted[row.adcode, row.week] += row.tips
    spots = [one for one in list_territory(s, whole) if one.city]
    running = week_of(values(q)["passed"] + timedelta(days=1))
    weeks = [week for week in weeks_shown(s, q, (week for _, week in counted)) if week < running]
    rows: list[TipWeek] = []
    for city in dict.fromkeys(one.city for one in spots):
        inside = [one for one in spots if one.city == city]
        for week in weeks:
            column = [counted[one.place.code, week] for one in inside]
            shown = suppress([[tips] for tips in column], row_totals=False)
            label = (city, *week_columns(week, q.zone))
            for one, tips, (visible,) in zip(inside, column, shown.cells, strict=True):
                if not q.hazards.counties or one.place.code in q.hazards.counties:
                    rows.append(TipWeek(*label, one.place, one.level, tips if visible else None))
            rows.append(TipWeek(*label, WHOLE, ALL, sum(column) if shown.columns[0] else None))
    return tuple(rows)
