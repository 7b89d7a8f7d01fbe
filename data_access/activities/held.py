"""Activities counted: per place, per week, per setting (C11, C15)."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, and_, case, distinct, func, select

from data_access.activities.facts import ended_at, held
from data_access.activities.hosting import HOSTS, UNSTATED, activity_condition, of_lines, status_at
from data_access.database.days import day_of, start_of_day
from data_access.database.schema import activity, activity_unit, line
from data_access.database.snapshot import Snapshot
from data_access.notice.places import OFFICES, PROVINCE, list_cities
from data_access.notice.selection import labels, line_columns, line_ids, line_order, units
from data_access.notice.units import Line, Place
from data_access.question import Question

LAST: Final = 1_000_000
"""Own initiatives stand behind all lines: databases differ in where they put what has none."""


class Held(NamedTuple):
    """How many activities a place has held: the whole province, 省直, or a city."""

    place: Place
    held: int


class HeldInWeek(NamedTuple):
    """The activities of a line in a week, by status at T, the held ones by mode too."""

    week_start: datetime
    """Local Monday 00:00, in UTC."""
    line: Line
    """NO_LINE of own initiatives."""
    held: int
    held_online: int
    held_offline: int
    held_mixed: int
    held_unstated: int
    planned: int
    cancelled: int
    postponed: int


class SettingHeld(NamedTuple):
    """How many activities a city has held in a setting: 企业, 农村, 社区, 学校, 家庭."""

    place: Place
    setting: str
    held: int


def list_held(s: Snapshot, q: Question) -> tuple[Held, ...]:
    """C11: activities held by T. The province counts distinct ones, 省直 those led by a unit without a city, a city
    those that it leads or co-hosts, each whole: the cities add up to more than the province (含联合活动, G8).

    Where only some cities are chosen or may be seen, only they are there.
    """
    cities = list_cities(s, q)
    by_city = {str(city): int(number) for city, number in s.ask(select_held_by_city, q)}
    chosen = q.filters.cities or [city.adcode for city in cities]
    found = [Held(city.place, by_city.get(city.adcode, 0)) for city in cities if city.adcode in chosen]
    if q.filters.cities or q.scope.cities is not None:
        return tuple(found)
    whole, province = s.ask(select_held, q)[0]
    return (Held(PROVINCE, whole), Held(OFFICES, province), *found)


def select_held_by_city(q: Question) -> Select[*tuple[Any, ...]]:
    """How many activities each city leads or co-hosts."""
    unit = units(q)
    return (
        select(unit.c.city_adcode, func.count(distinct(activity.c.id)))
        .join_from(activity, activity_unit, activity_unit.c.activity_id == activity.c.id)
        .join(unit, unit.c.id == activity_unit.c.org_unit_id)
        .where(of_lines(q), held(q), activity_unit.c.role.in_(HOSTS), unit.c.unit_group == "city")
        .group_by(unit.c.city_adcode)
    )


def select_held(q: Question) -> Select[*tuple[Any, ...]]:
    """One row: all distinct activities, and those led by a unit without a city."""
    lead = labels(q)
    return (
        select(func.count(), func.count().filter(lead.c.city_adcode == ""))
        .outerjoin_from(
            activity,
            activity_unit,
            and_(activity_unit.c.activity_id == activity.c.id, activity_unit.c.role == "lead"),
        )
        .outerjoin(lead, lead.c.id == activity_unit.c.org_unit_id)
        .where(activity_condition(q), held(q))
    )


def select_by_day(q: Question) -> Select[*tuple[Any, ...]]:
    """Distinct activities per line, status, mode and local day."""
    status = status_at(q)
    at = case((status == "held", ended_at()), else_=func.coalesce(activity.c.planned_start, activity.c.held_start))
    day, mode = day_of(at, q), func.coalesce(activity.c.mode, "")
    names = [column.element for column in line_columns()]
    return (
        select(*line_columns(), status, mode, day, func.count())
        .outerjoin_from(activity, line, line.c.id == activity.c.line_id)
        .where(activity_condition(q), at.is_not(None))
        .group_by(line.c.id, line.c.sort_order, *names, status, mode, day)
        .order_by(*line_order())
    )


def list_held_by_week(s: Snapshot, q: Question) -> tuple[HeldInWeek, ...]:
    """Activities per week and line by status at T: held ones in the week they ended, others in the week they were
    planned for; those without any date are left out. Joint ones count once.
    """
    weeks: defaultdict[tuple[date, Line], Counter[str]] = defaultdict(Counter)
    order: dict[Line, int] = {}
    for *names, state, mode, text, number in s.ask(select_by_day, q):
        on, of = date.fromisoformat(text), Line._make(name or "" for name in names)
        order.setdefault(of, len(order) if of.code else LAST)
        counted = [state] if state != "held" else [state, f"held_{mode or UNSTATED}"]
        weeks[on - timedelta(days=on.weekday()), of].update(dict.fromkeys(counted, number))
    return tuple(
        HeldInWeek(start_of_day(week, q.zone), of, *(number_of[kind] for kind in HeldInWeek._fields[2:]))
        for (week, of), number_of in sorted(weeks.items(), key=lambda item: (item[0][0], order[item[0][1]]))
    )


def select_settings(q: Question) -> Select[*tuple[Any, ...]]:
    """The settings of the chosen lines, in the order of the notice."""
    return (
        select(line.c.setting)
        .where(line.c.setting.is_not(None), line.c.id.in_(line_ids(q)))
        .group_by(line.c.setting)
        .order_by(func.min(line.c.sort_order))
    )


def select_held_by_setting(q: Question) -> Select[*tuple[Any, ...]]:
    """How many activities each city leads or co-hosts, per setting of their lines."""
    unit = units(q)
    return (
        select(unit.c.city_adcode, line.c.setting, func.count(distinct(activity.c.id)))
        .join_from(activity, activity_unit, activity_unit.c.activity_id == activity.c.id)
        .join(unit, unit.c.id == activity_unit.c.org_unit_id)
        .join(line, line.c.id == activity.c.line_id)
        .where(of_lines(q), held(q), activity_unit.c.role.in_(HOSTS), unit.c.unit_group == "city")
        .group_by(unit.c.city_adcode, line.c.setting)
    )


def list_five_settings(s: Snapshot, q: Question) -> tuple[SettingHeld, ...]:
    """C15: held activities per city and setting, zeros included; a cell with one or more is covered. In official order
    of cities, settings in the order of the notice; settings of which no line is chosen, and cities when their group
    is not, have no row.
    """
    if q.filters.groups and "city" not in q.filters.groups:
        return ()
    settings = [row.setting for row in s.ask_lasting(select_settings, q)]
    counted = {(city, setting): number for city, setting, number in s.ask(select_held_by_setting, q)}
    return tuple(
        SettingHeld(city.place, setting, counted.get((city.adcode, setting), 0))
        for city in list_cities(s, q)
        if not q.filters.cities or city.adcode in q.filters.cities
        for setting in settings
    )
