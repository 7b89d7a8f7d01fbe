"""Days of the campaign's zone (C2)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st

from data_access.database.days import deadline


def test_a_due_day_ends_at_its_last_second_there() -> None:
    assert deadline(date(2020, 7, 3), None, "Asia/Shanghai") == datetime(2020, 7, 3, 15, 59, 59, tzinfo=UTC)
    assert deadline(date(2020, 7, 3), time(16), "Asia/Shanghai") == datetime(2020, 7, 3, 8, tzinfo=UTC)
    assert deadline(date(2020, 7, 3), None, "Europe/Paris") == datetime(2020, 7, 3, 21, 59, 59, tzinfo=UTC)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.sampled_from(["Asia/Shanghai", "Asia/Kolkata", "UTC"]))
def test_a_deadline_lies_in_its_day_and_the_next_second_does_not(day: date, zone: str) -> None:
    due = deadline(day, None, zone)
    assert due.astimezone(ZoneInfo(zone)).date() == day
    assert (due + timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date() == day + timedelta(days=1)
