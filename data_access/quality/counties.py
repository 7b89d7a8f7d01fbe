"""Counties beside their city: what lies in counties, and the city's own figure, which contains it already (G9)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, String, and_, bindparam, cast, distinct, func, select, true, union_all
from sqlalchemy.sql.selectable import CompoundSelect

from data_access.activities.facts import ended_at, held
from data_access.annex3.figures import load_in_force
from data_access.database.campaign_trees import campaign_ids
from data_access.database.days import day_of
from data_access.database.schema import (
    activity,
    activity_unit,
    hazard,
    hazard_exposure,
    line,
    line_metric,
    line_thing,
    obligation,
    submission,
)
from data_access.database.snapshot import Snapshot
from data_access.notice.places import COUNTY_LEVELS, territory
from data_access.notice.selection import units
from data_access.quality.findings import Evidence, evidence, texts
from data_access.quality.returns import Return
from data_access.question import Question


def select_counties(q: Question) -> CompoundSelect[*tuple[Any, ...]]:
    """What ledgers and exposures have in each county up to the receipt of its city's return in force, which the
    parameter `in_force` names: code of the row of Annex 3 that counts the same by the notice (the events of a line, or
    exposures), code of the unit, adcode and names of the county, how many.
    """
    unit, place, inside = units(q), territory(q), campaign_ids(q.filters.campaign)
    chosen = (
        select(obligation.c.org_unit_id, submission.c.submitted_at)
        .join_from(submission, obligation, obligation.c.id == submission.c.obligation_id)
        .where(submission.c.id.in_(bindparam("in_force", [], expanding=True)))
        .subquery("chosen")
    )
    county = (unit.c.unit_code, place.c.adcode, place.c.name_zh, place.c.name_en)
    events = (
        select(line_metric.c.metric_code, *county, func.count())
        .join_from(activity, activity_unit, and_(activity_unit.c.activity_id == activity.c.id))
        .join(unit, unit.c.id == activity_unit.c.org_unit_id)
        .join(chosen, chosen.c.org_unit_id == unit.c.id)
        .join(line_metric, and_(line_metric.c.line_id == activity.c.line_id, line_metric.c.measure == "events"))
        .join(place, place.c.adcode == activity.c.adcode)
        .where(
            held(q),
            activity.c.campaign_id.in_(inside),
            activity_unit.c.role == "lead",
            unit.c.unit_group == "city",
            place.c.city_adcode == unit.c.city_adcode,
            place.c.level.in_(COUNTY_LEVELS),
            ended_at() <= chosen.c.submitted_at,
        )
        .group_by(line_metric.c.metric_code, *county)
    )
    counting = select(line_thing.c.metric_code).join(line).where(line_thing.c.thing == "exposures")
    counting = counting.where(line_thing.c.metric_code.is_not(None), line.c.campaign_id.in_(inside)).distinct()
    figure = counting.subquery("figure")
    exposed = (
        select(figure.c.metric_code, *county, func.count(distinct(hazard.c.id)))
        .join_from(hazard_exposure, hazard, hazard.c.id == hazard_exposure.c.hazard_id)
        .join(place, place.c.adcode == hazard.c.adcode)
        .join(unit, and_(unit.c.city_adcode == place.c.city_adcode, unit.c.unit_group == "city"))
        .join(chosen, chosen.c.org_unit_id == unit.c.id)
        .join(figure, true())
        .where(
            hazard.c.campaign_id.in_(inside),
            place.c.level.in_(COUNTY_LEVELS),
            cast(hazard_exposure.c.exposed_on, String) <= day_of(chosen.c.submitted_at, q),
        )
        .group_by(figure.c.metric_code, *county)
    )
    return union_all(events, exposed)


def counties_exceed(s: Snapshot, q: Question, returns: Iterable[Return]) -> Iterator[Evidence]:
    """Cities whose own figure is smaller than what lies in their counties, which it contains: a row for each county.

    The other way round is no contradiction: a city holds events of its own, and ledgers may lack some. A figure that
    is missing is not smaller (G10).
    """
    cells: defaultdict[tuple[str, str], list[tuple[str, str, str, int]]] = defaultdict(list)
    for code, unit, *county in map(tuple, _counted(s, q)):
        cells[unit, code].append(tuple(county))
    for one in returns:
        for code, figure in one.figures.items():
            counties = sorted(cells[one.unit.code, code])
            total = sum(n for *_, n in counties)
            if figure.value is None or total <= figure.value:
                continue
            for adcode, zh, en, n in counties:
                values = {"county": (zh, en), "n": n, "name": figure.name, "total": total, "own": figure.value}
                yield evidence(
                    one.unit,
                    "counties_exceed",
                    f"{one.unit.code}:{code}",
                    texts("rule.counties_exceed.row", **values, **one.source),
                    line=one.line,
                    item=adcode,
                    value=n,
                    compared=figure.value,
                )


def _counted(s: Snapshot, q: Question) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of select_counties, asked once for all T with the same returns in force: each was received by T, and
    only what had taken place by then counts. With 164,000 activities it takes half a second.
    """
    in_force = tuple(sorted(one.version.key for one in load_in_force(s, q).values()))
    key = select_counties, q.timeless().known(q.known_at), in_force
    return s.lasting(key, lambda: s.ask(select_counties, q, in_force=in_force))
