"""The four tiles of the board: what is overdue, which hazards are, how much was done in time, what is due next."""

from dashboard.addresses.href import href
from dashboard.overview.page import Overview
from dashboard.view import View
from data_access.database.schema.hazard import GRADES
from data_access.drawing.tiles import Tile
from data_access.obligations import agenda
from data_access.obligations.rates import ratio_of
from data_access.wording import rate, signed


def tiles(view: View, found: Overview) -> list[Tile]:
    """The tiles; hazards are left out where they were not asked for."""
    return [
        _overdue(view, found),
        *([_hazards(view, found)] if found.hazards is not None else []),
        _on_time(view, found),
        _next(view, found),
    ]


def since(view: View, found: Overview, change: str) -> str:
    """The change since the deadline before, in words; "" where there was none."""
    if found.changes is None:
        return ""
    return view.t("headline.change", day=view.day(found.changes.since), change=change)


def _figure(view: View, key: str, group: str) -> str:
    """The address of how a figure of the group is counted, and of the rows behind it."""
    return href(view, item=f"figure:{key}:group.{group}")


def _overdue(view: View, found: Overview) -> Tile:
    n = found.counts.overdue
    tasks = found.changes and found.changes.tasks
    note = since(view, found, signed(tasks.now - tasks.before)) if tasks else ""
    way = _figure(view, "overdue", found.group)
    return Tile(f"{n:,}", view.t("board.tile.overdue", n=n), note, way, "red" if n else "gray")


def _hazards(view: View, found: Overview) -> Tile:
    late = found.hazards or {}
    general, major = (sum(n for (_, of_grade), n in late.items() if of_grade == grade) for grade in GRADES)
    note = view.t("board.tile.longest", n=found.longest) if late else ""
    label = view.t("board.tile.hazards")
    return Tile(f"{general:,} + {major:,}", label, note, href(view, "hazards"), "red" if late else "gray")


def _on_time(view: View, found: Overview) -> Tile:
    now, then = ratio_of(found.counts, "on_time"), ratio_of(found.before, "on_time")
    points = None if now.value is None or then.value is None else 100 * (now.value - then.value)
    note = "" if points is None else since(view, found, view.t("board.tile.points", change=signed(points, 1)))
    label = view.t("board.tile.on_time", over=f"{now.n:,}", under=f"{now.d:,}")
    return Tile(rate(now.n, now.d), label, note, _figure(view, "on_time", found.group))


def _next(view: View, found: Overview) -> Tile:
    coming = agenda.next_deadline(found.obligations, view.question.as_of)
    way = _figure(view, "next_deadline", found.group)
    if coming is None:
        return Tile("/", view.t("headline.next"), view.t("headline.next.none"), way, "gray")
    name = view.t("headline.lines", n=coming.lines) if coming.line is None else view.short(coming.line)
    note = view.t(f"board.tile.due.{coming.basis}", day=view.day(coming.due_at))
    return Tile(f"{coming.done:,}/{coming.due:,}", view.t("board.tile.next", name=name), note, way)
