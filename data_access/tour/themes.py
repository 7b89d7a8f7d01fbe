"""What the activities and reports of a line are counted as (tours, practices, warnings …), and what Annex 3 says of it.

Which line tells of which thing, and which figure of Annex 3 counts the same, is data: the table line_thing.
"""

from collections import defaultdict
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, or_, select

from data_access.annex3.figures import Metric, list_metrics
from data_access.database.campaign_trees import campaign_ids
from data_access.database.schema import campaign, line, line_thing
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import line_columns, line_ids, line_order
from data_access.notice.units import Line, Unit
from data_access.question import Question

THEMES: Final = {
    "tours": ("tours",),
    "practice": ("practices",),
    "warning": ("warnings", "tip_reports"),
    "exposure": ("exposures", "exposures_rectified"),
    "coverage": ("reports_central", "reports_province", "reports_city", "reports_county"),
}
"""The parts of the tour, each with the things that are counted of it: 三行, 推广经验, 案例警示, 曝光, 新闻报道."""
REPORTS: Final = THEMES["coverage"]
_THEME_OF: Final = {thing: theme for theme, things in THEMES.items() for thing in things}


class Returned(NamedTuple):
    """What the return in force of a unit says of a thing (C10)."""

    unit: Unit
    theme: str
    thing: str
    metric: Metric
    value: float | None
    """None: 未报; zero is zero (G10)."""
    return_line: str
    """'' where no return is in force."""
    return_version: int | None


class TourLine(NamedTuple):
    """A line of the tour, or one that counts among its parts."""

    line: Line
    theme: str
    """'' for a line that is no part of any: the reporting channels, the final return."""


def select_tour_lines(q: Question) -> Select[*tuple[Any, ...]]:
    """The chosen lines that belong to the tour or count among its parts: labels, and a thing where there is one."""
    tour = select(campaign.c.id).where(campaign.c.kind == "tour", campaign.c.id.in_(campaign_ids(q.filters.campaign)))
    return (
        select(*line_columns(), line_thing.c.thing)
        .outerjoin_from(line, line_thing, line_thing.c.line_id == line.c.id)
        .where(line.c.id.in_(line_ids(q)), or_(line.c.campaign_id.in_(tour), line_thing.c.thing.is_not(None)))
        .order_by(*line_order(), line_thing.c.thing)
    )


def list_tour_lines(s: Snapshot, q: Question) -> tuple[TourLine, ...]:
    """These lines, each once, in the order of the notice."""
    found = {Line._make(row[:5]): _THEME_OF.get(row[5], "") for row in map(tuple, s.ask_lasting(select_tour_lines, q))}
    return tuple(TourLine(of, theme) for of, theme in found.items())


def select_things(q: Question) -> Select[*tuple[Any, ...]]:
    """Metric and thing of the chosen lines."""
    t = line_thing.c
    told = select(t.metric_code, t.thing).distinct()
    return told.where(t.metric_code.is_not(None), t.line_id.in_(line_ids(q))).order_by(t.thing)


def list_returned(s: Snapshot, q: Question) -> tuple[Returned, ...]:
    """One for each city and member unit and each thing that Annex 3 counts too, at T."""
    things: defaultdict[str, list[str]] = defaultdict(list)
    for code, thing in s.ask_lasting(select_things, q):
        things[code].append(thing)
    return tuple(
        Returned(row.unit, _THEME_OF[thing], thing, row.metric, row.value, row.return_line, row.return_version)
        for row in (list_metrics(s, q) if things else ())
        for thing in things.get(row.metric.code, ())
    )
