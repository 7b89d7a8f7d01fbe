"""What the page of exposures shows: what was exposed, was it fixed then, and what has no hazard on record."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.data import store
from dashboard.data.memory import remembered
from dashboard.hazards import page as hazards
from dashboard.hazards.grades import Grades, cities_and_whole, grades_of
from dashboard.parts import findings, parts
from dashboard.parts.figure import Figure
from dashboard.parts.findings import Finding
from dashboard.view import View
from data_access.hazards.exposures import (
    Exposure,
    ExposureSums,
    Gaps,
    list_exposure_summary,
    list_newest_exposures,
    load_exposure_gaps,
)
from data_access.wording import rate_text


@dataclass(frozen=True)
class Exposures:
    """What the page shows."""

    cities: list[Grades[ExposureSums]]
    whole: Grades[ExposureSums]
    gaps: Gaps
    newest: Sequence[Exposure]
    finding: Finding
    figures: list[Figure]


def nothing(view: View) -> str:
    """That nothing of what is asked for was exposed."""
    return findings.none(view, "exposures.nothing", parts.narrowed_in_words(view))


@remembered
def read(view: View) -> Exposures | None:
    """The exposures for `view`; None when there are none."""
    gaps = store.hazards(view, load_exposure_gaps)
    if not gaps.exposures:
        return None
    cities, whole = _counted(view)
    if whole is None:
        return None
    newest = store.hazards(view, list_newest_exposures)
    return Exposures(cities, whole, gaps, newest, finding(view, cities, whole, gaps), figures(view, whole, gaps))


def totals(view: View) -> Grades[ExposureSums] | None:
    """Exposed hazards of all places asked for, each grade apart."""
    return _counted(view)[1]


def _counted(view: View) -> tuple[list[Grades[ExposureSums]], Grades[ExposureSums] | None]:
    return cities_and_whole(view, store.hazards(view, list_exposure_summary), ExposureSums())


def finding(view: View, cities: Sequence[Grades[ExposureSums]], whole: Grades[ExposureSums], gaps: Gaps) -> Finding:
    """How many were exposed, and of which the hazard is open for more than 30 days."""
    long = hazards.most_of(view, "exposures.open_long", cities, whole, "open_long")
    said = [view.t("exposures.count", n=gaps.exposures, count=f"{gaps.exposures:,}"), long]
    return Finding(view.t("list.clauses").join(filter(None, said)), closed(view, whole))


def closed(view: View, whole: Grades[ExposureSums]) -> str:
    """Of exposed hazards how many are closed, and open for long, as a sentence; "" where there are none."""
    exposed = [(grade, row) for grade, row, _ in grades_of(view, whole) if row.exposed]
    told = [
        view.t(f"exposures.closed.{grade}", rate=rate_text(row.exposed_closed, row.exposed), n=row.open_long)
        for grade, row in exposed
    ]
    return view.t("exposures.lead", said=view.t("list.clauses").join(told)) if told else ""


def figures(view: View, whole: Grades[ExposureSums], gaps: Gaps) -> list[Figure]:
    """Exposure closure of each grade, what is open for long, and the gaps in the data."""
    shares = [
        Figure(
            view.t(f"exposures.figure.closed.{grade}"),
            n=row.exposed_closed,
            d=row.exposed,
            note=view.t("exposures.note.after", n=row.closed_after),
            definition_key="exposed_closed",
            question=question,
        )
        for grade, row, question in grades_of(view, whole)
    ]
    (grade, row, question), *others = grades_of(view, whole)
    long = row.open_long
    return [
        *shares,
        Figure(
            view.t("exposures.figure.open_long"),
            value=long,
            unit=view.t(f"hazards.unit.{grade}"),
            note=view.t("list.and").join(
                view.t(f"hazards.note.of.{one}", n=counts.open_long) for one, counts, _ in others
            ),
            definition_key="exposed_open_long",
            question=question,
            tone="red" if long or whole.major.open_long else "gray",
        ),
        Figure(
            view.t("exposures.figure.without"),
            value=gaps.without_hazard,
            unit=view.t("exposures.unit", n=gaps.without_hazard),
            note=view.t("exposures.note.unconfirmed", n=gaps.unconfirmed),
            definition_key="exposed_without",
            question=view.question,
            tone="gray",
        ),
    ]
