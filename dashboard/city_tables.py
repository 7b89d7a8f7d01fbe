"""The sheets of a city, and the words in them that come from codes."""

from functools import partial

import pandas as pd

from dashboard import derived, overview_tables
from dashboard.city import City, league_rows, league_title
from dashboard.rows import records
from dashboard.sheets import Sheet, made
from dashboard.tables import Column
from dashboard.view import View, brief


def sheets(found: City) -> list[Sheet]:
    """What is overdue; the county leagues; then everything behind it: obligations, activities, submissions."""
    return derived.kept(found.view, partial(_sheets, found), "city.sheets")


def _sheets(found: City) -> list[Sheet]:
    return [_late(found), _leagues(found), *_details(found)]


def _late(found: City) -> Sheet:
    view, n = found.view, len(found.late)
    return made(
        view,
        "late",
        view.t("overview.late", n=n),
        overview_tables.with_task(view, found.late),
        overview_tables.late_of_unit(view),
        view.t("overview.late.alt", n=n),
        view.t("overview.late.none"),
    )


def _leagues(found: City) -> Sheet:
    view = found.view
    columns = [
        Column("sign", view.t("column.state")),
        Column("n", view.t("column.leagues"), "count"),
        Column("names", view.t("column.who")),
    ]
    return made(
        view,
        "leagues",
        league_title(view, found.leagues),
        league_rows(view, found.leagues),
        columns,
        view.t("city.leagues.alt"),
        view.t("city.leagues.none"),
    )


def _details(found: City) -> list[Sheet]:
    view = found.view
    return [
        made(
            view,
            "obligations",
            view.t("city.obligations", n=len(found.obligations)),
            obligation_rows(view, found.groups),
            obligations(view),
            view.t("city.obligations.alt"),
            view.t("overview.empty"),
        ),
        made(
            view,
            "activities",
            view.t("city.activities", n=len(found.activities)),
            activity_rows(view, found.activities),
            activities(view),
            view.t("city.activities.alt"),
            view.t("city.activities.none"),
        ),
        made(
            view,
            "submissions",
            view.t("city.submissions", n=len(found.submissions)),
            submission_rows(view, found.submissions),
            submissions(view),
            view.t("city.submissions.alt"),
            view.t("city.submissions.none"),
        ),
    ]


def obligation_rows(view: View, parts: list[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """The obligations of all parts of the notice, each part named on its first row; `sign`: the state, as said."""
    frames = [frame.assign(part=[name, *[""] * (len(frame) - 1)]) for name, frame in parts]
    rows = pd.concat(frames, ignore_index=True)
    return rows.assign(sign=[_state(view, row) for row in records(rows)])


def activity_rows(view: View, activities: pd.DataFrame) -> pd.DataFrame:
    """The activities with `said` (status), `how` (mode), `by` (hosts), `where`, `start`, `end` (held, else planned)."""
    return activities.assign(
        said=[view.t(f"status.{code}") for code in activities["status"].tolist()],
        how=[view.t(f"mode.{code}") if code else "" for code in activities["mode"].tolist()],
        by=[brief(hosts) for hosts in activities["hosts_en" if view.lang == "en" else "hosts"].tolist()],
        where=[brief(place) for place in activities[view.column("place")].tolist()],
        start=activities["held_start"].fillna(activities["planned_start"]),
        end=activities["held_end"].fillna(activities["planned_end"]),
    )


def submission_rows(view: View, submissions: pd.DataFrame) -> pd.DataFrame:
    """The versions with `said` (review at T), `how` (channel) and `zero` (a return that says: nothing to report)."""
    return submissions.assign(
        said=[view.t(f"review.{code}") for code in submissions["status"].tolist()],
        how=[view.t(f"channel.{code}") if code else "" for code in submissions["channel"].tolist()],
        zero=[view.t("word.yes") if zero else "" for zero in submissions["is_zero_report"].tolist()],
    )


def obligations(view: View) -> list[Column]:
    """Of obligations: part of the notice, line, state, due, done, days late, evidence."""
    t = view.t
    return [
        Column("part", t("column.part")),
        Column(view.column("line"), t("column.line")),
        Column("sign", t("column.state")),
        Column("period", t("column.period")),
        Column("due_at", t("column.due"), "date"),
        Column("due_basis", t("column.basis"), "basis"),
        Column("fulfilled_at", t("column.fulfilled"), "date"),
        Column("days_overdue", t("column.days"), "count"),
        Column("evidence", t("column.evidence"), "count"),
    ]


def activities(view: View) -> list[Column]:
    """Of activities: title, line, status, when, who, where, how many people."""
    t = view.t
    return [
        Column("title", t("column.title")),
        Column(f"line_short_{view.lang}", t("column.line")),
        Column("said", t("column.state")),
        Column("how", t("column.mode")),
        Column("start", t("column.start"), "date"),
        Column("end", t("column.end"), "date"),
        Column("by", t("column.hosts")),
        Column("where", t("column.place")),
        Column("attendance_onsite", t("column.onsite"), "count"),
        Column("attendance_online", t("column.online"), "count"),
        Column("views", t("column.views"), "count"),
    ]


def submissions(view: View) -> list[Column]:
    """Of the versions received: line and period, when, how, and what the review said by T."""
    t = view.t
    return [
        Column(view.column("line"), t("column.line")),
        Column("period", t("column.period")),
        Column("version", t("column.version"), "count"),
        Column("submitted_at", t("column.received"), "instant"),
        Column("how", t("column.channel")),
        Column("said", t("column.review")),
        Column("reviewed_at", t("column.reviewed"), "date"),
        Column("zero", t("column.zero")),
    ]


def _state(view: View, row: dict[str, object]) -> str:
    state = "due_soon" if row["due_soon"] else str(row["state"])
    said = f"{view.palette.states[state].sign} {view.t(f'state.{state}')}"
    if row["provisional"]:
        said += view.t("city.provisional")
    if row["extensions"]:
        said += view.t("city.extended")
    return said
