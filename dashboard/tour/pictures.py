"""The pictures of the page of the tour: reports by level and activities by form, week by week against its window."""

from functools import partial

from dashboard.charts.picture import Picture
from dashboard.parts.weeks import modes, picture
from dashboard.tour.page import Tour
from dashboard.view import View
from data_access import i18n
from data_access.activities.hosting import UNSTATED
from data_access.tour.media import LEVELS
from data_access.tour.weeks import TourWeek


def by_week(view: View, found: Tour) -> dict[str, Picture]:
    """Both pictures, under the keys of their charts."""
    return {"reports": reports(view, found), "held": activities(view, found)}


def reports(view: View, found: Tour) -> Picture:
    """Reports published in each week, by the level of the medium."""
    names = {f"level_{code}": _level(view, code) for code in (*LEVELS, UNSTATED)}
    title = view.t("tour.weeks.reports", n=sum(row.reports for row in found.weeks))
    return picture(view, found.weeks, names, title, partial(_week, view, "reports"), found.window)


def activities(view: View, found: Tour) -> Picture:
    """Activities of the tour's lines held in each week, by form."""
    title = view.t("tour.weeks.held", n=sum(row.held for row in found.weeks))
    return picture(view, found.weeks, modes(view), title, partial(_week, view, "held"), found.window)


def window(view: View, found: Tour) -> str:
    """From when to when the tour runs, without a day that the notice does not state."""
    if found.window is None:
        return ""
    start = view.day(found.window.starts_at)
    end = found.window.ends_at
    if found.window.end_precision == "month":
        month = i18n.on_day(view.lang, view.local(end).date(), view.t("tour.month"))
        return view.t("tour.window.month", start=start, month=month)
    return view.t("tour.window.day", start=start, end=view.day(end))


def _level(view: View, code: str) -> str:
    return view.t("tour.unstated.level") if code == UNSTATED else view.word("outlet", code)


def _week(view: View, whole: str, week: str, row: TourWeek) -> str:
    return view.t(f"tour.week.{whole}", week=week, n=getattr(row, whole))
