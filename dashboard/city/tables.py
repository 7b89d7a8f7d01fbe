"""The sheets of a city, and the words in them that come from codes."""

from typing import NamedTuple

from dashboard.charts.theme import SIGNS
from dashboard.city.page import City, league_states, league_title, part_title
from dashboard.completion import tables as completion_tables
from dashboard.data.memory import remembered
from dashboard.hazards import page as hazards, tables as hazard_tables
from dashboard.overview import tables as overview_tables
from dashboard.parts import findings
from dashboard.parts.sheet import Sheet, made
from dashboard.parts.table import Column
from dashboard.view import View
from data_access.obligations.at_instant import Obligation


class Owed(NamedTuple):
    """An obligation, and the title of its part of the notice on the part's first row ("" on the others)."""

    part: str
    obligation: Obligation
    evidence: int
    """How many held activities or standing versions there are for it."""


@remembered
def sheets(view: View, found: City) -> list[Sheet]:
    """What is overdue; the county leagues; then everything behind it: obligations, activities, submissions."""
    return [_late(view, found), _leagues(view, found), *_details(view, found)]


def _late(view: View, found: City) -> Sheet:
    n = len(found.late)
    return made(
        view,
        "late",
        view.t("overview.late", n=n),
        found.late,
        overview_tables.late_of_unit(view),
        view.t("overview.late.alt", n=n),
        view.t("overview.late.none"),
    )


def _leagues(view: View, found: City) -> Sheet:
    columns = [
        Column("state", view.t("heading.state"), "state"),
        Column("n", view.t("heading.leagues"), "count", value=lambda row: len(row.counties)),
        Column("names", view.t("heading.who"), value=lambda row: findings.join(view, row.counties)),
    ]
    return made(
        view,
        "leagues",
        league_title(view, found.leagues, found.covered),
        league_states(view, found.leagues),
        columns,
        view.t("city.leagues.alt"),
        view.t("city.leagues.none"),
    )


def _hazards(view: View) -> Sheet:
    """The counties that have hazards, and what is registered for the city itself."""
    rows = hazards.by_county(view)
    return made(
        view,
        "hazards",
        view.t(
            "city.hazards",
            general=sum(row.general.confirmed for row in rows),
            major=sum(row.major.confirmed for row in rows),
        ),
        rows,
        hazard_tables.kinds(view, view.t("column.county")),
        view.t("city.hazards.alt"),
        view.t("city.hazards.none"),
    )


def _details(view: View, found: City) -> list[Sheet]:
    return [
        _hazards(view),
        made(
            view,
            "obligations",
            view.t("city.obligations", n=len(found.obligations)),
            owed(view, found),
            obligations(view),
            view.t("city.obligations.alt"),
            view.t("finding.nothing.why"),
        ),
        made(
            view,
            "activities",
            view.t("city.activities", n=len(found.activities)),
            found.activities,
            activities(view),
            view.t("city.activities.alt"),
            view.t("city.activities.none"),
        ),
        made(
            view,
            "submissions",
            view.t("city.submissions", n=len(found.submissions)),
            found.submissions,
            submissions(view),
            view.t("city.submissions.alt"),
            view.t("city.submissions.none"),
        ),
    ]


def owed(view: View, found: City) -> list[Owed]:
    """The obligations part by part, each part named on its first row."""
    return [
        Owed("" if place else part_title(view, part), one, found.evidence[one.key])
        for part in found.parts
        for place, one in enumerate(part.obligations)
    ]


def obligations(view: View) -> list[Column]:
    """Of obligations: part of the notice, line, state, due, done, days late, evidence."""
    t = view.t
    return [
        Column("part", t("heading.part")),
        Column("line", t("heading.line"), value=lambda row: view.name(row.obligation.line)),
        Column("state", t("heading.state"), value=lambda row: _state(view, row.obligation)),
        Column("obligation.period", t("column.period")),
        Column("obligation.due_at", t("heading.due"), "date"),
        Column("obligation.due_basis", t("heading.basis"), "basis"),
        Column("obligation.fulfilled_at", t("heading.fulfilled"), "date"),
        Column("obligation.days_overdue", t("heading.days"), "count"),
        Column("evidence", t("heading.evidence"), "count"),
    ]


def activities(view: View) -> list[Column]:
    """Of activities: title, line, status, when (as held, else as planned), who, where, how many people."""
    t = view.t
    return [
        Column("title", t("heading.title")),
        Column("line", t("heading.line"), value=lambda row: view.short(row.line)),
        Column("said", t("heading.state"), value=lambda row: view.word("activity", row.status)),
        Column("how", t("heading.mode"), value=lambda row: view.word("mode", row.mode)),
        Column("start", t("heading.start"), "date", value=completion_tables.start),
        Column("end", t("heading.end"), "date", value=completion_tables.end),
        Column("by", t("heading.hosts"), value=lambda row: view.pick(row.hosts_zh, row.hosts_en)),
        Column("where", t("column.place"), value=lambda row: view.name(row.place)),
        Column("attendance_onsite", t("heading.onsite"), "count"),
        Column("attendance_online", t("heading.online"), "count"),
        Column("views", t("column.views"), "count"),
    ]


def submissions(view: View) -> list[Column]:
    """Of versions received: line and period, when, how, what the review said by T, whether a zero report."""
    t = view.t
    return [
        Column("line", t("heading.line"), value=lambda row: view.name(row.line)),
        Column("period", t("column.period")),
        Column("version", t("column.version"), "count"),
        Column("submitted_at", t("heading.received"), "instant"),
        Column("how", t("heading.channel"), value=lambda row: view.word("channel", row.channel)),
        Column("said", t("heading.review"), value=lambda row: view.word("submission", row.status)),
        Column("reviewed_at", t("heading.reviewed"), "date"),
        Column("zero", t("heading.zero"), value=lambda row: t("word.yes") if row.is_zero_report else ""),
    ]


def _state(view: View, one: Obligation) -> str:
    said = f"{SIGNS[one.drawn_state]} {view.t(f'state.{one.drawn_state}')}"
    if one.provisional:
        said += view.t("city.provisional")
    if one.extensions:
        said += view.t("city.extended")
    return said
