"""What the page of tips shows: by channel, city and week, in time or not, and what they turned out to be (C14)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from dashboard.data import store
from dashboard.data.memory import remembered
from dashboard.parts import findings, parts
from dashboard.parts.figure import Figure, figure
from dashboard.parts.findings import Finding
from dashboard.view import View
from data_access.notice.places import ALL
from data_access.obligations.rates import Ratio, ratio
from data_access.tips.counts import (
    TIP_RATES,
    ChannelTips,
    CityTips,
    TipSums,
    WeekTips,
    list_tips,
    list_tips_by_city,
    list_tips_by_week,
)
from data_access.tips.weeks import list_tip_weeks
from data_access.wording import rate_text


class CountyWeeks(NamedTuple):
    """A county's tips by week, ready to print: a number, or a mark where it is hidden."""

    name: str
    weeks: Sequence[str]


@dataclass(frozen=True)
class Tips:
    """What the page shows of the tips asked for; `view` asks without what narrows only hazards."""

    view: View
    channels: Sequence[ChannelTips]
    """Each by itself."""
    whole: ChannelTips
    """All channels together."""
    cities: Sequence[CityTips]
    weeks: Sequence[WeekTips]
    """Of all channels together."""
    finding: Finding
    figures: list[Figure]


def read(view: View) -> Tips | None:
    """The tips for `view`; None when there are none."""
    return _read(view.asking(view.question.of_tips()))


def nothing(view: View) -> str:
    """That no tip of those asked for was received."""
    return findings.none(view, "tips.nothing", parts.narrowed_in_words(view.asking(view.question.of_tips())))


@remembered
def _read(view: View) -> Tips | None:
    *channels, whole = store.hazards(view, list_tips)
    if not whole.counts.received:
        return None
    weeks = [row for row in store.hazards(view, list_tips_by_week) if row.channel.code == ALL]
    cities = [row for row in store.hazards(view, list_tips_by_city) if row.place.code != ALL]
    said = finding(view, channels, whole.counts)
    return Tips(view, channels, whole, cities, weeks, said, figures(view, channels, whole.counts))


def in_time(view: View) -> Figure | None:
    """How many were closed in time, for the pages that are about something else; None where none was received."""
    *channels, whole = store.hazards(view, list_tips)
    if not whole.counts.received:
        return None
    return replace(
        figure(view, "tip_closed_on_time", channels, view.t("overview.hazards.tips"), view.question),
        note=view.t("overview.hazards.tips.note", n=whole.counts.received, late=whole.counts.overdue),
    )


def share(counts: TipSums, rate: str) -> Ratio:
    """A rate of counts."""
    return ratio([counts], rate, TIP_RATES)


def finding(view: View, channels: Sequence[ChannelTips], whole: TipSums) -> Finding:
    """How many came, how many are overdue, through which channel most came."""
    most = max(row.counts.received for row in channels)
    names = [name_of(view, row) for row in channels if most == row.counts.received]
    key = "tips.finding" if whole.overdue else "tips.finding.none"
    title = view.t(
        key,
        n=whole.received,
        count=f"{whole.received:,}",
        late=whole.overdue,
        names=findings.some(view, names, "finding.some.channels"),
        each=findings.each_of(view, names, most),
    )
    done = share(whole, "closed_on_time")
    lead = view.t("tips.lead", duplicate=whole.duplicate, transferred=whole.transferred, rejected=whole.rejected)
    return Finding(title, lead + (view.t("tips.lead.in_time", rate=rate_text(done.n, done.d)) if done.d else ""))


def figures(view: View, channels: Sequence[ChannelTips], whole: TipSums) -> list[Figure]:
    """Accepted, closed, closed in time, substantiated, and what is overdue."""
    notes = {
        "accepted": view.t("tips.note.undecided", n=whole.undecided),
        "closed": view.t("tips.note.running", n=whole.accepted - whole.closed),
        "closed_on_time": view.t("tips.note.due", n=whole.due),
        "substantiated": view.t("tips.note.partly", n=whole.partly),
    }
    shares = [
        replace(
            figure(view, f"tip_{rate}", channels, view.t(f"tips.figure.{rate}"), view.question),
            note=note,
        )
        for rate, note in notes.items()
    ]
    late = replace(
        figure(view, "tip_overdue", channels, view.t("tips.figure.overdue"), view.question),
        unit=view.t("tips.unit", n=whole.overdue),
        tone="red" if whole.overdue else "gray",
    )
    return [*shares, late]


def name_of(view: View, row: ChannelTips | CityTips) -> str:
    """The channel or the place of a row."""
    named = row.channel if isinstance(row, ChannelTips) else row.place
    return view.t("hazards.whole") if named.code == ALL else view.pick(named.zh, named.en)


def county_weeks(view: View, city: str) -> tuple[list[str], list[CountyWeeks]]:
    """Labels of the weeks that are over, and the counties of a city with what came in each, small counts hidden."""
    here = view.asking(view.question.of_cities(city).without_hazards())
    rows = store.hazards(here, list_tip_weeks)
    weeks = {row.week: f"{view.local(row.week_start):%m-%d}" for row in rows}
    cells: dict[str, list[str]] = {}
    for row in rows:
        name = view.name(row.place)
        if row.level == "prefecture":
            name = view.t("city.hazards.city_itself")
        cells.setdefault(name, []).append(view.t("tips.hidden") if row.received is None else f"{row.received:,}")
    return list(weeks.values()), [CountyWeeks(name, own) for name, own in cells.items()]
