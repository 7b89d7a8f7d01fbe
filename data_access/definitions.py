"""How each figure of the screen, the files and the papers is made: its rules, and the very rows that it counts.

Its words are `definition.<key>.title`, `definition.<key>` and `definition.<key>.left_out` in the catalogues beside this
file; docs/figures.md lists them all (`make docs`). A test works every figure of every page out of its rows again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from data_access.exposures import LONG
from data_access.hazard_sums import HAZARD_RATES
from data_access.hazards import CLOSED, MATURED
from data_access.i18n import t
from data_access.places import ALL
from data_access.quality_rules import CONTRADICTIONS
from data_access.reporting import IN
from data_access.status import DONE
from data_access.tips import TIP_RATES

Where = Mapping[str, Callable[[Any], bool]]
"""Name of a value of a row -> what must hold of it; all must hold."""
Row = Sequence[Any]
PREFIX: Final = "figure-"


class Measured(NamedTuple):
    """What rows give: a numerator and a denominator; `d` is None for a figure that is no rate."""

    n: float
    d: float | None = None


@dataclass(frozen=True)
class Definition:
    """A figure: what it counts of the rows of an extract."""

    key: str
    rules: tuple[str, ...]
    """Their numbers in docs/definitions.md."""
    extract: str
    whole: Where = field(default_factory=dict)
    """The rows that are counted; of a rate the denominator."""
    part: Where | None = None
    """Those of them in the numerator; None for what is no rate of rows."""
    sums: tuple[str, ...] = ()
    """Where rows are counts themselves: the column added up, or those of numerator and denominator."""
    classes: tuple[str, ...] = ()
    """Classes of hazards that all counted rows have: the database leaves out the others."""
    distinct: str = ""
    """Rows of one value here count once: a hazard that was exposed twice."""
    counted: bool = True
    """False: the figure is told by these rows and is no count of them (days to a deadline)."""

    @property
    def rows_extract(self) -> str:
        """The extract of exactly these rows."""
        return PREFIX + self.key.replace("_", "-")

    def title(self, lang: str) -> str:
        """What the figure is called."""
        return t(lang, f"definition.{self.key}.title")

    def text(self, lang: str) -> str:
        """How it is counted."""
        return t(lang, f"definition.{self.key}")

    def left_out(self, lang: str) -> str:
        """What is left out, and why."""
        return t(lang, f"definition.{self.key}.left_out")


def one_of(*values: object) -> Callable[[Any], bool]:
    """Whether a value is one of these."""
    return lambda value: value in values


def none_of(*values: object) -> Callable[[Any], bool]:
    """Whether a value is none of these."""
    return lambda value: value not in values


def filled(value: object) -> bool:
    """Whether there is a value."""
    return value is not None and value != ""


def empty(value: object) -> bool:
    """Whether there is no value."""
    return not filled(value)


def more_than(least: int) -> Callable[[Any], bool]:
    """Whether a number is there and greater."""
    return lambda value: value is not None and value > least


def rows_where(where: Where, names: Sequence[str]) -> Callable[[Row], bool]:
    """`where` as a test of rows whose values have these names. ValueError for a name that they do not have."""
    tests = [(list(names).index(name), holds) for name, holds in where.items()]
    return lambda row: all(holds(row[place]) for place, holds in tests)


def measured(definition: Definition, names: Sequence[str], rows: Iterable[Row]) -> Measured:
    """The figure worked out of all rows of its extract, whose values have these names."""
    inside = rows_where(definition.whole, names)
    counted = [row for row in rows if inside(row)]
    if definition.distinct:
        place = list(names).index(definition.distinct)
        counted = list({row[place]: row for row in counted}.values())
    if definition.sums:
        places = [list(names).index(name) for name in definition.sums]
        return Measured(*(sum(row[place] or 0 for row in counted) for place in places))
    if definition.part is None:
        return Measured(len(counted))
    numerator = rows_where(definition.part, names)
    return Measured(sum(map(numerator, counted)), len(counted))


ACTIVE: Final[Where] = {"state": none_of("waived")}
DUE: Final[Where] = {**ACTIVE, "due_passed": one_of(True)}
ON_TIME: Final[Where] = {"state": one_of("done_on_time")}
STATED: Final[Where] = {"due_basis": one_of("stated")}
IS_DONE: Final[Where] = {"state": one_of(*DONE)}
IS_CLOSED: Final[Where] = {"class": one_of(*CLOSED)}
EXPOSED: Final[Where] = {"exposed_at": filled}
NOT_EXCUSED: Final[Where] = {"reply": none_of("waived")}
RECEIVED: Final[Where] = {"reply": one_of(*IN)}
CITIES: Final[Where] = {"place_code": none_of(ALL)}
OF_CITIES: Final[Where] = {"unit_group": one_of("city")}
OF_COUNTIES: Final[Where] = {"unit_group": one_of("county")}
CHANNELS: Final[Where] = {"channel": none_of(ALL)}


def _tips(rate: str) -> Definition:
    return Definition(f"tip_{rate}", ("C14",), "tips-summary", CHANNELS, sums=TIP_RATES[rate])


def _findings(key: str, rules: tuple[str, ...], *kinds: str) -> Definition:
    return Definition(f"quality_{key}", rules, "quality-findings", {"kind": one_of(*kinds)}, distinct="finding")


OBLIGATION_FIGURES: Final = (
    Definition("completion", ("C9", "G6"), "obligations", ACTIVE, IS_DONE),
    Definition("due_completion", ("C9", "G6"), "obligations", DUE, IS_DONE),
    Definition("on_time", ("C9", "G6"), "obligations", DUE, ON_TIME),
    Definition("due_completion_stated", ("C9", "C3"), "obligations", {**DUE, **STATED}, IS_DONE),
    Definition("on_time_stated", ("C9", "C3", "G12"), "obligations", {**DUE, **STATED}, ON_TIME),
    Definition("overdue", ("C2", "C3", "G4"), "obligations", {"state": one_of("overdue")}),
    Definition("next_deadline", ("C2", "C8"), "obligations", {"state": one_of("not_due")}, counted=False),
)
HAZARD_FIGURES: Final = (
    Definition("hazard_rectified", ("C13",), "hazards", {}, IS_CLOSED),
    Definition(
        "hazard_in_time",
        ("C12", "C13"),
        "hazards",
        {"class": one_of(*MATURED)},
        {"class": one_of("A", "B")},
        (),
        MATURED,
    ),
    Definition(
        "hazard_overdue_share",
        ("C12", "C13"),
        "hazards",
        {"class": one_of(*MATURED)},
        {"class": one_of("E")},
        classes=MATURED,
    ),
    Definition("hazard_overdue", ("C12", "C13"), "hazards", {"class": one_of("E")}, classes=("E",)),
    Definition("hazard_listed", ("C13",), "majors", {}, {"listed_at": filled}),
    Definition("hazard_in_place", ("C13",), "majors", {"class": none_of(*CLOSED)}, {"in_place": one_of(True)}),
    Definition("hazard_reopened", ("C13",), "hazard-summary", CITIES, sums=HAZARD_RATES["reopened"]),
    Definition("exposed_closed", ("C13",), "hazards", EXPOSED, IS_CLOSED),
    Definition(
        "exposed_open_long",
        ("C13",),
        "exposures",
        {"record": one_of("hazard"), "closed_at": empty, "days_open": more_than(LONG)},
        distinct="hazard_code",
    ),
    Definition("exposed_without", ("C13",), "exposures", {"record": one_of("none")}),
)
TIP_FIGURES: Final = (
    *(_tips(rate) for rate in TIP_RATES),
    Definition("tip_overdue", ("C14",), "tips-summary", CHANNELS, sums=("overdue",)),
)
ACTIVITY_FIGURES: Final = (
    Definition("held", ("C11", "C7", "G7", "G8"), "activities", {"status": one_of("held")}, distinct="code"),
)
QUALITY_FIGURES: Final = (
    Definition("quality_missing", ("C4", "G10"), "quality", {"unit_group": one_of("city")}, sums=("missing", "due")),
    _findings("refused", ("C10", "G13"), "refused"),
    _findings("contradictions", ("G9", "G10", "C10"), *CONTRADICTIONS),
    _findings("revised", ("G13", "C10"), "revised"),
    _findings("formal", ("G14",), "formal"),
)
REPORTING_FIGURES: Final = (
    Definition("return_in", ("C4", "G6"), "returns", NOT_EXCUSED, RECEIVED),
    Definition("weekly_in", ("C4", "G10"), "returns", {**NOT_EXCUSED, "running": one_of(True)}, RECEIVED),
    Definition("reminded", ("C2", "C8"), "reminders"),
)
REACH_FIGURES: Final = (
    Definition("returned", ("C10",), "metrics", OF_CITIES, {"return_line": filled}, distinct="unit_code"),
    Definition(
        "metric_ratio",
        ("C10", "G11", "C16"),
        "metric-ratios",
        {**OF_CITIES, "part": filled, "whole": filled},
        sums=("part", "whole"),
    ),
    Definition("held_online", ("C11", "G7"), "held-by-week", sums=("held_online", "held")),
    Definition("settings_covered", ("C15", "C11"), "five-settings", {}, {"held": more_than(0)}),
    Definition("league_counties", ("C6", "C9", "G8"), "volunteer-events", {**ACTIVE, **OF_COUNTIES}, IS_DONE),
    Definition("league_cities", ("C6", "C9", "G8"), "volunteer-events", {**ACTIVE, **OF_CITIES}, IS_DONE),
    Definition("day_kept", ("C5", "G4"), "showpieces", {**ACTIVE, "day_bound": one_of(True)}, ON_TIME),
    Definition("day_events", ("C5", "C11", "G8"), "day-events", {}, {"held": more_than(0)}),
    Definition(
        "showpieces",
        ("C5", "C11", "G7"),
        "showpieces",
        {"named": one_of(True)},
        {"status": one_of("held")},
        distinct="line_code",
    ),
)
ALL_FIGURES: Final = (
    *OBLIGATION_FIGURES,
    *ACTIVITY_FIGURES,
    *REPORTING_FIGURES,
    *REACH_FIGURES,
    *HAZARD_FIGURES,
    *TIP_FIGURES,
    *QUALITY_FIGURES,
)
DEFINITIONS: Final = {one.key: one for one in ALL_FIGURES}
"""All figures by key: the one catalogue that pages, files, papers and docs share."""
