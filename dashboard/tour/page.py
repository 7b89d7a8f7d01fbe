"""What the page of the tour shows: reports in the media, tours, good practice, warnings, exposures, the two lists."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from dashboard.data import store
from dashboard.data.memory import remembered
from dashboard.data.reader import read as ask
from dashboard.hazards import exposures
from dashboard.parts import findings
from dashboard.parts.figure import Figure, figure
from dashboard.parts.findings import Finding
from dashboard.view import View
from data_access.activities.hosting import MODES
from data_access.tour.media import LEVELS, Report, list_newest_media
from data_access.tour.media_summary import MediaSummary, list_media_summary
from data_access.tour.parts import SHOWN_THEMES, TourLineCounts, TourPart, list_tour, list_tour_line_rows
from data_access.tour.themes import Returned, list_returned
from data_access.tour.two_lists import Item, ItemSummary, list_two_lists, list_two_lists_summary
from data_access.tour.weeks import TourWeek, Window, list_tour_weeks, list_window
from data_access.wording import rate_text

RETURNED_LEVELS: Final = LEVELS[:-1]
"""Those that Annex 3 tells apart; it knows no media of one's own."""
Row = TypeVar("Row")


@dataclass(frozen=True)
class Level:
    """Reports of one level of media in the main group: rows of the ledgers, and beside them what returns say."""

    code: str
    reports: int
    returned: float | None
    filled: int
    units: int


@dataclass(frozen=True)
class Tour:
    """What the page shows. The first of `groups` is what headline and pictures are about; they are never added (G9)."""

    groups: list[str]
    media: dict[str, list[MediaSummary]]
    """By group, as the three below."""
    levels: list[Level]
    weeks: list[TourWeek]
    window: Window | None
    parts: dict[str, list[TourPart]]
    lines: dict[str, list[TourLineCounts]]
    lists: dict[str, list[ItemSummary]]
    items: Sequence[Item]
    newest: Sequence[Report]
    finding: Finding
    figures: list[Figure]
    exposed: str
    """What became of exposed hazards, in a sentence; "" where none was exposed."""

    @property
    def main(self) -> str:
        """The first group."""
        return self.groups[0]

    @property
    def units(self) -> int:
        """How many units each part of the tour has."""
        return len({row.unit.code for rows in self.parts.values() for row in rows})

    @property
    def themes(self) -> list[str]:
        """The parts of the tour that are asked for."""
        told = {row.theme for rows in self.parts.values() for row in rows}
        return [theme for theme in SHOWN_THEMES if theme in told]


@remembered
def read(view: View) -> Tour | None:
    """The tour for `view`; None when no unit is asked for that could send any of it."""
    summary = ask(list_media_summary, view)
    groups = list(dict.fromkeys(row.unit.group for row in summary))
    if not groups:
        return None
    group = groups[0]
    main = view.asking(view.question.of_groups(group))
    media = _by_group(summary, lambda row: row.unit.group)
    levels = _levels(media[group], ask(list_returned, view.asking(view.question.without_lines())), group)
    lists = _by_group(ask(list_two_lists_summary, view), lambda row: row.unit.group)
    items = ask(list_two_lists, view)
    lines = _by_group(ask(list_tour_line_rows, view), lambda row: row.group)
    return Tour(
        groups,
        media,
        levels,
        [row for row in ask(list_tour_weeks, view) if row.group == group],
        next(iter(store.of_notice(view, list_window)), None),
        _by_group(ask(list_tour, view), lambda row: row.unit.group),
        lines,
        lists,
        items,
        ask(list_newest_media, view),
        finding(main, media[group], lists.get(group, []), group),
        figures(main, media[group], levels, lines.get(group, []), lists.get(group, [])),
        _exposed(view) if group == "city" else "",
    )


def _by_group(rows: Iterable[Row], group: Callable[[Row], str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(group(row), []).append(row)
    return found


def _levels(media: Sequence[MediaSummary], returned: Sequence[Returned], group: str) -> list[Level]:
    found = []
    for code in RETURNED_LEVELS:
        rows = [row for row in returned if row.thing == f"reports_{code}" and row.unit.group == group]
        filled = [row.value for row in rows if row.value is not None]
        n = total(getattr(row.counts, f"level_{code}") for row in media)
        found.append(Level(code, n, sum(filled) if filled else None, len(filled), len(rows)))
    return found


def total(numbers: Iterable[int | None]) -> int:
    """Their sum; units that reported nothing add nothing."""
    return sum(number or 0 for number in numbers)


def overdue(row: ItemSummary) -> int:
    """Items of both lists that are overdue."""
    return total((row.problem.overdue, row.measure.overdue))


def finding(view: View, media: Sequence[MediaSummary], lists: Sequence[ItemSummary], group: str) -> Finding:
    """Whose list items are overdue, and how many units are in all four media: volumes are not ranked (G14)."""
    clauses = [_covered(view, media, group), _lists(view, lists)]
    title = view.t("list.clauses").join(reversed(clauses) if any(map(overdue, lists)) else clauses)
    silent = sum(row.counts.reports is None for row in media)
    reports = total(row.counts.reports for row in media)
    lead = view.t(
        "tour.lead" if not silent else "tour.lead.silent",
        n=reports,
        count=f"{reports:,}",
        silent=findings.units(view, group, silent),
    )
    return Finding(title, lead)


def _lists(view: View, lists: Sequence[ItemSummary]) -> str:
    late = [row for row in lists if overdue(row)]
    if late:
        names = findings.some(view, [view.name(row.unit) for row in late])
        return view.t("tour.finding.late", n=sum(map(overdue, late)), names=names)
    unreported = all(counts.items is None for row in lists for counts in (row.problem, row.measure))
    return view.t("tour.finding.unreported" if unreported else "tour.finding.none")


def _covered(view: View, media: Sequence[MediaSummary], group: str) -> str:
    """How many units are on television, radio, in print and online: 0 of 13 is said in words, one unit by its name."""
    covered = sum(row.four.all_four is True for row in media)
    if len(media) == 1:
        return view.t(
            "tour.finding.covered.whole" if covered else "tour.finding.covered.not", name=view.name(media[0].unit)
        )
    key = "tour.finding.covered" if covered else "tour.finding.covered.none"
    return view.t(key, units=findings.units(view, group, len(media)), covered=covered)


def figures(
    view: View,
    media: Sequence[MediaSummary],
    levels: Sequence[Level],
    lines: Sequence[TourLineCounts],
    lists: Sequence[ItemSummary],
) -> list[Figure]:
    """Reports as rows and as returned, apart; all four media; tours held; items overdue."""
    tours = [row.activities for row in lines if row.theme == "tours"]
    returned = [level.returned for level in levels if level.returned is not None]
    filled = max((level.filled for level in levels), default=0)
    silent = sum(row.counts.reports is None for row in media)
    late = sum(map(overdue, lists))
    reports = total(row.counts.reports for row in media)
    found = [
        Figure(
            view.t("tour.figure.reports"),
            value=reports,
            unit=view.t("tour.unit.reports", n=reports),
            note=view.t("tour.figure.reports.note", n=len(media) - silent, of=len(media)),
            definition_key="media_reports",
            question=view.question,
        )
    ]
    if returned:
        found.append(
            Figure(
                view.t("tour.figure.returned"),
                value=sum(returned),
                unit=view.t("tour.unit.reports", n=int(sum(returned))),
                note=view.t("tour.figure.returned.note", n=filled, of=len(media)),
                definition_key="media_returned",
                question=view.question.without_lines(),
            )
        )
    four = figure(view, "four_media", media, view.t("tour.figure.four"), view.question)
    found.append(replace(four, note=view.t("tour.figure.four.note")))
    if tours:
        held = sum(row.held for row in tours)
        ways = {mode: sum(getattr(row, f"held_{mode}") for row in tours) for mode in MODES[:-1]}
        found.append(
            Figure(
                view.t("tour.figure.tours"),
                value=held,
                unit=view.t("tour.unit.tours", n=held),
                note=view.t("tour.figure.tours.note", **ways),
                definition_key="tours_held",
                question=view.question,
            )
        )
    both = [counts for row in lists for counts in (row.problem, row.measure)]
    items, done = (total(getattr(one, name) for one in both) for name in ("items", "done"))
    return [
        *found,
        Figure(
            view.t("tour.figure.late"),
            value=late,
            unit=view.t("tour.unit.items", n=late),
            note=view.t("tour.figure.late.note", rate=rate_text(done, items)),
            definition_key="lists_overdue",
            question=view.question,
            tone="red" if late else "gray",
        ),
    ]


def _exposed(view: View) -> str:
    grades = exposures.totals(view.asking(view.question.placed()))
    if grades is None or not grades.general.exposed + grades.major.exposed:
        return ""
    return exposures.closed(view, grades)
