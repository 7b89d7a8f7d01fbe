"""Pictures of counts by week, in parts, with a campaign's window."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar

from dashboard import device
from dashboard.charts.picture import Picture
from dashboard.charts.time_axis import LAPTOP, TELEPHONE, Span
from dashboard.charts.weeks_of import Part, weeks_of
from dashboard.data import store
from dashboard.view import View
from data_access.activities.hosting import MODES, UNSTATED
from data_access.notice.date_limits import load_date_limits

SHOWN: Final = 4
"""The description for readers who cannot see the picture has so many weeks."""


class _Week(Protocol):
    @property
    def week_start(self) -> datetime: ...


class _Window(Protocol):
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


Week = TypeVar("Week", bound=_Week)


def picture(
    view: View,
    weeks: Sequence[Week],
    names: Mapping[str, str],
    title: str,
    text: Callable[[str, Week], str],
    window: _Window | None,
) -> Picture:
    """A bar per week with a part for each of `names` (field of a week -> words) that has any; `text` gives the words of
    a week from its Monday in words and its row. `window` is shaded; None for none. Weeks beyond the date limits are not
    drawn: they would push all others into one line.
    """
    limits = store.of_notice(view, load_date_limits)
    weeks = [row for row in weeks if limits.hold(view.local(row.week_start).date())]
    shown = {name: words for name, words in names.items() if any(getattr(row, name) for row in weeks)}
    parts = [Part(words, [getattr(row, name) for row in weeks]) for name, words in shown.items()]
    hovers = [_hover(view, row, shown, text) for row in weeks]
    mondays = [view.clock(row.week_start) for row in weeks]
    spoken = view.t("list.and").join(hover.replace("<br>", " ") for hover in hovers[-SHOWN:])
    span = _span(view, window, mondays)
    drawn = weeks_of(mondays, parts or [Part("", [0] * len(mondays))], hovers, span, view.dark)
    return Picture(drawn, title, spoken or title)


def modes(view: View) -> dict[str, str]:
    """The forms of an activity as parts of a week: on line, on site, both, not stated."""
    unstated = {UNSTATED: view.t("weeks.unstated.mode")}
    return {f"held_{mode}": unstated.get(mode) or view.word("mode", mode) for mode in MODES}


def _hover(view: View, row: Week, names: Mapping[str, str], text: Callable[[str, Week], str]) -> str:
    first = text(f"{view.local(row.week_start):%m-%d}", row)
    return "<br>".join(
        [first, *(f"{words} {getattr(row, name):,}" for name, words in names.items() if getattr(row, name))]
    )


def _span(view: View, window: _Window | None, mondays: Sequence[datetime]) -> Span:
    """From the first week, or the window's begin, to a little after T or the last week: what is still to come of a
    window is empty.
    """
    as_of = view.clock(view.question.as_of)
    begin = view.clock(window.starts_at) if window else as_of
    end = view.clock(window.ends_at) if window else as_of
    return Span(
        start=min([begin, as_of, *mondays[:1]]) - timedelta(days=2),
        end=max([as_of, *(monday + timedelta(days=7) for monday in mondays[-1:])]) + timedelta(days=2),
        as_of=as_of,
        as_of_name=view.t("timeline.as_of"),
        month=(begin, end) if window else None,
        width=TELEPHONE if device.narrow() else LAPTOP,
    )
