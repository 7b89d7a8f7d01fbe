"""Numbers, rates, instants and names as text for people, on screen and on paper (C16)."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from data_access.i18n import on_day, t

FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s]+')


_EXPLAINED: Final = re.compile(r" Prefecture \([^)]*\)")

_WEEK: Final = re.compile(r"(\d{4})-W(\d{2})")
_UNPRINTABLE: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def printable(text: str) -> str:
    """`text` without control characters, which Word files and workbooks cannot hold, and without marks that change the
    direction of text.
    """
    return _UNPRINTABLE.sub("", text)


@lru_cache(2000)
def brief(text: str) -> str:
    """An English name without its explanation: Daxing'anling Prefecture (Greater Khingan) becomes Daxing'anling."""
    return _EXPLAINED.sub("", text)


def number(value: float | None) -> str:
    """A count with commas between thousands; “/” for None (tables have their own word for a missing number)."""
    return "/" if value is None else f"{value:,.0f}"


def signed(change: float, decimals: int = 0) -> str:
    """A change as text with its sign: +2, \u22122; 0 without one, also where it only rounds to 0."""
    text = f"{change:+,.{decimals}f}"
    return text.replace("-", "\u2212") if any(digit in text for digit in "123456789") else text[1:]


def rate(n: int, d: int) -> str:
    """A rate with one decimal, “/” for an empty denominator (C16)."""
    return f"{100 * n / d:.1f}%" if d else "/"


def rate_text(n: int, d: int) -> str:
    """A rate with its parts: 76.6% (259/338); “/” for an empty denominator."""
    return f"{rate(n, d)} ({n:,}/{d:,})" if d else "/"


def whole_day(day: date, lang: str) -> str:
    """A day with its year: 2020年7月4日, 4 July 2020."""
    return on_day(lang, day, t(lang, "paper.day"))


@lru_cache(400)
def period(code: str, lang: str) -> str:
    """The period of a task: of a week in the form of ISO 8601 also from when to when, W27（6月29日—7月5日）; any
    other as it is.
    """
    week = _WEEK.fullmatch(code)
    if week is None:
        return code
    try:
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
    except ValueError:  # no year has a week 60
        return code
    sunday = monday + timedelta(days=6)
    same = ".same" if monday.month == sunday.month else ""
    first, last = (
        on_day(lang, day, t(lang, f"period.{end}{same}")) for end, day in (("first", monday), ("last", sunday))
    )
    return t(lang, "period.week", week=f"W{week[2]}", first=first, last=last)


def moment(instant: datetime, zone: str, lang: str) -> str:
    """An instant as papers write it: 2020年7月4日0时; the last second of a day is its 24 o'clock."""
    local = instant.astimezone(ZoneInfo(zone))
    if (local + timedelta(seconds=1)).time() == datetime.min.time():
        return t(lang, "paper.day_end", day=whole_day(local.date(), lang))
    key = "paper.minute" if local.minute else "paper.hour"
    return t(lang, key, day=whole_day(local.date(), lang), hour=local.hour, minute=f"{local.minute:02d}")


def iso(instant: datetime, zone: str) -> str:
    """An instant as 2020-07-04 00:00 in this time zone."""
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def read(text: str) -> datetime:
    """The instant (aware, UTC) of an ISO text, as the figures of a paper hold it."""
    return datetime.fromisoformat(text).astimezone(UTC)
