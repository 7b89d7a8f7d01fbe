"""The tables of returns: every version handed in, what came of each return, who is silent, whom to remind."""

from typing import Final

from data_access.returns.likely_late import list_likely_late
from data_access.returns.reminders import letters_text, list_reminders
from data_access.returns.reporting import list_returns
from data_access.returns.silence import list_silence
from data_access.returns.submissions import list_submissions
from data_access.returns.vacancies import list_vacancies
from data_access.tables.columns import Column, coded
from data_access.tables.parts import BASIS, LINE_COLUMNS, REASON, RETURN_REASON, UNIT_COLUMNS
from data_access.tables.table import Table, counts

SUBMISSIONS: Final = Table(
    "submissions",
    list_submissions,
    columns=(
        *UNIT_COLUMNS,
        *LINE_COLUMNS,
        Column("period", kind="code"),
        Column("version", kind="count"),
        *coded("status", family="submission"),
        Column("standing", kind="flag"),
        Column("submitted_at", kind="instant"),
        Column("reviewed_at", kind="instant"),
        Column("reviewed_on", "reviewed_at", "day", "screen"),
        *coded("channel"),
        Column("is_zero_report", kind="flag"),
        *coded("content"),
        *RETURN_REASON,
    ),
)
RETURNS: Final = Table(
    "returns",
    list_returns,
    columns=(
        *UNIT_COLUMNS,
        *LINE_COLUMNS,
        Column("period", kind="code"),
        *coded("reply"),
        Column("due_on", "due_at", "day"),
        *BASIS,
        Column("received_at", kind="instant"),
        Column("days_late", kind="count"),
        Column("is_zero_report", kind="flag"),
        Column("provisional", kind="flag"),
        *counts("versions", "latest_version"),
        *coded("latest_status", family="submission"),
        Column("latest_at", kind="instant"),
        Column("running", kind="flag"),
        *REASON,
        *RETURN_REASON,
    ),
)
SILENCE: Final = Table(
    "weekly-material",
    list_silence,
    columns=(
        *UNIT_COLUMNS,
        *LINE_COLUMNS,
        *counts("ended", "received", "in_time", "zero_reports", "silent", words="silence"),
        Column("running", kind="code", words="running_period"),
        *coded("running_reply", family="reply"),
        Column("last_at", kind="instant", words="last_receipt"),
    ),
)
REMINDERS: Final = Table(
    "reminders",
    list_reminders,
    columns=(
        *UNIT_COLUMNS,
        *LINE_COLUMNS,
        Column("period", kind="code"),
        *coded("urgency"),
        Column("due_on", "due_at", "day"),
        *BASIS,
        Column("days_overdue", kind="count"),
        *REASON,
        *RETURN_REASON,
        Column("short", kind="count"),
    ),
    text=letters_text,
)
LIKELY_LATE: Final = Table(
    "likely-late",
    list_likely_late,
    columns=(
        *UNIT_COLUMNS,
        *LINE_COLUMNS,
        Column("period", kind="code"),
        Column("due_on", "due_at", "day"),
        *BASIS,
        *counts("missed", "ended", words="likely"),
        Column("last_period", kind="code", words="likely_last"),
        *coded("last_state", family="state"),
        Column("last_days", kind="count", words="days_overdue"),
        Column("named", "record.named", "count", words="likely_named"),
        Column("named_late", "record.late", "count", words="likely_named_late"),
        Column("others", "record.others", "count", words="likely_others"),
        Column("others_late", "record.others_late", "count", words="likely_others_late"),
    ),
)
VACANCIES: Final = Table("vacancies", list_vacancies, columns=(*UNIT_COLUMNS, Column("ended_on", "ended_at", "day")))
