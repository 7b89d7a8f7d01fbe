"""ISO weeks of the campaign's time zone, numbered from the one that holds 1970-01-01, a Thursday."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement

from data_access.database.days import EPOCH, day_number, local_date, number_of_day, start_of_day
from data_access.question import Question


def week_number(instant: ColumnElement[datetime], q: Question) -> ColumnElement[int]:
    """The number of the week of an instant of the database."""
    return (day_number(instant, q) + 3) // 7


def week_of(day: date) -> int:
    """The number of the week of a day."""
    return (number_of_day(day) + 3) // 7


def week_at(q: Question) -> int:
    """The number of the week of T."""
    return week_of(local_date(q.as_of, q.zone))


def monday(week: int) -> date:
    """The first day of a week."""
    return EPOCH + timedelta(days=7 * week - 3)


def week_columns(week: int, zone: str) -> tuple[str, datetime]:
    """The name of a week, '2020-W24', and its first instant in UTC."""
    first = monday(week)
    return f"{first:%G-W%V}", start_of_day(first, zone)
