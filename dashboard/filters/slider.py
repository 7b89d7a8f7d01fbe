"""The slider over the notice's window: a tick for each deadline, steps from one to the next, and a run through them."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from htpy import Element, a, div, fragment, input as box, output, span
from markupsafe import Markup

from dashboard.addresses import href
from dashboard.addresses.href import SLOT
from dashboard.charts.time_axis import SIZE, Anchor, placed
from dashboard.filters import words
from dashboard.view import Deadline, View
from data_access.drawing.map_labels import text_width

DAY, WEEK = timedelta(days=1), timedelta(days=7)
SPARSE: Final = timedelta(days=21)
"""Deadlines further apart have a place for each week between them, not for each day: eleven of the twelve deadlines of
the samples lie in the first fifth of the window.
"""
GAP: Final = 10
TELEPHONE, LAPTOP = 230.0, 300.0
"""Pixels of the axis for which names are chosen: up to them none overlaps another."""


class Tick(NamedTuple):
    """A deadline on the axis: where, from 0 to 1, its name and what it says."""

    deadline: Deadline
    at: float
    name: str
    says: str


class Name(NamedTuple):
    """The name of a tick: where it stands, from 0 to 1, what it says, and how much it matters (less first)."""

    at: float
    says: str
    weight: tuple[bool, bool, int]

    @property
    def side(self) -> Anchor:
        """How it is anchored at its tick: centred, but inside the axis at its ends."""
        return placed(self.at * TELEPHONE, self.says, TELEPHONE)[1]

    def span(self, width: float) -> tuple[float, float]:
        """From where to where it goes on an axis of `width` pixels, with a gap behind it."""
        wide = text_width(self.says, SIZE)
        left = self.at * width - {"left": 0.0, "center": wide / 2, "right": wide}[self.side]
        return left, left + wide + GAP


def stops(deadlines: Sequence[date], first: date, last: date, shown: date) -> list[date]:
    """The days that the slider can stand on, each as of its end: the day before the first that counts, the deadlines,
    the days between near ones, a day each week between far ones, the last, and the one that is shown where it lies
    among them.
    """
    start = min([first, *deadlines]) - DAY
    marks = sorted({start, *deadlines, last, *([shown] if start <= shown <= last else [])})
    found = marks[:1]
    for before, after in pairwise(marks):
        step = WEEK if after - before > SPARSE else DAY
        found += [before + n * step for n in range(1, -(-(after - before) // step))]
        found.append(after)
    return found


def named(names: Sequence[Name], width: float) -> set[float]:
    """The places of those names that fit on an axis of `width` pixels without touching: the heaviest are left out."""
    taken: list[tuple[float, float]] = []
    kept = set()
    for name in sorted(names, key=lambda one: one.weight):
        left, right = name.span(width)
        if all(left >= end or right <= begin for begin, end in taken):
            taken.append((left, right))
            kept.add(name.at)
    return kept


def element(view: View) -> Element:
    """The slider of a page."""
    shown, choices = view.local(view.question.as_of).date(), view.choices
    days = stops([one.day for one in choices.deadlines], choices.first, choices.last, shown)
    here = min(range(len(days)), key=lambda n: (abs(days[n] - shown), n))
    prefix = href.open_ended(view, "asof")
    before = [one for one in choices.deadlines if one.day < shown]
    after = [one for one in choices.deadlines if one.day > shown]
    return div(".time", role="group", aria_label=view.t("slider.name"))[
        _step(view, prefix, before[-1:], "slider.before", "◀"),
        div(".axis")[
            _sparse(view, days),
            _ticks(view, prefix, days),
            box(
                "#slider",
                type="range",
                min=0,
                max=len(days) - 1,
                value=here,
                aria_label=view.t("slider.name"),
                aria_valuetext=view.day(days[here]),
                data_go=f"{prefix}&asof=",
                data_values=" ".join(day.isoformat() for day in days),
                data_words="|".join(view.day(day) for day in days),
            ),
        ],
        _step(view, prefix, after[:1], "slider.after", "▶"),
        _play(view, prefix, after),
        output(for_="slider")[
            a(href=href.href(view, item=f"day:{shown}"), title=view.t("slider.day.title"))[
                view.t("slider.day", day=view.day(shown))
            ]
        ],
        a(href=prefix)[view.t("slider.end")] if view.filters.as_of is not None else None,
    ]


def _step(view: View, prefix: str, to: Sequence[Deadline], words_key: str, sign: str) -> Element:
    if not to:
        return span(".step", aria_hidden="true")[sign]
    said = view.t(words_key, deadline=words.deadline_in_words(view, to[0]))
    return a(".step", href=f"{prefix}&asof={to[0].day}", aria_label=said, title=said)[sign]


def _play(view: View, prefix: str, after: Sequence[Deadline]) -> Element | None:
    """The link to the next deadline, from which the script goes on to the one after it; at the end to the first."""
    to = [*after, *view.choices.deadlines]
    if not to:
        return None
    more = "" if after else None
    return a(".play", href=f"{prefix}&asof={to[0].day}", data_play=view.t("slider.stop"), data_more=more)[
        view.t("slider.play")
    ]


def _ticks(view: View, prefix: str, days: Sequence[date]) -> Markup:
    place = {day: n / (len(days) - 1) for n, day in enumerate(days)}
    ticks = tuple(
        Tick(one, place[one.day], words.deadline_name(view, one), words.deadline_in_words(view, one))
        for one in view.choices.deadlines
    )
    return _written(ticks).replace(SLOT, prefix)


@lru_cache(500)
def _written(ticks: tuple[Tick, ...]) -> Markup:
    """The ticks with SLOT where their addresses begin: they change only with the places of the days between them."""
    seen: set[str] = set()
    names = []
    for one in ticks:
        names.append(Name(one.at, one.name, (one.name in seen, not one.deadline.stated, -len(one.deadline.lines))))
        seen.add(one.name)
    near, wide = named(names, TELEPHONE), named(names, LAPTOP)
    ways = (_tick(one, _name(name, near, wide)) for one, name in zip(ticks, names, strict=True))
    return Markup("%s") % fragment[ways]


def _tick(one: Tick, name: Element | None) -> Element:
    return a(
        class_=["tick", {"inferred": not one.deadline.stated}],
        href=f"{SLOT}&asof={one.deadline.day}",
        style=f"left:{100 * one.at:.2f}%",
        tabindex=-1,
        title=one.says,
        aria_label=one.says,
    )[name]


def _name(name: Name, near: set[float], wide: set[float]) -> Element | None:
    """The name of a tick on narrow axes, on wide ones or on both: inside the axis at its ends."""
    on = [kind for kind, kept in (("near", near), ("wide", wide)) if name.at in kept]
    if not on:
        return None
    return span(class_=["name", name.side, *on])[name.says]


def _sparse(view: View, days: Sequence[date]) -> list[Element]:
    """The stretches of the axis on which a place is a week."""
    last = len(days) - 1
    weekly = [n for n, (before, after) in enumerate(pairwise(days)) if after - before > DAY]
    runs: list[tuple[int, int]] = []
    for n in weekly:
        if runs and runs[-1][1] == n:
            runs[-1] = (runs[-1][0], n + 1)
        else:
            runs.append((n, n + 1))
    title = view.t("slider.weeks")
    return [
        span(".weeks", style=f"left:{100 * start / last:.2f}%;width:{100 * (end - start) / last:.2f}%", title=title)
        for start, end in runs
    ]
