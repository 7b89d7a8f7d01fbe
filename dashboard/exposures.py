"""What the page of exposures shows: what was exposed, was it fixed then, and what has no hazard on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from dashboard import derived, findings, parts, store
from dashboard.findings import Finding
from dashboard.grades import Grades, cities_and_whole, grades_asked
from dashboard.parts import Figure
from dashboard.view import View, rate_text
from data_access.exposures import SUMS, list_exposure_gaps, list_exposure_summary, list_newest_exposures


@dataclass(frozen=True)
class Exposures:
    """What the page shows."""

    cities: list[Grades]
    whole: Grades
    gaps: Any
    """The row of list_exposure_gaps."""
    newest: Sequence[Any]
    finding: Finding
    figures: list[Figure]


def read(view: View) -> Exposures | None:
    """The exposures for `view`; None when there are none."""
    return derived.kept(view, partial(_read, view), __name__)


def nothing(view: View) -> str:
    """That nothing of what is asked for was exposed."""
    return findings.none(view, "exposures.nothing", parts.narrowed_in_words(view))


def _read(view: View) -> Exposures | None:
    (gaps,) = store.hazards(view, list_exposure_gaps)
    if not gaps.exposures:
        return None
    cities, whole = _counted(view)
    if whole is None:
        return None
    newest = store.hazards(view, list_newest_exposures)
    return Exposures(cities, whole, gaps, newest, finding(view, cities, whole, gaps), figures(view, whole, gaps))


def totals(view: View) -> Grades | None:
    """Exposed hazards of all places asked for, each grade apart."""
    return _counted(view)[1]


def _counted(view: View) -> tuple[list[Grades], Grades | None]:
    return cities_and_whole(view, store.hazards(view, list_exposure_summary), list(SUMS))


def finding(view: View, cities: Sequence[Grades], whole: Grades, gaps: Any) -> Finding:
    """How many were exposed, and of which the hazard is open for more than 30 days."""
    long = whole.general.open_long + whole.major.open_long
    most = max((city.general.open_long + city.major.open_long for city in cities), default=0)
    names = [city.name for city in cities if most == city.general.open_long + city.major.open_long]
    key = (
        "exposures.finding"
        if long and len(cities) > 1
        else "exposures.finding.one"
        if long
        else "exposures.finding.none"
    )
    title = view.t(
        key,
        n=gaps.exposures,
        general=whole.general.open_long,
        major=whole.major.open_long,
        names=findings.some(view, names),
        each=most,
    )
    said = [
        view.t(
            "exposures.lead.grade", grade=view.inside("grade", grade), rate=rate_text(row.exposed_closed, row.exposed)
        )
        for grade, row in (("general", whole.general), ("major", whole.major))
    ]
    return Finding(title, view.t("exposures.lead", said=view.t("list.and").join(said)))


def figures(view: View, whole: Grades, gaps: Any) -> list[Figure]:
    """Exposure closure of each grade, what is open for long, and the gaps in the data."""
    shares = [
        Figure(
            view.t(f"exposures.figure.closed.{grade}"),
            n=row.exposed_closed,
            d=row.exposed,
            note=view.t("exposures.note.after", n=row.closed_after),
            definition_key="exposed_closed",
            asked=asked,
        )
        for grade, row, asked in grades_asked(view, whole)
    ]
    grade, row, asked = grades_asked(view, whole)[0]
    long = row.open_long
    return [
        *shares,
        Figure(
            view.t("exposures.figure.open_long"),
            value=long,
            unit=view.t(f"hazards.unit.{grade}"),
            note=view.t("exposures.note.major", n=whole.major.open_long),
            definition_key="exposed_open_long",
            asked=asked,
            tone="red" if long or whole.major.open_long else "gray",
        ),
        Figure(
            view.t("exposures.figure.without"),
            value=gaps.without_hazard,
            unit=view.t("exposures.unit"),
            note=view.t("exposures.note.unconfirmed", n=gaps.unconfirmed),
            definition_key="exposed_without",
            asked=view.q,
            tone="gray",
        ),
    ]
