"""Since you last looked: the instant that a reader chooses, and what changed per city since, on two clocks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from dashboard.addresses import address, url
from dashboard.data import reader
from dashboard.filters import choice as page_choice
from dashboard.parts.columns import columns as of_file
from dashboard.parts.table import Column
from dashboard.view import View
from data_access.database.days import instant_of
from data_access.papers.published import list_issues
from data_access.quality.changes import CLOCKS, Change, list_changes
from data_access.quality.tables import CHANGES

DAYS: Final = (1, 7, 30)
DEADLINES: Final = 6
"""The last ones before T are offered."""


@dataclass(frozen=True)
class Changes:
    """What changed since `since`; `view` asks for it, so that its file has the same rows."""

    view: View
    since: datetime
    clocks: dict[str, list[Change]]


def choose(view: View) -> View:
    """The view with the instant that changes are counted from, after drawing the choice: kept in the address as a
    code, a day or an instant; "" leaves it to data_access.quality.changes.since_of.
    """
    placed = view.asking(view.question.placed().without_hazards())
    offered = _offered(placed)
    words = {code: label for code, (label, _) in offered.items()}
    code = page_choice.choose(view, "since", words, view.t("changes.since"), "")
    return placed.asking(placed.question.counted_from(offered[code][1]))


def read(view: View) -> Changes:
    """What changed for a view of `choose`."""
    rows = reader.read(list_changes, view.asking(view.question.unfiltered()))
    cities = view.filters.cities
    shown = [row for row in rows if not cities or row.place.code in cities]
    since = rows[0].since if rows else view.question.as_of
    counted = view.asking(view.question.counted_from(since))
    return Changes(counted, since, {clock: [row for row in shown if row.clock == clock] for clock in CLOCKS})


def columns(view: View) -> list[Column]:
    """Of Change."""
    counts = " ".join(column.key for column in CHANGES.columns if column.kind == "count")
    return of_file(view, CHANGES, f"city {counts}", titles={"city": view.t("heading.unit.city")}, pinned="city")


def _offered(view: View) -> dict[str, tuple[str, datetime | None]]:
    as_of, zone = view.question.as_of, view.question.zone
    found: dict[str, tuple[str, datetime | None]] = {"": (view.t("changes.default"), None)}
    for days in DAYS:
        found[f"{days}d"] = (view.t("changes.days", n=days), as_of - timedelta(days=days))
    for issue in reader.read(list_issues, view.asking(view.question.unfiltered())):
        found[f"b{issue.id}"] = (view.t("changes.bulletin", label=issue.label), issue.published_at)
    past = [one.day for one in view.choices.deadlines if instant_of(one.day, zone) <= as_of]
    for day in past[: -DEADLINES - 1 : -1]:
        found[day.isoformat()] = (view.t("changes.deadline", day=view.day(day)), instant_of(day, zone))
    code = address.requested_value(view.page, "since")
    instant = url.read_as_of(code) if code not in found else None
    if instant is not None:
        found[code] = (_since_text(view, instant), instant_of(instant, zone))
    return found


def _since_text(view: View, instant: date | datetime) -> str:
    return view.iso(instant) if isinstance(instant, datetime) else instant.isoformat()
