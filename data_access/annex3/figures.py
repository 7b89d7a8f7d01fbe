"""The figures of Annex 3: of each unit those of its return in force at T, and their totals (C10)."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, func, select

from data_access.database.campaign_trees import campaign_ids
from data_access.database.schema import line, metric, metric_value, obligation, submission
from data_access.database.snapshot import Snapshot
from data_access.notice.units import Line, Unit, load_units
from data_access.obligations import states as status
from data_access.obligations.history import Version, list_histories
from data_access.question import Question

RETURNING: Final = ("city", "member")
"""The groups that send summary returns; two tables that are never added up (C9, G9)."""

Values = Mapping[int, float | None]
"""Id of a figure -> what a version says of it; None: 未报."""


class Metric(NamedTuple):
    """A figure of Annex 3."""

    code: str
    zh: str
    en: str
    measure_zh: str
    measure_en: str
    section: str
    aggregation: str


NO_METRIC: Final = Metric("", "", "", "", "", "", "")
"""Of what no figure tells of."""


class InForce(NamedTuple):
    """The return of a unit that is in force at T, and the line that it answers."""

    line: Line
    version: Version


class FormFigure(NamedTuple):
    """A figure of a unit."""

    unit: Unit
    metric: Metric
    value: float | None
    """None: 未报; zero is zero (G10)."""
    return_line: str
    """'' where no return is in force."""
    return_version: int | None


class Total(NamedTuple):
    """A figure of a group of units together."""

    unit_group: str
    metric: Metric
    total: float | None
    """None where nobody filled it in."""
    filled: int
    units: int


def select_catalogue(q: Question) -> Select[*tuple[Any, ...]]:
    """Id, version of the form, and the fields of Metric, in the order of the form."""
    del q
    m = metric.c
    columns = (m.code, m.name_zh, m.name_en, m.unit, m.unit_en, m.section, m.aggregation)
    return select(m.id, m.version, *columns).order_by(m.sort_order, m.id)


def select_parts(q: Question) -> Select[str, str]:
    """A row of the form and the row of which it is a part by its own words, as codes, in the order of the form."""
    del q
    m = metric.c
    parts = (
        select(m.code, m.part_of, func.min(m.sort_order).label("place"))
        .where(m.part_of.is_not(None))
        .group_by(m.code, m.part_of)
    )
    order = parts.subquery()
    return select(order.c.code, order.c.part_of).order_by(order.c.place)


def select_values(q: Question) -> Select[*tuple[Any, ...]]:
    """What the versions of a campaign say: submission, metric, value, and the line that the version answers."""
    return (
        select(submission.c.id, metric_value.c.metric_id, metric_value.c.value, line.c.code, line.c.sort_order)
        .join_from(metric_value, submission, submission.c.id == metric_value.c.submission_id)
        .join(obligation, obligation.c.id == submission.c.obligation_id)
        .join(line, line.c.id == obligation.c.line_id)
        .where(line.c.campaign_id.in_(campaign_ids(q.filters.campaign)))
    )


def load_values(s: Snapshot, q: Question) -> Mapping[int, Values]:
    """Key of each version that has figures -> what it says of them, whatever became of it."""
    return _versions(s, q)[0]


def load_catalogue(s: Snapshot, q: Question) -> dict[int, tuple[int, Metric]]:
    """Id -> version of the form and figure, of all its versions, in the order of the form."""
    rows = s.ask_lasting(select_catalogue, q.unfiltered().timeless())
    return {key: (version, Metric._make(fields)) for key, version, *fields in rows}


def load_in_force(s: Snapshot, q: Question) -> dict[str, InForce]:
    """C10: code of a unit -> the highest accepted version, not refused on reading, of the last summary line that has
    one. Of all units that may be seen, whatever is filtered.
    """
    lines, by = _versions(s, q)[1], status.decided_by(q)
    found: dict[str, tuple[int, InForce]] = {}
    for history in list_histories(s, q.unfiltered()):
        if history.line.code not in lines:
            continue
        good = [one for one in status.standing(history.versions, q.as_of, by) if status.accepted(one, by)]
        read = [one for one in good if one.content != "refused"]
        rank, before = lines.index(history.line.code), found.get(history.unit.code)
        if read and (before is None or rank < before[0]):
            found[history.unit.code] = rank, InForce(history.line, max(read, key=lambda one: one.number))
    return {unit: of for unit, (_, of) in found.items()}


def list_metrics(s: Snapshot, q: Question) -> tuple[FormFigure, ...]:
    """C10: every city and member unit × metric with the figure of the return in force at T, by unit and in the order of
    the form. A missing value is 未报, zero is zero (G10); a zero report is zero in all that it leaves out. Line filters
    do not matter: the figures belong to a return, not to a line. The form is the newest that any return in force is in.
    """
    q = q.without_lines()
    return s.once((list_metrics, q), lambda: _metrics(s, q))


def _metrics(s: Snapshot, q: Question) -> tuple[FormFigure, ...]:
    by_version, in_force, catalogue = load_values(s, q), load_in_force(s, q), load_catalogue(s, q)
    used = {catalogue[key][0] for of in in_force.values() for key in by_version.get(of.version.key, ())}
    form = max(used or {version for version, _ in catalogue.values()}, default=0)
    metrics = [(key, one) for key, (version, one) in catalogue.items() if version == form]
    found = []
    for unit in load_units(s, q).values():
        if unit.group in RETURNING:
            of = in_force.get(unit.code)
            reported = by_version.get(of.version.key, {}) if of else {}
            empty = 0 if of and of.version.is_zero_report else None
            source = (of.line.code, of.version.number) if of else ("", None)
            found += [FormFigure(unit, one, reported.get(key, empty), *source) for key, one in metrics]
    return tuple(found)


def list_metric_totals(s: Snapshot, q: Question) -> tuple[Total, ...]:
    """C10: per group (cities; member units; never both together) and metric the sum of filled values, the number of
    units that filled it in and the number of units, by group and code.

    Stock metrics add over units as the others do; parts of a ratio are divided only by metric_ratios.
    """
    values: defaultdict[tuple[str, Metric], list[float | None]] = defaultdict(list)
    for row in list_metrics(s, q):
        values[row.unit.group, row.metric].append(row.value)
    found = []
    for (group, of), reported in sorted(values.items()):
        filled = [value for value in reported if value is not None]
        found.append(Total(group, of, sum(filled) if filled else None, len(filled), len(reported)))
    return tuple(found)


def _versions(s: Snapshot, q: Question) -> tuple[Mapping[int, Values], tuple[str, ...]]:
    """What versions say, and the codes of the summary lines: those whose versions say anything, the one that the notice
    names last first.
    """
    every = q.unfiltered().timeless()
    return s.lasting((_versions, every), lambda: _read(s, every))


def _read(s: Snapshot, q: Question) -> tuple[Mapping[int, Values], tuple[str, ...]]:
    by_version, place = defaultdict[int, dict[int, float | None]](dict), dict[str, int]()
    for key, of, value, code, order in s.ask(select_values, q):
        by_version[key][of] = value
        place[code] = order
    return dict(by_version), tuple(sorted(place, key=place.__getitem__, reverse=True))
