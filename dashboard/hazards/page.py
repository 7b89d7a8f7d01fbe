"""What the page of hazards shows, read in one go: general and major ones side by side and never added (C13)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, NamedTuple

from dashboard.data import rows as store
from dashboard.data.memory import remembered
from dashboard.hazards.grades import Grades, cities_and_whole, grades_asked, side_by_side
from dashboard.parts import findings, parts
from dashboard.parts.figure import Figure
from dashboard.parts.findings import Finding
from dashboard.view import View
from data_access.database.schema.hazard import GRADES
from data_access.hazards.acceptance import list_acceptance
from data_access.hazards.backlog import list_backlog
from data_access.hazards.counts import (
    list_hazard_counties,
    list_hazard_industries,
    list_hazard_sources,
    list_hazard_summary,
)
from data_access.hazards.lists import list_first_hazards, list_longest_overdue
from data_access.hazards.stages import Stages, list_stages
from data_access.hazards.sums import HAZARD_RATES, SUMS
from data_access.hazards.times import list_rectification_times, list_survival
from data_access.notice.places import ALL
from data_access.obligations.rates import Ratio, ratio
from data_access.wording import rate_text

LATE: Final = "E"
"""The class of what is overdue and not fixed (C13)."""


@dataclass(frozen=True)
class Hazards:
    """What the page shows of the hazards asked for."""

    cities: list[Grades]
    whole: Grades
    finding: Finding
    figures: list[Figure]

    def of_grade(self, grade: str) -> list[Any]:
        """The counts of one grade per city."""
        return [getattr(city, grade) for city in self.cities]


@remembered
def read(view: View) -> Hazards | None:
    """The hazards for `view`; None when there are none."""
    cities, whole = cities_and_whole(view, store.hazards(view, list_hazard_summary), list(SUMS))
    if whole is None or not whole.general.confirmed + whole.major.confirmed:
        return None
    return Hazards(cities, whole, finding(view, cities, whole), figures(view, whole))


def share(row: Any, rate: str) -> Ratio:
    """A rate of a row of counts."""
    return ratio([row], rate, HAZARD_RATES)


def nothing(view: View) -> str:
    """That there is none of what is asked for."""
    return findings.none(view, "hazards.nothing", parts.narrowed_in_words(view))


def finding(view: View, cities: Sequence[Grades], whole: Grades) -> Finding:
    """How many are overdue and where most of them lie; how far each grade that is asked for is."""
    told = [(grade, row) for grade, row, _ in grades_asked(view, whole) if row.confirmed]
    if (
        view.question.hazards.classes and LATE not in view.question.hazards.classes
    ):  # the overdue ones are not among those chosen
        said = findings.join(view, [view.t(f"hazards.count.{grade}", n=row.confirmed) for grade, row in told])
        title = view.t("hazards.finding.chosen", said=said)
    else:
        title = overdue(view, cities, whole) or view.t("hazards.finding.none")
    lead = [_lead(view, grade, row) for grade, row in told]
    return Finding(title, view.t("hazards.lead", said=view.t("list.clauses").join(lead)))


def overdue(view: View, cities: Sequence[Grades], whole: Grades) -> str:
    """How many of each grade are overdue, and in which cities most of the general ones (of the major ones, where no
    general one is) lie; "" where none is.
    """
    return most_of(view, "hazards.overdue", cities, whole, LATE)


def most_of(view: View, key: str, cities: Sequence[Grades], whole: Grades, count: str) -> str:
    """The words `key` about the hazards of each grade that `count` counts, and the cities with most; "" for none."""
    some = [grade for grade in GRADES if getattr(getattr(whole, grade), count)]
    if not some:
        return ""
    numbers = [getattr(getattr(whole, grade), count) for grade in some]
    counted = [view.t(f"hazards.count.{grade}", n=n) for grade, n in zip(some, numbers, strict=True)]
    said = view.t(key, n=sum(numbers), said=findings.join(view, counted))
    of = [getattr(getattr(city, some[0]), count) for city in cities]
    names = [city.name for city, n in zip(cities, of, strict=True) if n == max(of)]
    if len(cities) < 2 or not max(of):  # what has no place belongs to no city
        return said
    each = findings.each_of(view, names, max(of))
    where = view.t("hazards.most", grade=view.inside("grade", some[0]), names=findings.some(view, names), each=each)
    return view.t("list.clauses").join([said, where])


def _lead(view: View, grade: str, row: Any) -> str:
    done = share(row, "rectified")
    return view.t(f"hazards.lead.{grade}", n=row.confirmed, rate=rate_text(done.n, done.d))


def figures(view: View, whole: Grades) -> list[Figure]:
    """The two rates of each grade that is asked for, and what is overdue."""
    rates = [
        Figure(
            view.t(f"hazards.figure.{rate}.{grade}"),
            n=share(row, rate).n,
            d=share(row, rate).d,
            note=_beside(view, row, rate),
            definition_key=f"hazard_{rate}",
            tone="green" if rate == "in_time" else "blue",
            asked=asked,
        )
        for grade, row, asked in grades_asked(view, whole)
        for rate in ("rectified", "in_time")
    ]
    (grade, row, asked), *others = grades_asked(view, whole)
    pending = [view.t(f"hazards.note.of.{one}", n=counts.D) for one, counts, _ in ((grade, row, asked), *others)]
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
        asked=asked,
    )
    return [*rates, late]


def _beside(view: View, row: Any, rate: str) -> str:
    """Self-declared completion is told beside 整改率 and not inside it; what is not due is in no part of 按期整改率."""
    if rate == "rectified":
        return view.t("hazards.note.pending", n=row.pending)
    return view.t("hazards.note.not_due", n=row.A0 + row.P)


def counties(view: View, grade: str) -> list[Any]:
    """The counts of one grade per county of the chosen cities; what is registered for the city itself is left out."""
    rows = store.hazards(view, list_hazard_counties)
    return [row for row in rows if row.grade == grade and row.level != "prefecture"]


def by_county(view: View) -> list[Grades]:
    """Both grades per county that has hazards, and for what is registered for a city itself."""
    rows = store.hazards(view, list_hazard_counties)
    return _some(side_by_side(rows, lambda row: row.adcode, partial(_county, view), SUMS))


def _county(view: View, row: Any) -> str:
    own = view.t("city.hazards.city_itself")
    return own if row.level == "prefecture" else view.pick(row.name_zh, row.name_en)


def stages(view: View) -> dict[str, Stages]:
    """How far each grade is."""
    return {one.grade: one for one in store.hazards(view, list_stages)}


def backlog(view: View, grade: str) -> list[Any]:
    """The weeks of one grade, of all places asked for together."""
    rows = [row for row in store.hazards(view, list_backlog) if row.grade == grade]
    whole = [row for row in rows if row.place_code == ALL]
    if whole or not rows:
        return whole
    weeks: dict[str, list[Any]] = {}
    for row in rows:
        weeks.setdefault(row.week, []).append(row)
    flows = ("opening", "confirmed", "reopened", "regraded_in", "closed", "void", "regraded_out", "closing")
    return [
        same[0]._replace(**{name: sum(getattr(row, name) for row in same) for name in flows}) for same in weeks.values()
    ]


def survival(view: View) -> Sequence[Any]:
    """The steps of both curves."""
    return store.hazards(view, list_survival)


def times(view: View) -> tuple[list[Any], list[Any]]:
    """How long rectification takes per grade, beside how soon it is accepted: of all places together, and of each."""
    accepted = {(row.place_code, row.grade): row for row in store.hazards(view, list_acceptance)}
    rows = [Times(row, accepted[row.place_code, row.grade]) for row in store.hazards(view, list_rectification_times)]
    return [row for row in rows if row.fixed.place_code == ALL], [row for row in rows if row.fixed.place_code != ALL]


class Times(NamedTuple):
    """A row of list_rectification_times and the same place's and grade's row of list_acceptance."""

    fixed: Any
    accepted: Any


def longest(view: View) -> Sequence[Any]:
    """The ten that are overdue for the longest time."""
    return store.hazards(view, list_longest_overdue)


def industries(view: View) -> list[Grades]:
    """By top-level industry, or by one below it where only that is asked for; those without any hazard left out."""
    found = store.hazards(view, list_hazard_industries)
    whole = {row.industry_code for row in found if row.industry_code}
    rows = [row for row in found if row.parent_code not in whole]
    return _kinds(
        rows, "industry_code", lambda row: view.pick(row.industry_zh, row.industry_en) or view.t("hazards.none")
    )


def sources(view: View) -> list[Grades]:
    """By source, those without any hazard left out."""
    rows = store.hazards(view, list_hazard_sources)
    return _kinds(rows, "source", lambda row: view.word("source", row.source) or view.t("hazards.none"))


def _kinds(rows: Sequence[Any], code: str, name: Callable[[Any], str]) -> list[Grades]:
    some = _some(side_by_side(rows, lambda row: getattr(row, code), name, SUMS))
    return sorted(some, key=lambda kind: -kind.general.confirmed - kind.major.confirmed)


def _some(found: list[Grades]) -> list[Grades]:
    return [one for one in found if one.general.confirmed + one.major.confirmed]


def ledger(view: View) -> Sequence[Any]:
    """The first rows of the ledger; the extract has all."""
    return store.hazards(view, list_first_hazards)
