"""Instants and days of the database as whole numbers, the same on both databases."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, func

from data_access.database.constructs import day_count, microseconds


def number_of(at: ColumnElement[datetime], never: int) -> ColumnElement[int]:
    """An instant as microseconds; `never` for none."""
    return func.coalesce(microseconds(at), never)


def number_of_date(day: ColumnElement[date], never: int) -> ColumnElement[int]:
    """A day as a number; `never` for none."""
    return func.coalesce(day_count(day), never)
