"""How each figure of the screen, the files and the papers is made: its rules, and the very rows that it counts.

Its words are `definition.<key>.title`, `definition.<key>` and `definition.<key>.left_out` in the catalogues beside this
file; docs/figures.md lists them all (`make docs`). A test works every figure of every page out of its rows again.
"""

from typing import Final

from data_access.hazards.at_instant import CLOSED, MATURED
from data_access.hazards.exposures import LONG
from data_access.hazards.sums import HAZARD_RATES
from data_access.notice.places import ALL
from data_access.obligations.states import DONE
from data_access.quality.rules import CONTRADICTIONS
from data_access.returns.reporting import IN
from data_access.tables.definition import Definition, Where, empty, filled, more_than, none_of, one_of
from data_access.tips.counts import TIP_RATES
from data_access.tour.themes import REPORTS

ACTIVE: Final[Where] = {"state": none_of("waived")}
DUE: Final[Where] = {**ACTIVE, "due_passed": one_of(True)}
ON_TIME: Final[Where] = {"state": one_of("done_on_time")}
STATED: Final[Where] = {"due_basis": one_of("stated")}
IS_DONE: Final[Where] = {"state": one_of(*DONE)}
IS_CLOSED: Final[Where] = {"class_": one_of(*CLOSED)}
EXPOSED: Final[Where] = {"exposed_at": filled}
NOT_EXCUSED: Final[Where] = {"reply": none_of("waived")}
RECEIVED: Final[Where] = {"reply": one_of(*IN)}
CITIES: Final[Where] = {"place.code": none_of(ALL)}
OF_CITIES: Final[Where] = {"unit.group": one_of("city")}
OF_COUNTIES: Final[Where] = {"unit.group": one_of("county")}
CHANNELS: Final[Where] = {"channel.code": none_of(ALL)}


def _tips(rate: str) -> Definition:
    return Definition(f"tip_{rate}", ("C14",), "tips-summary", CHANNELS, sums=_counts(*TIP_RATES[rate]))


def _counts(*names: str) -> tuple[str, ...]:
    return tuple(f"counts.{name}" for name in names)


def _findings(key: str, rules: tuple[str, ...], *kinds: str) -> Definition:
    return Definition(f"quality_{key}", rules, "quality-findings", {"kind": one_of(*kinds)}, distinct="finding")


OBLIGATION_FIGURES: Final = (
    Definition("completion", ("C9", "G6"), "obligations", ACTIVE, IS_DONE),
    Definition("due_completion", ("C9", "G6"), "obligations", DUE, IS_DONE),
    Definition("on_time", ("C9", "G6"), "obligations", DUE, ON_TIME),
    Definition("due_completion_stated", ("C9", "C3"), "obligations", {**DUE, **STATED}, IS_DONE),
    Definition("on_time_stated", ("C9", "C3", "G12"), "obligations", {**DUE, **STATED}, ON_TIME),
    Definition("overdue", ("C2", "C3", "G4"), "obligations", {"state": one_of("overdue")}),
    Definition("due_soon", ("C2", "C8"), "obligations", {"due_soon": one_of(True)}),
    Definition("behind", ("G15",), "obligations", {"behind": one_of(True)}),
    Definition("next_deadline", ("C2", "C8"), "obligations", {"state": one_of("not_due")}, counted=False),
)
HAZARD_FIGURES: Final = (
    Definition("hazard_rectified", ("C13",), "hazards", {}, IS_CLOSED),
    Definition(
        "hazard_in_time",
        ("C12", "C13"),
        "hazards",
        {"class_": one_of(*MATURED)},
        {"class_": one_of("A", "B")},
        (),
        MATURED,
    ),
    Definition(
        "hazard_overdue_share",
        ("C12", "C13"),
        "hazards",
        {"class_": one_of(*MATURED)},
        {"class_": one_of("E")},
        classes=MATURED,
    ),
    Definition("hazard_overdue", ("C12", "C13"), "hazards", {"class_": one_of("E")}, classes=("E",)),
    Definition("hazard_listed", ("C13",), "majors", {}, {"listing.level": filled}),
    Definition("hazard_in_place", ("C13",), "majors", {"class_": none_of(*CLOSED)}, {"in_place": one_of(True)}),
    Definition("hazard_reopened", ("C13",), "hazard-summary", CITIES, sums=_counts(*HAZARD_RATES["reopened"])),
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
    Definition("tip_overdue", ("C14",), "tips-summary", CHANNELS, sums=_counts("overdue")),
)
ACTIVITY_FIGURES: Final = (
    Definition("held", ("C11", "C7", "G7", "G8"), "activities", {"status": one_of("held")}, distinct="code"),
)
QUALITY_FIGURES: Final = (
    Definition("quality_missing", ("C4", "G10"), "quality", {"unit.group": one_of("city")}, sums=("missing", "due")),
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
    Definition("returned", ("C10",), "metrics", OF_CITIES, {"return_line": filled}, distinct="unit.code"),
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
        {"took_place.status": one_of("held")},
        distinct="line.code",
    ),
)
TOUR_FIGURES: Final = (
    Definition("media_reports", ("C1", "G14"), "media"),
    Definition("media_returned", ("C10", "G10"), "tour-returned", {"thing": one_of(*REPORTS)}, sums=("value",)),
    Definition("four_media", ("C16", "G10"), "media-summary", {}, {"four.all_four": one_of(True)}),
    Definition(
        "tours_held",
        ("C11", "G7", "G8"),
        "tour-activities",
        {"theme": one_of("tours"), "activity.status": one_of("held")},
        distinct="activity.code",
    ),
    Definition("lists_overdue", ("C2", "G4"), "two-lists", {"state": one_of("overdue")}),
)
ALL_FIGURES: Final = (
    *OBLIGATION_FIGURES,
    *ACTIVITY_FIGURES,
    *REPORTING_FIGURES,
    *REACH_FIGURES,
    *TOUR_FIGURES,
    *HAZARD_FIGURES,
    *TIP_FIGURES,
    *QUALITY_FIGURES,
)
DEFINITIONS: Final = {one.key: one for one in ALL_FIGURES}
"""All figures by key: the one catalogue that pages, files, papers and docs share."""
