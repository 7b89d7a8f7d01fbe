"""General and major hazards side by side, and never added (C13): one place or kind with the counts of both grades."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from dashboard.view import View
from data_access.database.schema.hazard import GRADES
from data_access.hazards.exposures import ExposureSums
from data_access.hazards.sums import Sums
from data_access.notice.places import ALL
from data_access.notice.units import Place
from data_access.question import Question

Counts = TypeVar("Counts", Sums, ExposureSums)


class Label(NamedTuple):
    """What a row is called in the view's language."""

    code: str
    name: str
    short: str


@dataclass(frozen=True)
class Grades(Generic[Counts]):
    """A place or a kind of hazards: its counts of general and of major ones."""

    label: Label
    general: Counts
    major: Counts

    @property
    def code(self) -> str:
        """Of the place or kind."""
        return self.label.code

    @property
    def name(self) -> str:
        """Of the place or kind."""
        return self.label.name

    def of(self, grade: str) -> Counts:
        """The counts of one grade."""
        return self.major if grade == "major" else self.general


def side_by_side(rows: Iterable[tuple[Label, str, Counts]], nothing: Counts) -> list[Grades[Counts]]:
    """One per label, in the order of the rows (label, grade, counts); a grade that was not asked for has `nothing`."""
    found: dict[Label, dict[str, Counts]] = {}
    for label, grade, counts in rows:
        found.setdefault(label, {})[grade] = counts
    return [Grades(label, *(grades.get(grade, nothing) for grade in GRADES)) for label, grades in found.items()]


def cities_and_whole(
    view: View, rows: Iterable[tuple[Place, str, Counts]], nothing: Counts
) -> tuple[list[Grades[Counts]], Grades[Counts] | None]:
    """The cities of rows (place, grade, counts), and all of them together: as the rows tell it (what belongs to no city
    is in it), else their sum. None when there is no row.
    """
    paired = side_by_side(((label_of(view, place), grade, counts) for place, grade, counts in rows), nothing)
    cities = [row for row in paired if row.code != ALL]
    if not paired:
        return [], None
    whole = next((row for row in paired if row.code == ALL), None)
    name = view.t("hazards.whole")
    return cities, whole or Grades(
        Label(ALL, name, name),
        summed([city.general for city in cities]),
        summed([city.major for city in cities]),
    )


def grades_of(view: View, whole: Grades[Counts]) -> list[tuple[str, Counts, Question]]:
    """The grades that the view asks for, each with its counts and with the question about it alone."""
    wanted = view.question.hazards.grades or GRADES
    return [(grade, whole.of(grade), view.question.of_hazards(grades=(grade,))) for grade in GRADES if grade in wanted]


def summed(counts: Sequence[Counts]) -> Counts:
    """Counts added up, field by field."""
    return type(counts[0])(*map(sum, zip(*counts, strict=True)))


def label_of(view: View, place: Place) -> Label:
    """The names of a city or county, or of all cities together."""
    if place.code == ALL:
        return Label(ALL, view.t("hazards.whole"), view.t("hazards.whole"))
    return Label(place.code, view.name(place), view.short(place))
