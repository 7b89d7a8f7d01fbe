"""The pictures of the page of the tour: reports by level and activities by form, week by week against its window."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from babel.dates import format_date

from dashboard import i18n, schedule, screen
from dashboard.figures.time_axis import Span
from dashboard.figures.weeks_of import Part, weeks_of
from dashboard.hazard_pictures import Picture
from dashboard.periods import LAPTOP, TELEPHONE
from dashboard.tour import Tour
from dashboard.view import View
from data_access.media import LEVELS, UNSTATED
from data_access.tour_counts import MODES

SHOWN: Final = 4
"""So many weeks are said to those who cannot see the picture."""


def by_week(view: View, found: Tour) -> dict[str, Picture]:
    """Both pictures, under the keys of their charts."""
    return {"reports": reports(view, found), "held": activities(view, found)}


def reports(view: View, found: Tour) -> Picture:
    """Reports published in each week, by the level of the medium."""
    names = {f"level_{code}": _level(view, code) for code in (*LEVELS, UNSTATED)}
    total = sum(row.reports for row in found.weeks)
    return _picture(view, found, names, "reports", view.t("tour.weeks.reports", n=total))


def activities(view: View, found: Tour) -> Picture:
    """Activities of the tour's lines held in each week, by form."""
    names = {f"held_{mode}": _mode(view, mode) for mode in MODES}
    total = sum(row.held for row in found.weeks)
    return _picture(view, found, names, "held", view.t("tour.weeks.held", n=total))


def window(view: View, found: Tour) -> str:
    """From when to when the tour runs, without a day that the notice does not state."""
    if found.window is None:
        return ""
    start = view.day(found.window.starts_at)
    end = found.window.ends_at
    if found.window.end_precision == "month":
        month = format_date(view.local(end), view.t("tour.month"), locale=i18n.LOCALES[view.lang])
        return view.t("tour.window.month", start=start, month=month)
    return view.t("tour.window.day", start=start, end=view.day(end))


def _level(view: View, code: str) -> str:
    return view.t("tour.unstated.level") if code == UNSTATED else view.word("outlet", code)


def _mode(view: View, code: str) -> str:
    return view.t("tour.unstated.mode") if code == UNSTATED else view.word("mode", code)


def _picture(view: View, found: Tour, names: dict[str, str], whole: str, title: str) -> Picture:
    told = {name: words for name, words in names.items() if any(getattr(row, name) for row in found.weeks)}
    parts = [Part(words, [getattr(row, name) for row in found.weeks]) for name, words in told.items()]
    hovers = [_hover(view, row, told, whole) for row in found.weeks]
    mondays = [schedule.local(view, row.week_start) for row in found.weeks]
    said = view.t("list.and").join(hover.replace("<br>", " ") for hover in hovers[-SHOWN:])
    drawn = weeks_of(mondays, parts or [Part("", [0] * len(mondays))], hovers, _span(view, found, mondays), view.dark)
    return Picture(drawn, title, said or title)


def _hover(view: View, row: Any, names: dict[str, str], whole: str) -> str:
    week = f"{view.local(row.week_start):%m-%d}"
    first = view.t(f"tour.week.{whole}", week=week, n=getattr(row, whole))
    return "<br>".join(
        [first, *(f"{words} {getattr(row, name):,}" for name, words in names.items() if getattr(row, name))]
    )


def _span(view: View, found: Tour, mondays: Sequence[datetime]) -> Span:
    """From the first week, or the tour's begin, to its end or T; its end is the end of the axis while T is inside, so
    that no line is drawn at a day that is not stated.
    """
    as_of = schedule.local(view, view.q.as_of)
    begin = schedule.local(view, found.window.starts_at) if found.window else as_of
    end = schedule.local(view, found.window.ends_at) if found.window else as_of
    return Span(
        start=min([begin, as_of, *mondays[:1]]) - timedelta(days=2),
        end=max(end, as_of + timedelta(days=2)),
        as_of=as_of,
        as_of_name=view.t("timeline.as_of"),
        month=(begin, end),
        width=TELEPHONE if screen.narrow() else LAPTOP,
    )
