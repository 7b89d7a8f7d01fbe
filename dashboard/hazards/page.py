"""What the page of hazards shows, read in one go: general and major ones side by side and never added (C13)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from dashboard.data import store
from dashboard.data.memory import remembered
from dashboard.hazards.grades import Counts, Grades, Label, cities_and_whole, grades_of, label_of, side_by_side
from dashboard.parts import findings, parts
from dashboard.parts.figure import Figure
from dashboard.parts.findings import Finding
from dashboard.view import View
from data_access.database.schema.hazard import GRADES
from data_access.hazards.acceptance import Acceptance, list_acceptance
from data_access.hazards.backlog import BacklogWeek, Flows, list_backlog
from data_access.hazards.counts import (
    CountyCount,
    list_hazard_counties,
    list_hazard_industries,
    list_hazard_sources,
    list_hazard_summary,
)
from data_access.hazards.ledger import Hazard
from data_access.hazards.lists import list_first_hazards, list_longest_overdue
from data_access.hazards.stages import Stages, list_stages
from data_access.hazards.sums import HAZARD_RATES, Sums
from data_access.hazards.times import RectificationTimes, SurvivalStep, list_rectification_times, list_survival
from data_access.notice.places import ALL
from data_access.obligations.rates import Ratio, ratio
from data_access.question import Question
from data_access.wording import rate_text

LATE: Final = "E"
"""The class of what is overdue and not fixed (C13)."""


@dataclass(frozen=True)
class Hazards:
    """What the page shows of the hazards asked for."""

    cities: list[Grades[Sums]]
    whole: Grades[Sums]
    finding: Finding
    figures: list[Figure]


@remembered
def read(view: View) -> Hazards | None:
    """The hazards for `view`; None when there are none."""
    cities, whole = cities_and_whole(view, store.hazards(view, list_hazard_summary), Sums())
    if whole is None or not whole.general.confirmed + whole.major.confirmed:
        return None
    return Hazards(cities, whole, finding(view, cities, whole), figures(view, whole))


def share(counts: Sums, rate: str) -> Ratio:
    """A rate of counts."""
    return ratio([counts], rate, HAZARD_RATES)


def rate_figure(counts: Sums, rate: str, label: str, note: str, question: Question) -> Figure:
    """A rate of counts with its parts. Its definition counts hazards one by one: too many to read for a page."""
    found = share(counts, rate)
    return Figure(label, n=found.n, d=found.d, note=note, definition_key=f"hazard_{rate}", question=question)


def nothing(view: View) -> str:
    """That there is none of what is asked for."""
    return findings.none(view, "hazards.nothing", parts.narrowed_in_words(view))


def finding(view: View, cities: Sequence[Grades[Sums]], whole: Grades[Sums]) -> Finding:
    """How many are overdue and where most of them lie; how far each grade that is asked for is."""
    told = [(grade, row) for grade, row, _ in grades_of(view, whole) if row.confirmed]
    chosen = view.question.hazards.classes
    if chosen and LATE not in chosen:  # the overdue ones are not among them
        said = findings.join(view, [view.t(f"hazards.count.{grade}", n=row.confirmed) for grade, row in told])
        title = view.t("hazards.finding.chosen", said=said)
    else:
        title = overdue(view, cities, whole) or view.t("hazards.finding.none")
    if chosen:
        return Finding(title, view.t("hazards.lead.narrowed"))
    lead = [_lead(view, grade, row) for grade, row in told]
    return Finding(title, view.t("hazards.lead", said=view.t("list.clauses").join(lead)))


def overdue(view: View, cities: Sequence[Grades[Sums]], whole: Grades[Sums]) -> str:
    """How many of each grade are overdue, and in which cities most of the general ones (of the major ones, where no
    general one is) lie; "" where none is.
    """
    return most_of(view, "hazards.overdue", cities, whole, LATE)


def most_of(view: View, key: str, cities: Sequence[Grades[Counts]], whole: Grades[Counts], count: str) -> str:
    """The words `key` about the hazards of each grade that `count` counts, and the cities with most; "" for none."""
    some = [grade for grade in GRADES if getattr(whole.of(grade), count)]
    if not some:
        return ""
    numbers = [getattr(whole.of(grade), count) for grade in some]
    counted = [view.t(f"hazards.count.{grade}", n=n) for grade, n in zip(some, numbers, strict=True)]
    said = view.t(key, n=sum(numbers), said=findings.join(view, counted))
    of = [getattr(city.of(some[0]), count) for city in cities]
    names = [city.name for city, n in zip(cities, of, strict=True) if n == max(of)]
    if len(cities) < 2 or not max(of):  # what has no place belongs to no city
        return said
    each = findings.each_of(view, names, max(of))
    where = view.t("hazards.most", grade=view.inside("grade", some[0]), names=findings.some(view, names), each=each)
    return view.t("list.clauses").join([said, where])


def _lead(view: View, grade: str, counts: Sums) -> str:
    done = share(counts, "rectified")
    return view.t(f"hazards.lead.{grade}", n=counts.confirmed, rate=rate_text(done.n, done.d))


def figures(view: View, whole: Grades[Sums]) -> list[Figure]:
    """The two rates of each grade that is asked for, and what is overdue."""
    rates = [
        rate_figure(row, rate, view.t(f"hazards.figure.{rate}.{grade}"), _beside(view, row, rate), question)
        for grade, row, question in grades_of(view, whole)
        for rate in ("rectified", "in_time")
    ]
    (grade, row, question), *others = grades_of(view, whole)
    pending = [view.t(f"hazards.note.of.{one}", n=counts.D) for one, counts, _ in ((grade, row, question), *others)]
    late = Figure(
        view.t("hazards.figure.overdue"),
        value=row.E,
        unit=view.t(f"hazards.unit.{grade}"),
        note=view.t("list.dot").join(
            [
                *(view.t(f"hazards.note.of.{one}", n=counts.E) for one, counts, _ in others),
                view.t("hazards.note.overdue", said=view.t("list.and").join(pending)),
            ]
        ),
        definition_key="hazard_overdue",
        tone="red" if whole.general.E or whole.major.E else "gray",
        question=question,
    )
    return [*rates, late]


def _beside(view: View, counts: Sums, rate: str) -> str:
    """Self-declared completion is told beside 整改率 and not inside it; what is not due is in no part of 按期整改率."""
    if rate == "rectified":
        return view.t("hazards.note.pending", n=counts.pending)
    return view.t("hazards.note.not_due", n=counts.A0 + counts.P)


def counties(view: View) -> list[Grades[Sums]]:
    """Both grades per county of the chosen cities; what is registered for the city itself is left out."""
    rows = store.hazards(view, list_hazard_counties)
    labelled = ((label_of(view, row.place), row.grade, row.counts) for row in rows if row.level != "prefecture")
    return side_by_side(labelled, Sums())


def by_county(view: View) -> list[Grades[Sums]]:
    """Both grades per county that has hazards, and for what is registered for a city itself."""
    rows = store.hazards(view, list_hazard_counties)
    return _some(side_by_side(((_county(view, row), row.grade, row.counts) for row in rows), Sums()))


def _county(view: View, row: CountyCount) -> Label:
    label, own = label_of(view, row.place), view.t("city.hazards.city_itself")
    return label._replace(name=own) if row.level == "prefecture" else label


def stages(view: View) -> dict[str, Stages]:
    """How far each grade is."""
    return {one.grade: one for one in store.hazards(view, list_stages)}


def backlog(view: View, grade: str) -> list[BacklogWeek]:
    """The weeks of one grade, of all places asked for together."""
    rows = [row for row in store.hazards(view, list_backlog) if row.grade == grade]
    whole = [row for row in rows if row.place.code == ALL]
    if whole or not rows:
        return whole
    weeks: dict[str, list[BacklogWeek]] = {}
    for row in rows:
        weeks.setdefault(row.week, []).append(row)
    return [
        same[0]._replace(
            opening=sum(row.opening for row in same),
            flows=Flows(*map(sum, zip(*(row.flows for row in same), strict=True))),
            closing=sum(row.closing for row in same),
        )
        for same in weeks.values()
    ]


def survival(view: View) -> Sequence[SurvivalStep]:
    """The steps of both curves."""
    return store.hazards(view, list_survival)


class Times(NamedTuple):
    """How long rectification takes in a place, and the same place's and grade's acceptance."""

    fixed: RectificationTimes
    accepted: Acceptance


def times(view: View) -> tuple[list[Times], list[Times]]:
    """How long rectification takes per grade, beside how soon it is accepted: of all places together, and of each."""
    accepted = {(row.place, row.grade): row for row in store.hazards(view, list_acceptance)}
    rows = [Times(row, accepted[row.place, row.grade]) for row in store.hazards(view, list_rectification_times)]
    return [row for row in rows if row.fixed.place.code == ALL], [row for row in rows if row.fixed.place.code != ALL]


def longest(view: View) -> Sequence[Hazard]:
    """The ten that are overdue for the longest time."""
    return store.hazards(view, list_longest_overdue)


def industries(view: View) -> list[Grades[Sums]]:
    """By top-level industry, or by one below it where only that is asked for; those without any hazard left out."""
    rows = store.hazards(view, list_hazard_industries)
    whole = {row.industry.code for row in rows if row.industry.code}
    return _kinds(
        (_kind(view, row.industry.code, view.pick(row.industry.zh, row.industry.en)), row.grade, row.counts)
        for row in rows
        if row.industry.parent not in whole
    )


def sources(view: View) -> list[Grades[Sums]]:
    """By source, those without any hazard left out."""
    rows = store.hazards(view, list_hazard_sources)
    return _kinds((_kind(view, row.source, view.word("source", row.source)), row.grade, row.counts) for row in rows)


def _kind(view: View, code: str, name: str) -> Label:
    name = name or view.t("hazards.none")
    return Label(code, name, name)


def _kinds(rows: Iterable[tuple[Label, str, Sums]]) -> list[Grades[Sums]]:
    some = _some(side_by_side(rows, Sums()))
    return sorted(some, key=lambda kind: -kind.general.confirmed - kind.major.confirmed)


def _some(found: list[Grades[Sums]]) -> list[Grades[Sums]]:
    return [one for one in found if one.general.confirmed + one.major.confirmed]


def ledger(view: View) -> Sequence[Hazard]:
    """The first rows of the ledger; the extract has all."""
    return store.hazards(view, list_first_hazards)
