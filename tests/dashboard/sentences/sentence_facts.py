"""What the sentences of the pages must agree with: the rows of the files for the same question, counted here anew."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from dashboard.data import reader
from dashboard.view import View
from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import EXTRACTS
from data_access.question import Filters, HazardFilters, Question
from data_access.wording import brief
from tests.row_values import values

DONE = ("done_on_time", "done_off_date", "done_late")
GROUPS = ("city", "member", "office", "county")
Row = dict[str, Any]


@lru_cache(2000)
def rows(extract: str, asked: Question) -> list[Row]:
    """The rows of a file; kept, since every claim of a sentence asks for them (rows.cache_clear for other data)."""
    with snapshot(reader.engine()) as conn:
        made = EXTRACTS[extract]
        return values(made.rows(conn, asked))


@dataclass(frozen=True)
class Facts:
    """The rows for one view; `group`: the unit group that a page is about ("": the first that owes anything)."""

    view: View
    group: str = ""
    measure: str = ""

    def __repr__(self) -> str:
        q = self.view.question
        return f"{self.view.page} {q.filters} {q.hazards} {q.as_of} {self.group} {self.measure}"

    @property
    def lang(self) -> str:
        return self.view.lang

    def of(self, extract: str, filters: Filters | None = None, hazards: HazardFilters | None = None) -> list[Row]:
        """The rows of a file, with the view's filters unless others are given."""
        q = self.view.question
        asked = replace(q, filters=filters or q.filters, hazards=q.hazards if hazards is None else hazards)
        return rows(extract, asked)

    def everywhere(self, extract: str) -> list[Row]:
        """Those of all cities."""
        return self.of(extract, replace(self.view.filters, cities=()))

    def placed(self, extract: str) -> list[Row]:
        """Those that no line and no unit group narrows."""
        return self.of(extract, replace(self.view.filters, lines=(), groups=()))

    def pick(self, row: Row, what: str, short: bool = False) -> str:
        """The name in a row."""
        if self.lang == "en":
            return brief(row[f"{what}_short_en" if short and what == "line" else f"{what}_en"])
        return str(row[(f"{what}_short_zh" if what == "line" else f"{what}_short") if short else f"{what}_zh"])

    @cached_property
    def tasks(self) -> list[Row]:
        """The obligations of the group."""
        rows = self.of("obligations")
        there = {row["unit_group"] for row in rows}
        group = self.group or next((one for one in GROUPS if one in there), "")
        return [row for row in rows if row["unit_group"] == group]

    @property
    def group_of_tasks(self) -> str:
        return self.group or (str(self.tasks[0]["unit_group"]) if self.tasks else "")

    @cached_property
    def late(self) -> list[Row]:
        return [row for row in self.tasks if row["state"] == "overdue"]

    @cached_property
    def behind(self) -> list[Row]:
        """Behind the expected pace (G15)."""
        return [row for row in self.tasks if "pace_tasks" in row]

    @cached_property
    def due(self) -> list[Row]:
        """Those whose deadline has passed, without the excused."""
        return [row for row in self.tasks if row["due_passed"] and row["state"] != "waived"]

    def stated(self, rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if row["due_basis"] == "stated"]

    def on_time(self, rows: Iterable[Row]) -> int:
        return sum(row["state"] == "done_on_time" for row in rows)

    def per_unit(self, rows: Iterable[Row]) -> Counter[str]:
        return Counter(self.pick(row, "unit") for row in rows)

    @cached_property
    def hazards(self) -> list[Row]:
        return self.placed("hazards")

    def of_class(self, grade: str, classes: str = "E") -> list[Row]:
        return [row for row in self.hazards if row["grade"] == grade and row["class"] in classes.split()]

    def cities_of(self, rows: Iterable[Row]) -> Counter[str]:
        return Counter(self.pick(row, "city") for row in rows)

    @property
    def city_names(self) -> list[str]:
        """Of the chosen cities."""
        return [self.view.city(code) for code in self.view.filters.cities]


def top(counted: Counter[str]) -> list[str]:
    """Those with most."""
    return [name for name, n in counted.items() if n == max(counted.values())]
