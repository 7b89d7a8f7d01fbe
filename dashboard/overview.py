"""What the overview shows, read in one go: the cities (or what was asked for instead), and the other groups apart."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

import pandas as pd
import plotly.graph_objects as go

from dashboard import agenda, derived, findings, headlines, state_key, store
from dashboard.figures import state_bars
from dashboard.findings import Finding
from dashboard.parts import Figure
from dashboard.ranking import ranked
from dashboard.rows import records, taken
from dashboard.theme import STATE_ORDER
from dashboard.view import View, brief, rate, rate_text
from data_access.local_time import end_of_day

NOTES = ("overview.note.groups", "overview.note.small", "overview.note.waived", "overview.note.inferred")
GROUPS = ("city", "member", "office", "county")
POINTS = 60
"""A sparkline is about 100 pixels wide: more points than these cannot be seen."""


@dataclass(frozen=True)
class Overview:
    """The frames of the page. `group`: the unit group of the headline, the first of GROUPS that was asked for."""

    group: str
    whole: pd.DataFrame
    """The completion of all units of the group, whichever cities are chosen: ranks and bars need all."""
    main: pd.DataFrame
    """That of the chosen ones, ranked among all, with their course (`course`: lists of percentages)."""
    others: dict[str, pd.DataFrame]
    """The other groups of ranked units, each on its own: departments and places are never added (G9)."""
    counties: pd.DataFrame
    """Leagues per city: what is theirs is not in their city's figures (C9)."""
    late: pd.DataFrame
    soon: pd.DataFrame
    finding: Finding
    figures: list[Figure]


def read(view: View) -> Overview | None:
    """The overview for `view`; None when nothing that was asked for owes anything."""
    return derived.kept(view, partial(_read, view), __name__)


def _read(view: View) -> Overview | None:
    everyone = store.completion(everywhere(view))
    asked = of_cities(view, everyone)
    there = set(asked["unit_group"].tolist())
    if not there:
        return None
    group = next(name for name in GROUPS if name in there)
    obligations = agenda.of_group(store.obligations(view), group)
    whole = ranked(agenda.of_group(everyone, group))
    main = with_course(of_cities(view, whole), store.progress(view))
    since = deadline_before(view)
    before = of_cities(view, agenda.of_group(at_end_of(everywhere(view), since), group)) if since else None
    return Overview(
        group=group,
        whole=whole,
        main=main,
        others={name: _other(view, asked, name) for name in ("member", "office") if name in there - {group}},
        counties=leagues(view, asked),
        late=agenda.overdue(obligations),
        soon=with_names(view, agenda.due_soon(obligations)),
        finding=findings.overview(view, main, obligations, group),
        figures=headlines.group(view, main, before, since, obligations),
    )


def everywhere(view: View) -> View:
    """The same question for all cities: ranks are among all, whichever are chosen."""
    return replace(view, question=replace(view.question, filters=replace(view.filters, cities=())))


def of_cities(view: View, completion: pd.DataFrame) -> pd.DataFrame:
    """The units of the chosen cities out of those of all: one question to the database instead of two."""
    if not view.filters.cities:
        return completion
    cities = enumerate(completion["city_adcode"].tolist())
    return taken(completion, [place for place, city in cities if city in view.filters.cities])


def at_end_of(view: View, day: date) -> pd.DataFrame:
    """The completion of what `view` asks for, at the end of another day; the same frame for all T that follow it."""
    filters, as_of = replace(view.filters, as_of=day), end_of_day(day, view.q.zone)
    return store.completion(replace(view, question=replace(view.question, filters=filters, as_of=as_of)))


def deadline_before(view: View) -> date | None:
    """The last deadline a day or more before T: what was due at T itself has not had time to change since."""
    today = view.local(view.q.as_of + timedelta(seconds=1)).date()
    return max((d.day for d in view.choices.deadlines if d.day + timedelta(days=1) < today), default=None)


def with_course(units: pd.DataFrame, progress: pd.DataFrame) -> pd.DataFrame:
    """`units` with `course`: the percentage of their obligations that was done by each day, thinned for a sparkline."""
    courses: dict[str, list[float]] = {}
    columns = (progress[name].tolist() for name in ("unit_code", "done", "active"))
    for code, done, active in zip(*columns, strict=True):
        courses.setdefault(code, []).append(round(100 * done / active, 1) if active else 0.0)
    course = [thinned(courses.get(code, [])) for code in units["unit_code"].tolist()]
    return units.assign(course=pd.Series(course, index=units.index, dtype="object"))


def thinned(values: list[float]) -> list[float]:
    """Every so-many-th value, so that at most POINTS stay, the last one among them."""
    step = max(1, -(-len(values) // POINTS))
    return values[::-1][::step][::-1]


@dataclass(frozen=True)
class Pictures:
    """The sum of all obligations and the bars of the units, each with the words for those who cannot see it."""

    total: go.Figure
    total_alt: str
    key: str
    bars: go.Figure
    bars_alt: str


def pictures(view: View, found: Overview) -> Pictures:
    """The pictures of the page, kept per theme as well; nobody may change them."""
    return derived.kept(view, partial(_pictures, view, found), ("overview.pictures", view.dark))


def _pictures(view: View, found: Overview) -> Pictures:
    names, states, units = state_key.state_names(view), state_bars.parts(found.main), bars(view, found)
    return Pictures(
        state_bars.total_bar(states, names, view.dark),
        view.t("overview.total.alt", states=state_key.words(view, states)),
        state_key.html(view, states),
        state_bars.unit_bars(units, names, view.dark, view.filters.cities),
        bars_alt(view, units),
    )


def bars(view: View, found: Overview) -> pd.DataFrame:
    """The frame of state_bars.unit_bars: the unit with most overdue first, its on-time rate behind it."""
    units = records(state_bars.parts(found.whole))
    units.sort(key=lambda unit: (-unit["overdue"], -unit["done_late"], unit["sort_order"]))
    drawn = ("overdue", "on_time", "due", *STATE_ORDER)
    return pd.DataFrame(
        {
            "code": [unit["unit_adcode"] for unit in units],
            "label": [view.short(unit, "unit") for unit in units],
            "note": [_note(unit["on_time"], unit["due"]) for unit in units],
            **{name: [unit[name] for unit in units] for name in drawn},
        }
    )


def _note(n: int, d: int) -> str:
    return f"<b>{rate(n, d)}</b> {n}/{d}" if d else rate(n, d)


def bars_alt(view: View, frame: pd.DataFrame) -> str:
    """The bars in words: unit, overdue, on time."""
    said = [
        view.t(
            "overview.bars.alt.unit",
            n=int(row["overdue"]),
            name=row["label"],
            rate=rate_text(int(row["on_time"]), int(row["due"])),
        )
        for row in records(frame)
    ]
    return view.t("overview.bars.alt", units=view.t("overview.bars.alt.join").join(said))


def with_names(view: View, soon: pd.DataFrame) -> pd.DataFrame:
    """What falls due soon, with the `names` of those who have not done it as one text."""
    return soon.assign(
        names=[findings.join(view, [brief(name) for name in names]) for names in soon[f"names_{view.lang}"].tolist()]
    )


def leagues(view: View, completion: pd.DataFrame) -> pd.DataFrame:
    """The county leagues per city: how many owe the event (active), have held it (done), when, and whether all have."""
    names = ("active", "done", "due", "on_time", "overdue")
    sums: dict[str, Counter[str]] = {}
    columns = (completion[name].tolist() for name in ("unit_group", "city_adcode", *names))
    for group, code, *counts in zip(*columns, strict=True):
        if group == "county":
            sums.setdefault(code, Counter()).update(dict(zip(names, counts, strict=True)))
    return pd.DataFrame(
        {
            "city_adcode": list(sums),
            **{name: [counts[name] for counts in sums.values()] for name in names},
            "city": [view.city(code) for code in sums],
            "covered": [view.t("word.yes") if one["done"] == one["active"] else "" for one in sums.values()],
        }
    )


def obligations(found: Overview) -> int:
    """How many obligations the chosen units have, the waived ones among them."""
    return int(sum(found.main["active"].tolist()) + sum(found.main["waived"].tolist()))


def _other(view: View, completion: pd.DataFrame, group: str) -> pd.DataFrame:
    return with_course(ranked(agenda.of_group(completion, group)), store.progress(view))
