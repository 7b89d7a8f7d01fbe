"""What the page of the tour shows: reports in the media, tours, good practice, warnings, exposures, the two lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.data import rows as store
from dashboard.data.memory import remembered
from dashboard.data.reader import read as ask
from dashboard.hazards import exposures
from dashboard.parts import findings
from dashboard.parts.figure import Figure
from dashboard.parts.findings import Finding
from dashboard.view import View
from data_access.tour.media import LEVELS, list_newest_media
from data_access.tour.media_summary import list_media_summary
from data_access.tour.themes import SHOWN_THEMES, list_tour, list_tour_line_rows
from data_access.tour.things import list_returned
from data_access.tour.two_lists import LISTS, list_two_lists, list_two_lists_summary
from data_access.tour.weeks import list_tour_weeks, list_window
from data_access.wording import rate_text

RETURNED_LEVELS: Final = LEVELS[:-1]
"""Those that Annex 3 tells apart; it knows no media of one's own."""


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
    asked: View
    """The view narrowed to that group."""
    media: dict[str, list[Any]]
    """By group, rows of list_media_summary."""
    levels: list[Level]
    weeks: list[Any]
    window: Any
    parts: dict[str, list[Any]]
    """By group, rows of list_tour."""
    lines: dict[str, list[Any]]
    lists: dict[str, list[Any]]
    items: Sequence[Any]
    newest: Sequence[Any]
    finding: Finding
    figures: list[Figure]
    exposed: str
    """What became of exposed hazards, in a sentence; "" where none was exposed."""

    @property
    def main(self) -> str:
        """The first group."""
        return self.groups[0]

    @property
    def themes(self) -> list[str]:
        """The parts of the tour that are asked for."""
        told = {row.theme for rows in self.parts.values() for row in rows}
        return [theme for theme in SHOWN_THEMES if theme in told]


@remembered
def read(view: View) -> Tour | None:
    """The tour for `view`; None when no unit is asked for that could send any of it."""
    summary = ask(list_media_summary, view)
    groups = list(dict.fromkeys(row.unit_group for row in summary))
    if not groups:
        return None
    main = groups[0]
    asked = view.asking(view.question.of_groups(main))
    media = _by_group(summary)
    levels = _levels(media[main], ask(list_returned, view.asking(view.question.without_lines())), main)
    lists = _by_group(ask(list_two_lists_summary, view))
    items = ask(list_two_lists, view)
    lines = _by_group(ask(list_tour_line_rows, view))
    return Tour(
        groups,
        asked,
        media,
        levels,
        [row for row in ask(list_tour_weeks, view) if row.unit_group == main],
        next(iter(store.of_notice(view, list_window)), None),
        _by_group(ask(list_tour, view)),
        lines,
        lists,
        items,
        ask(list_newest_media, view),
        finding(asked, media[main], lists.get(main, []), main),
        figures(asked, media[main], levels, lines.get(main, []), lists.get(main, [])),
        _exposed(view) if main == "city" else "",
    )


def _by_group(rows: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.unit_group, []).append(row)
    return found


def _levels(media: Sequence[Any], returned: Sequence[Any], group: str) -> list[Level]:
    found = []
    for code in RETURNED_LEVELS:
        rows = [row for row in returned if row.thing == f"reports_{code}" and row.unit_group == group]
        filled = [row.value for row in rows if row.value is not None]
        n = sum(getattr(row, f"level_{code}") or 0 for row in media)
        found.append(Level(code, n, sum(filled) if filled else None, len(filled), len(rows)))
    return found


def total(rows: Sequence[Any], name: str) -> int:
    """The sum of a column; units that reported nothing add nothing."""
    return sum(getattr(row, name) or 0 for row in rows)


def overdue(row: Any) -> int:
    """Items of both lists that are overdue."""
    return sum(getattr(row, f"{which}_overdue") or 0 for which in LISTS)


def finding(view: View, media: Sequence[Any], lists: Sequence[Any], group: str) -> Finding:
    """How many units are in all four media, and whose list items are overdue: volumes are not ranked (G14)."""
    covered = sum(row.all_four is True for row in media)
    late = [row for row in lists if overdue(row)]
    items = [getattr(row, f"{which}_items") for row in lists for which in LISTS]
    unreported = all(n is None for n in items)
    title = view.t(
        "tour.finding" if late else "tour.finding.unreported" if unreported else "tour.finding.none",
        units=findings.units(view, group, len(media)),
        covered=covered,
        n=sum(map(overdue, late)),
        names=findings.some(view, [view.pick(row.unit_zh, row.unit_en) for row in late]),
    )
    silent = sum(row.reports is None for row in media)
    lead = view.t(
        "tour.lead" if not silent else "tour.lead.silent",
        n=total(media, "reports"),
        count=f"{total(media, 'reports'):,}",
        silent=findings.units(view, group, silent),
    )
    return Finding(title, lead)


def figures(
    view: View, media: Sequence[Any], levels: Sequence[Level], lines: Sequence[Any], lists: Sequence[Any]
) -> list[Figure]:
    """Reports as rows and as returned, apart; all four media; tours held; items overdue."""
    tours = [row for row in lines if row.theme == "tours"]
    returned = [level.returned for level in levels if level.returned is not None]
    filled = max((level.filled for level in levels), default=0)
    silent = sum(row.reports is None for row in media)
    late = sum(map(overdue, lists))
    found = [
        Figure(
            view.t("tour.figure.reports"),
            value=total(media, "reports"),
            unit=view.t("tour.unit.reports"),
            note=view.t("tour.figure.reports.note", n=len(media) - silent, of=len(media)),
            definition_key="media_reports",
            asked=view.question,
        )
    ]
    if returned:
        found.append(
            Figure(
                view.t("tour.figure.returned"),
                value=sum(returned),
                unit=view.t("tour.unit.reports"),
                note=view.t("tour.figure.returned.note", n=filled, of=len(media)),
                definition_key="media_returned",
                asked=view.question.without_lines(),
            )
        )
    found.append(
        Figure(
            view.t("tour.figure.four"),
            n=sum(row.all_four is True for row in media),
            d=len(media),
            note=view.t("tour.figure.four.note"),
            definition_key="four_media",
            asked=view.question,
        )
    )
    if tours:
        ways: dict[str, Any] = {mode: total(tours, f"held_{mode}") for mode in ("online", "offline", "mixed")}
        found.append(
            Figure(
                view.t("tour.figure.tours"),
                value=total(tours, "held"),
                unit=view.t("tour.unit.tours"),
                note=view.t("tour.figure.tours.note", **ways),
                definition_key="tours_held",
                asked=view.question,
            )
        )
    items = sum(total(lists, f"{which}_items") for which in LISTS)
    done = sum(total(lists, f"{which}_done") for which in LISTS)
    return [
        *found,
        Figure(
            view.t("tour.figure.late"),
            value=late,
            unit=view.t("tour.unit.items"),
            note=view.t("tour.figure.late.note", rate=rate_text(done, items)),
            definition_key="lists_overdue",
            asked=view.question,
            tone="red" if late else "gray",
        ),
    ]


def _exposed(view: View) -> str:
    grades = exposures.totals(view.asking(view.question.placed()))
    if grades is None or not grades.general.exposed + grades.major.exposed:
        return ""
    return exposures.closed(view, grades)
