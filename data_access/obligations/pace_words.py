"""A pace in words, the same in letters, on screen and in the case of a task (G15)."""

from datetime import date
from zoneinfo import ZoneInfo

from data_access.i18n import on_day, t
from data_access.obligations.pace import Pace


def in_words(pace: Pace, zone: str, lang: str) -> str:
    """How many of the account's tasks were expected by T, how many are done and how many short, and why so many."""
    account = pace.account
    return t(
        lang,
        "pace.leagues" if account.group == "county" else "pace.own",
        pace.tasks,
        first=_day(account.starts_on, lang),
        last=_day(account.due_at.astimezone(ZoneInfo(zone)).date(), lang),
        passed=pace.passed,
        days=pace.days,
        expected=pace.expected,
        done=pace.done,
        short=pace.short,
    )


def _day(day: date, lang: str) -> str:
    return on_day(lang, day, t(lang, "reminder.day"))
