"""What the overview shows, read in one go: the cities (or what was asked for instead), and the other groups apart."""

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
from dashboard.rows import records
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
    completion = store.completion(view)
    if completion.empty:
        return None
    group = next(name for name in GROUPS if (completion["unit_group"] == name).any())
    main = agenda.of_group(completion, group)
    obligations = agenda.of_group(store.obligations(view), group)
    whole = agenda.of_group(store.completion(everywhere(view)), group)
    since = deadline_before(view)
    before = agenda.of_group(store.completion(at_end_of(view, since)), group) if since else None
    order = ranked(whole)
    return Overview(
        group=group,
        whole=whole,
        main=with_course(order[order["unit_code"].isin(main["unit_code"].tolist())], store.progress(view)),
        others={name: _other(view, completion, name) for name in ("member", "office") if name != group},
        counties=leagues(view, completion),
        late=agenda.overdue(obligations),
        soon=with_names(view, agenda.due_soon(obligations)),
        finding=findings.overview(view, main, obligations, group),
        figures=headlines.group(view, main, before, since, obligations),
    )


def everywhere(view: View) -> View:
    """The same question for all cities: ranks are among all, whichever are chosen."""
    return replace(view, question=replace(view.question, filters=replace(view.filters, cities=())))


def at_end_of(view: View, day: date) -> View:
    """The same question at the end of another day."""
    return replace(view, question=replace(view.question, as_of=end_of_day(day, view.q.zone)))


def deadline_before(view: View) -> date | None:
    """The last deadline a day or more before T: what was due at T itself has not had time to change since."""
    today = view.local(view.q.as_of + timedelta(seconds=1)).date()
    return max((d.day for d in view.choices.deadlines if d.day + timedelta(days=1) < today), default=None)


def with_course(units: pd.DataFrame, progress: pd.DataFrame) -> pd.DataFrame:
    """`units` with `course`: the percentage of their obligations that was done by each day, thinned for a sparkline."""
    own = progress[progress["unit_code"] != ""]
    share = (100 * own["done"] / own["active"].where(own["active"] > 0)).fillna(0.0).round(1)
    courses = {str(code): thinned(values.tolist()) for code, values in share.groupby(own["unit_code"], sort=False)}
    course = pd.Series(
        [courses.get(code, []) for code in units["unit_code"].tolist()], index=units.index, dtype="object"
    )
    return units.assign(course=course).reset_index(drop=True)


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
    order = state_bars.parts(found.whole).sort_values(
        ["overdue", "done_late", "sort_order"], ascending=[False, False, True]
    )
    notes = [
        f"<b>{rate(n, d)}</b> {n}/{d}" if d else rate(n, d)
        for n, d in zip(order["on_time"].tolist(), order["due"].tolist(), strict=True)
    ]
    labels = [view.short(row, "unit") for row in records(order)]
    return order.assign(code=order["unit_adcode"], label=labels, note=notes).reset_index(drop=True)


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
    counties = agenda.of_group(completion, "county")
    sums = counties.groupby("city_adcode", sort=False)[["active", "done", "due", "on_time", "overdue"]].sum()
    frame = sums.reset_index()
    return frame.assign(
        city=[view.city(code) for code in frame["city_adcode"].tolist()],
        covered=[view.t("word.yes") if full else "" for full in (frame["done"] == frame["active"]).tolist()],
    )


def obligations(found: Overview) -> int:
    """How many obligations the chosen units have, the waived ones among them."""
    return int(found.main["active"].sum() + found.main["waived"].sum())


def _other(view: View, completion: pd.DataFrame, group: str) -> pd.DataFrame:
    frame = agenda.of_group(completion, group)
    return frame if frame.empty else with_course(ranked(frame), store.progress(view))
