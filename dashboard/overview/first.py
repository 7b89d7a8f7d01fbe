"""What to settle first, with who is responsible; and what has changed since the deadline before."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from htpy import Element, a, button, div, h2, p, small

from dashboard.addresses import address
from dashboard.addresses.href import SLOT, href, pattern
from dashboard.overview.page import MOST, Overview, is_chosen
from dashboard.parts import links
from dashboard.view import View
from data_access.board.pressing import FIRST, Pressing, first_of
from data_access.cases.items import item
from data_access.drawing.palette import SIGNS
from data_access.drawing.press_list import Press, press_list
from data_access.hazards.overdue import Turnover

SHOWN, ALL = "first", "all"
"""The parameter that says how many are shown, and its value for all."""
SILENT: Final = 3
"""From so many days on a silence is told."""


def shows_all(view: View) -> bool:
    """Whether the reader asked for the whole list."""
    return address.control_value(view.page, SHOWN, (ALL, ""), "") == ALL


def first(view: View, found: Overview) -> list[Element]:
    """The list with its title, and the ways to all of it."""
    whole = found.overdue
    if not whole:
        return [h2[view.t("board.first.none")]]
    every = shows_all(view)
    rows = found.pressing[:MOST] if every else first_of(found.pressing)
    title = view.t("board.first.all" if whole <= len(rows) else "board.first", n=len(rows))
    note = "" if whole <= len(rows) else view.t("board.first.note", count=f"{whole:,}")
    headings = [view.t(f"board.first.{name}") for name in ("kind", "thing", "days", "who")]
    opened = pattern(view, item=SLOT)
    said, stacked = view.t("board.first.alt", n=len(rows)), view.lang != "zh"
    table = press_list(said, headings, [_press(view, one, opened) for one in rows], stacked=stacked)
    return [h2[title, small[note]], div(".all")[table] if every else table, _ways(view, found, rows, every=every)]


def _ways(view: View, found: Overview, rows: Sequence[Pressing], *, every: bool) -> Element:
    mine = view.asking(view.question.of_groups(found.group))
    urls = links.extract_urls(mine, "pressing")
    whole = view.t("board.first.fewer" if every else "board.first.every", n=min(found.overdue, MOST))
    ways = [a(href=href(view, first="" if every else ALL))[whole]] if found.overdue > FIRST else []
    ways += [a(href=urls[ext], download=True)[view.t(f"extract.{ext}")] for ext in ("csv", "xlsx") if urls[ext]]
    copied = view.t("board.copied")
    copy = button(type="button", data_copy=reminder(view, rows), data_copied=copied)[view.t("board.copy")]
    return p(".ways")[((way, " · ") for way in ways), copy]


def reminder(view: View, rows: Iterable[Pressing]) -> str:
    """The rows as a text to send: what, since when, who is responsible."""
    head = view.t("board.reminder", at=view.iso(view.question.as_of))
    return "\n".join([head, *(f"{place}. {_sentence(view, one)}" for place, one in enumerate(rows, start=1))])


def _press(view: View, one: Pressing, opened: Callable[[str], str]) -> Press:
    where = view.short(one.where)
    if one.county.code:
        where = view.t("board.place", city=where, county=view.short(one.county))
    case = item("hazard", one.code) if one.code else item("task", one.where.code, one.line.code, one.period)
    return Press(
        kind=view.t(f"board.slip.{one.kind}"),
        where=where,
        what=_what(view, one),
        days=view.t("board.days", n=one.days_overdue),
        who=view.pick(one.owner.zh, one.owner.en),
        label=_sentence(view, one),
        href=opened(case),
        heavy=one.kind == "major",
    )


def _what(view: View, one: Pressing) -> str:
    if one.code:
        industry = view.pick(one.industry.zh, one.industry.en) or view.t("hazards.none")
        return view.t(f"board.what.{one.kind}", industry=industry)
    line = f"{view.short(one.line)} {one.period[-3:]}" if one.period else view.short(one.line)
    return view.t("board.what.stated", line=line) if one.due_basis == "stated" else line


def _sentence(view: View, one: Pressing) -> str:
    where = view.name(one.where) + (view.t("board.in_county", county=view.name(one.county)) if one.county.code else "")
    who = view.pick(one.owner.zh, one.owner.en)
    return view.t("board.sentence", where=where, what=_what(view, one), n=one.days_overdue, who=who)


def changes(view: View, found: Overview) -> list[Element]:
    """What has changed since the deadline before, and who has been silent longest."""
    lines = []
    if found.changes is not None:
        told = [("overdue", found.changes.tasks), ("hazards", found.changes.general), ("majors", found.changes.major)]
        lines += [_turnover(view, key, one) for key, one in told if one is not None]
        lines.append(p[view.t("board.changes.done", n=found.changes.done)])
    if silent := _silent(view, found):
        lines.append(p[silent])
    if not lines:
        return []
    note = view.t("board.changes.since", day=view.day(found.changes.since)) if found.changes else ""
    more = p[a(href=href(view, "changes"))[view.t("board.changes.more")]]
    return [h2[view.t("board.changes"), small[note]], *lines, more]


def _turnover(view: View, key: str, one: Turnover) -> Element:
    moved = view.t("board.changes.moved", before=one.before, now=one.now, come=one.come, gone=one.gone)
    return p[f"{SIGNS['overdue']} ", view.t(f"board.column.{key}.long"), " ", moved]


def _silent(view: View, found: Overview) -> str:
    """Who of the chosen units has sent nothing for the longest time."""
    days = [(row.silent_days or 0, view.short(row.unit)) for row in found.rows if is_chosen(view, row)]
    longest = max(days, default=(0, ""))[0]
    names = [name for n, name in days if n == longest]
    return view.t("board.silent", names=view.t("list.and").join(names[:3]), n=longest) if longest >= SILENT else ""
