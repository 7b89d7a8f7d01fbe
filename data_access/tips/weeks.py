"""Tips per county and week, small counts hidden so that nothing brings them back (returns §5; question 16)."""

from collections import Counter
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Select, func, select

from data_access.database.parameters import values
from data_access.database.schema import tip
from data_access.database.snapshot import Snapshot
from data_access.database.weeks import week_columns, week_number, week_of
from data_access.notice.date_limits import weeks_shown
from data_access.notice.places import ALL, list_territory
from data_access.question import Question
from data_access.tables.rows import FLAG, INSTANT, OPTIONAL_COUNT, TEXT, Contract, RawRows, framed, listed
from data_access.tips.counts import tip_asked
from data_access.tips.suppression import suppress

TIP_WEEKS: Final[Contract] = {
    "city_adcode": TEXT,
    "week": TEXT,
    "week_start": INSTANT,
    "place_code": TEXT,
    "place_zh": TEXT,
    "place_en": TEXT,
    "level": TEXT,
    "received": OPTIONAL_COUNT,
    "suppressed": FLAG,
}


def select_tip_weeks(q: Question) -> Select[*tuple[Any, ...]]:
    """Tips received by T per adcode and week: adcode, week, tips."""
    by = (tip.c.adcode, week_number(tip.c.received_at, q).label("week"))
    return select(*by, func.count().label("tips")).where(*tip_asked(q), tip.c.adcode.is_not(None)).group_by(*by)


def _tip_weeks(s: Snapshot, q: Question) -> RawRows:
    """Tips received per city, ISO week and county, with the city's total of the week (place_code 'all') at the end of
    each week; what names only the city has a row of its own (level 'prefecture'). Columns TIP_WEEKS.

    Counts below 3 are hidden (received missing, suppressed True), and with them so many others that no subtraction
    tells one (suppression.suppress). For the same end there are only weeks that are over at T, no totals over weeks,
    and no narrowing by industry: two answers would differ by a small count. A filter of counties chooses among the
    rows. From the week of the first tip of the cities asked for, within the date limits.
    """
    whole = q.without_hazards()
    counted: Counter[tuple[str, int]] = Counter()
    for row in s.ask(select_tip_weeks, whole):
        counted[row.adcode, row.week] += row.tips
    places = [row for row in list_territory(s, whole) if row.city_adcode]
    running = week_of(values(q)["passed"] + timedelta(days=1))
    weeks = [week for week in weeks_shown(s, q, (week for _, week in counted)) if week < running]
    rows: list[tuple[Any, ...]] = []
    for city in dict.fromkeys(place.city_adcode for place in places):
        inside = [place for place in places if place.city_adcode == city]
        for week in weeks:
            column = [counted[place.adcode, week] for place in inside]
            shown = suppress([[tips] for tips in column], row_totals=False)
            label = (city, *week_columns(week, q.zone))
            for place, tips, (visible,) in zip(inside, column, shown.cells, strict=True):
                if not q.hazards.counties or place.adcode in q.hazards.counties:
                    names = (place.adcode, place.name_zh, place.name_en, place.level)
                    rows.append((*label, *names, tips if visible else None, not visible))
            total = sum(column) if shown.columns[0] else None
            rows.append((*label, ALL, "合计", "Total", ALL, total, total is None))
    return rows


list_tip_weeks = listed(_tip_weeks, TIP_WEEKS)
load_tip_weeks = framed(_tip_weeks, TIP_WEEKS)
