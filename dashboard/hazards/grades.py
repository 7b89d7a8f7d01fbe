"""General and major hazards side by side, and never added (C13): rows of one place or kind with both grades."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple

from dashboard.view import View
from data_access.database.schema.hazard import GRADES
from data_access.notice.places import ALL
from data_access.question import Question


class Grades(NamedTuple):
    """A place or a kind of hazards: its counts of general and of major ones."""

    code: str
    name: str
    general: Any
    major: Any


def side_by_side(
    rows: Iterable[Any], code: Callable[[Any], Hashable], name: Callable[[Any], str], sums: Iterable[str]
) -> list[Grades]:
    """One per code, in the order of the rows; a grade that was not asked for has zeros for all `sums`."""
    found: dict[Hashable, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(code(row), {})[row.grade] = row
    zeros = dict.fromkeys(sums, 0)
    paired = []
    for key, grades in found.items():
        some = next(iter(grades.values()))
        both = [grades.get(grade) or some._replace(grade=grade, **zeros) for grade in GRADES]
        paired.append(Grades(str(key), name(some), *both))
    return paired


def cities_and_whole(view: View, rows: Iterable[Any], sums: Sequence[str]) -> tuple[list[Grades], Grades | None]:
    """The cities of rows with PLACE, and all of them together: as the rows tell it (what belongs to no city is in it),
    else their sum. None when there is no row.
    """
    paired = side_by_side(rows, lambda row: row.place_code, lambda row: place(view, row), sums)
    cities = [row for row in paired if row.code != ALL]
    if not paired:
        return [], None
    whole = next((row for row in paired if row.code == ALL), None)
    return cities, whole or Grades(
        ALL,
        view.t("hazards.whole"),
        summed([city.general for city in cities], sums),
        summed([city.major for city in cities], sums),
    )


def grades_asked(view: View, whole: Grades) -> list[tuple[str, Any, Question]]:
    """The grades that the view asks for, each with its counts and with the question about it alone."""
    wanted = view.question.hazards.grades or GRADES
    return [
        (grade, getattr(whole, grade), view.question.of_hazards(grades=(grade,))) for grade in GRADES if grade in wanted
    ]


def summed(rows: Sequence[Any], sums: Iterable[str]) -> Any:
    """Rows of counts added up into one, which has the labels of the first."""
    return rows[0]._replace(**{name: sum(getattr(row, name) for row in rows) for name in sums})


def place(view: View, row: Any) -> str:
    """The name of the city in a row, or of all."""
    return view.t("hazards.whole") if row.place_code == ALL else view.pick(row.place_zh, row.place_en)
