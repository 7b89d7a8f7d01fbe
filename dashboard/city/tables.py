"""The sheets of a city, and the words in them that come from codes."""

from collections.abc import Iterable

from dashboard.city.page import City, Part, league_states, league_title, part_title
from dashboard.data.memory import remembered
from dashboard.hazards import page as hazards, tables as hazard_tables
from dashboard.parts import behind, findings, parts, reasons
from dashboard.parts.columns import columns
from dashboard.parts.sheet import Sheet, made
from dashboard.parts.table import Column
from dashboard.view import View
from data_access.activities.tables import ACTIVITIES
from data_access.drawing.palette import SIGNS
from data_access.obligations.at_instant import Obligation
from data_access.obligations.reason import said
from data_access.obligations.tables import OBLIGATIONS, OVERDUE
from data_access.returns.tables import SUBMISSIONS


@remembered
def sheets(view: View, found: City) -> list[Sheet]:
    """Overdue tasks and hazards; the county leagues; then all behind it: hazards, tasks, activities, submissions."""
    return [_late(view, found), _overdue_hazards(view), _leagues(view, found), *_details(view, found)]


def _late(view: View, found: City) -> Sheet:
    n = len(found.late)
    return made(
        view,
        "late",
        view.t("overview.late", n=n),
        found.late,
        late(view),
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


def _overdue_hazards(view: View) -> Sheet:
    """Where they are, since when, and who has to act: the ten that are overdue for the longest time."""
    n = sum(row.general.E + row.major.E for row in hazards.by_county(view))
    rows = hazards.longest(view)
    told = {column.name: column for column in hazard_tables.longest(view)}
    return made(
        view,
        "overdue_hazards",
        parts.first_rows(view, "city.hazards.late", "city.hazards.late.all", len(rows), n),
        rows,
        [told[name] for name in ("where", "days_overdue", "regulator", "industry", "grade")],
        view.t("city.hazards.late.alt"),
        view.t("hazards.longest.none"),
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
            [one for part in found.parts for one in part.obligations],
            obligations(view, found.parts),
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


def obligations(view: View, parts: Iterable[Part]) -> list[Column]:
    """Of obligations: part of the notice on its first row, line, state, due, done, days late, evidence."""
    titles = {part.obligations[0].key: part_title(view, part) for part in parts}
    return [
        Column("part", view.t("heading.part"), value=lambda one: titles.get(one.key, "")),
        *columns(view, OBLIGATIONS, "line"),
        Column("state", view.t("heading.state"), value=lambda one: _state(view, one)),
        *columns(
            view,
            OBLIGATIONS,
            "period due_on due_basis done_on days_overdue evidence",
            titles={"days_overdue": view.t("heading.days"), "evidence": view.t("city.evidence")},
        ),
        reasons.column(view),
    ]


def activities(view: View) -> list[Column]:
    """Of activities: title, line, status, when (as held, else as planned), who, where, how many people."""
    return columns(
        view,
        ACTIVITIES,
        "title line_short status mode start end hosts place attendance_onsite attendance_online views",
        titles={"status": view.t("heading.state")},
    )


def submissions(view: View) -> list[Column]:
    """Of versions received: line and period, when, how, what the review said by T, whether a zero report."""
    names = "line period version submitted_at channel status reviewed_on is_zero_report"
    return [
        *columns(view, SUBMISSIONS, names, titles={"status": view.t("heading.review")}),
        reasons.column(view, lambda one: said(one.sent_back, view.lang)),
    ]


def _state(view: View, one: Obligation) -> str:
    said = f"{SIGNS[one.drawn_state]} {view.t(f'state.{one.drawn_state}')}" + behind.mark(view, one)
    if one.provisional:
        said += view.t("city.provisional")
    if one.extensions:
        said += view.t("city.extended")
    return said


def late(view: View) -> list[Column]:
    """Of overdue obligations of the unit: which, for how long, whether the notice names the day, since when."""
    rest = columns(
        view,
        OVERDUE,
        "days_overdue due_basis due_on",
        titles={"days_overdue": view.t("heading.days")},
        widths={"days_overdue": 66, "due_basis": 68, "due_on": 88},
    )
    return [_task(view), *rest]


def _task(view: View) -> Column:
    """The short name of the line and, where there are several, the period."""

    def text(one: Obligation) -> str:
        line = view.short(one.line)
        return f"{line} {one.period[-3:]}" if one.period else line

    return Column("task", view.t("column.line_label"), width=132, value=text)
