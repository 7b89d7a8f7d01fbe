"""The extracts of returns and reminders: which rows, in which columns."""

from typing import Final

from data_access.database.snapshot import Snapshot
from data_access.question import Question
from data_access.returns.reminders import REMINDERS, letters_text, list_reminders
from data_access.returns.reporting import RETURNS, list_returns
from data_access.returns.silence import SILENCE, list_silence
from data_access.returns.vacancies import VACANCIES, list_vacancies
from data_access.tables.columns import Column
from data_access.tables.parts import BASIS, LINE, UNIT
from data_access.tables.rows import Rows
from data_access.tables.table import Table, counts


def return_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of list_returns."""
    return (one.flat for one in list_returns(s, q))


def silence_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of list_silence."""
    return (one.flat for one in list_silence(s, q))


def reminder_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of list_reminders."""
    return (one.flat for one in list_reminders(s, q))


def vacancy_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of list_vacancies."""
    return iter(list_vacancies(s, q))


REPORTING_EXTRACTS: Final = (
    Table(
        "returns",
        return_rows,
        RETURNS,
        (
            *UNIT,
            *LINE,
            Column("period", kind="code"),
            Column("reply", kind="code"),
            Column("reply_label", "reply", "word", "people", "reply"),
            Column("due_on", "due_at", "day"),
            *BASIS,
            Column("received_at", kind="instant"),
            Column("days_late", kind="count"),
            Column("is_zero_report", kind="flag"),
            Column("provisional", kind="flag"),
            *counts("versions", "latest_version"),
            Column("latest_status", kind="code"),
            Column("latest_status_label", "latest_status", "word", "people", "submission"),
            Column("latest_at", kind="instant"),
            Column("running", kind="flag"),
        ),
    ),
    Table(
        "weekly-material",
        silence_rows,
        SILENCE,
        (
            *UNIT,
            *LINE,
            *counts("ended", "received", "in_time", "zero_reports", "silent", words="silence"),
            Column("running", kind="code", words="running_period"),
            Column("running_reply", kind="code"),
            Column("running_reply_label", "running_reply", "word", "people", "reply"),
            Column("last_at", kind="instant", words="last_receipt"),
        ),
    ),
    Table(
        "reminders",
        reminder_rows,
        REMINDERS,
        (
            *UNIT,
            *LINE,
            Column("period", kind="code"),
            Column("urgency", kind="code"),
            Column("urgency_label", "urgency", "word", "people", "urgency"),
            Column("due_on", "due_at", "day"),
            *BASIS,
            Column("days_overdue", kind="count"),
        ),
        text=letters_text,
    ),
    Table("vacancies", vacancy_rows, VACANCIES, (*UNIT, Column("ended_on", "ended_at", "day"))),
)
