"""What the page of reach shows: settings, leagues, the appointed day, named activities, activities by week."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dashboard.data.memory import remembered
from dashboard.data.reader import read as ask
from dashboard.parts import findings
from dashboard.parts.figure import Figure, figure
from dashboard.parts.findings import Finding
from dashboard.reach.leagues import CityLeagues, by_city
from dashboard.view import View
from data_access.activities.held import HeldInWeek, SettingHeld, list_five_settings, list_held_by_week
from data_access.activities.hosting import MODES
from data_access.reach.showpieces import DayEvent, Showpiece, list_day_events, list_showpieces
from data_access.reach.volunteers import VolunteerEvent, list_volunteer_events


@dataclass(frozen=True)
class Week:
    """Activities of all lines held in a week, by form."""

    week_start: datetime
    held: int
    held_online: int
    held_offline: int
    held_mixed: int
    held_unstated: int


@dataclass(frozen=True)
class Reach:
    """What the page shows. Groups of units stand side by side and are never added (G9)."""

    settings: Sequence[SettingHeld]
    leagues: list[CityLeagues]
    days: Sequence[DayEvent]
    singled_out: Sequence[Showpiece]
    weeks: list[Week]
    finding: Finding
    figures: list[Figure]
    online: Figure
    on_the_day: Figure | None
    """None where no line that names a city or a day is asked for."""

    @property
    def uncovered(self) -> list[SettingHeld]:
        """Cells of the five settings without an activity."""
        return [row for row in self.settings if not row.held]


@remembered
def read(view: View) -> Reach | None:
    """What was reached for `view`; None when no unit is asked for that owes or reports any of it."""
    settings, days = ask(list_five_settings, view), ask(list_day_events, view)
    events = ask(list_volunteer_events, view)
    singled_out = ask(list_showpieces, view)
    if not (settings or events or singled_out):
        return None
    weeks = _weeks(ask(list_held_by_week, view))
    leagues = by_city(view, events)
    return Reach(
        settings,
        leagues,
        days,
        singled_out,
        weeks,
        finding(view, settings, leagues, days, singled_out),
        figures(view, settings, events, days, singled_out),
        _online(view, weeks),
        _on_the_day(view, singled_out),
    )


def _weeks(rows: Sequence[HeldInWeek]) -> list[Week]:
    counts: dict[datetime, Counter[str]] = {}
    for row in rows:
        if row.held:
            names = ("held", *(f"held_{mode}" for mode in MODES))
            counts.setdefault(row.week_start, Counter()).update({name: getattr(row, name) for name in names})
    return [
        Week(monday, n["held"], n["held_online"], n["held_offline"], n["held_mixed"], n["held_unstated"])
        for monday, n in sorted(counts.items())
    ]


def finding(
    view: View,
    settings: Sequence[SettingHeld],
    leagues: Sequence[CityLeagues],
    days: Sequence[DayEvent],
    singled_out: Sequence[Showpiece],
) -> Finding:
    """Which cities cover all five settings, how many leagues held their event; the appointed day. Where none of these
    is asked for, which of the lines that the notice singles out took place.
    """
    clauses = []
    if settings:
        cities = {row.place for row in settings}
        short = {row.place for row in settings if not row.held}
        clauses.append(
            view.t(
                "reach.finding.settings",
                units=findings.units(view, "city", len(cities)),
                n=len(cities) - len(short),
                kinds=len({row.setting for row in settings}),
            )
        )
    if owed := sum(one.owed + one.own_owed for one in leagues):
        done = sum(one.done + one.own_done for one in leagues)
        clauses.append(view.t("reach.finding.leagues", n=owed, done=done))
    if not clauses:
        held = {row.line.code: row.took_place.status == "held" for row in singled_out}
        clauses.append(view.t("reach.finding.singled_out", n=len(held), done=sum(held.values())))
    return Finding(view.t("list.clauses").join(clauses), " ".join(_day(view, days)))


def _day(view: View, days: Sequence[DayEvent]) -> list[str]:
    """Of each appointed day that has come how many cities held something, and which did not."""
    said = []
    for day in dict.fromkeys(row.day_at for row in days if row.day_at <= view.question.as_of):
        rows = [row for row in days if row.day_at == day]
        none = [view.name(row.place) for row in rows if not row.held]
        key = "reach.lead.day" if none else "reach.lead.day.all"
        names = findings.some(view, none)
        said.append(view.t(key, day=view.day(day), n=len(rows) - len(none), of=len(rows), names=names))
    return said


def figures(
    view: View,
    settings: Sequence[SettingHeld],
    events: Sequence[VolunteerEvent],
    days: Sequence[DayEvent],
    singled_out: Sequence[Showpiece],
) -> list[Figure]:
    """Settings covered, leagues of counties and of cities, the appointed day, named activities: those there are."""

    counted: dict[str, Sequence[object]] = {
        "settings_covered": settings,
        "league_counties": events,
        "league_cities": events,
        "day_events": days,
        "showpieces": singled_out,
    }
    made = [
        replace(
            figure(view, key, rows, view.t(f"reach.figure.{key}"), view.question),
            note=view.t(f"reach.figure.{key}.note"),
        )
        for key, rows in counted.items()
    ]
    return [one for one in made if one.d]


def _online(view: View, weeks: Sequence[Week]) -> Figure:
    return figure(view, "held_online", weeks, view.t("reach.weeks"), view.question)


def _on_the_day(view: View, singled_out: Sequence[Showpiece]) -> Figure | None:
    if not singled_out:
        return None
    return figure(view, "day_kept", singled_out, view.t("reach.singled_out"), view.question)
