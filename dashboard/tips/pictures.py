"""The pictures of the page of tips: week by week, and what the closed ones turned out to be."""

from dashboard.charts.picture import Picture
from dashboard.charts.stages import Stage, stages
from dashboard.charts.weekly import KINDS, Week, weekly
from dashboard.tips.page import Tips
from dashboard.view import View
from data_access.tips.counts import WeekTips
from data_access.wording import number, rate


def by_week(view: View, found: Tips) -> Picture:
    """What came in each week and what has become of it by T."""
    weeks = [_week(view, row) for row in found.weeks]
    names = [view.t(f"tips.weeks.{kind}") for kind in KINDS]
    said = view.t("list.and").join(week.hover.replace("<br>", " ") for week in weeks[-4:])
    return Picture(weekly(weeks, names, view.dark), view.t("tips.weeks", n=found.whole.counts.received), said)


def _week(view: View, row: WeekTips) -> Week:
    n = row.counts
    counts = (n.closed, n.accepted - n.closed - n.overdue, n.overdue, n.received - n.accepted)
    label = f"{view.local(row.week_start):%m-%d}"
    parts = [
        f"{view.t(f'tips.weeks.{kind}')} {number(count)}" for kind, count in zip(KINDS, counts, strict=True) if count
    ]
    return Week(
        label, counts, "<br>".join([f"<b>{label}</b> {view.t('tips.weeks.received', n=row.counts.received)}", *parts])
    )


def outcomes(view: View, found: Tips) -> Picture:
    """Of the closed ones: wholly or partly true, unfounded, not to be told, withdrawn."""
    whole = found.whole.counts
    counts = {
        "wholly": whole.substantiated - whole.partly,
        "partly": whole.partly,
        "unfounded": whole.unfounded,
        "undetermined": whole.undetermined,
        "withdrawn": whole.withdrawn,
    }
    counts["untold"] = whole.closed - sum(counts.values())
    bars = [
        Stage(view.t(f"tips.outcome.{name}"), n, whole.closed, f"{number(n)} {rate(n, whole.closed)}")
        for name, n in counts.items()
        if name != "untold" or n
    ]
    said = view.t("list.and").join(f"{bar.name} {bar.text}" for bar in bars)
    return Picture(stages(bars, view.dark), view.t("tips.outcomes", n=whole.closed), said)
