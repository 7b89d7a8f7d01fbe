"""A brief in words: what a leader reads in two minutes, out of its rows and nothing else."""

from collections.abc import Sequence
from typing import Final

from data_access.board.groups import LEAGUES, GroupLine
from data_access.board.rows import PLACED, is_hot
from data_access.drawing.palette import SIGNS, STATE_ORDER
from data_access.obligations.agenda import Items, top
from data_access.obligations.counts import Counts
from data_access.papers.brief import lists
from data_access.papers.brief.blocks import Block, Brief, Ledger, LedgerRow, Sheet, Tile, Tiles
from data_access.papers.brief.rows import Rows
from data_access.papers.brief.said import counted, day, due_line, line, short, some
from data_access.papers.brief.week import week
from data_access.papers.documents.paper import Text
from data_access.papers.documents.text import Speaker, source_lines
from data_access.wording import number, rate

STATED: Final = 4
"""So many overdue deadlines of the notice are named one by one."""
MAJOR: Final = 2
"""The place of major hazards among the cells of the ledger."""


def brief_of(rows: Rows, lang: str) -> Brief:
    """The brief in words; equal rows make equal briefs."""
    say, head = Speaker(lang, rows.head), rows.head
    whom = say.join(city[lang] for city in head["cities"]) or say("brief.everywhere")
    return Brief(
        lang,
        say("brief.title", campaign=say.name(head, "campaign")),
        say.data,
        (*source_lines(head, lang), say("brief.narrowed", whom=whom), say("bulletin.source.signs")),
        (
            _conclusion(say, rows),
            _cities(say, rows),
            lists.overdue(say, rows),
            lists.hazards(say, rows),
            week(say, rows),
        ),
    )


def _conclusion(say: Speaker, rows: Rows) -> Sheet:
    """Everything that is late in one sentence, the deadlines of the notice and the next one below it, four figures."""
    return Sheet(
        "conclusion",
        _headline(say, rows),
        (
            Text("text", _stated(say, rows), indent=False),
            Text("text", _next(say, rows), indent=False),
            *(Text("text", said, indent=False) for said in [_behind(say, rows)] if said),
            _tiles(say, rows),
        ),
    )


def _headline(say: Speaker, rows: Rows) -> str:
    """What is late, tasks and hazards, and which units have most of them."""
    counts, hazards = rows.counts, sum(one.E for one in rows.hazards.values())
    if not counts.overdue and not hazards:
        return say("brief.late.none" if counts.due else "brief.late.not_yet", n=counts.due)
    said = [say("brief.late.tasks", n=counts.overdue)] if counts.overdue else []
    if hazards:
        said.append(say("brief.late.hazards", n=hazards))
    most = [
        _most(say, "tasks", [Items(row.unit, row.counts.overdue) for row in rows.board]),
        _most(say, "hazards", [Items(row.unit, (row.general or 0) + (row.major or 0)) for row in rows.board]),
    ]
    late, where = say("brief.and").join(said), say("brief.comma").join(one for one in most if one)
    return say("brief.late", late=late, where=where) if where else say("brief.late.nowhere", late=late)


def _most(say: Speaker, kind: str, items: Sequence[Items]) -> str:
    """The units with most; "" where there is no difference to tell."""
    most = top(items)
    if not most or not most[0].items or len(most) == len(items):
        return ""
    names = some(say, [short(say, one.unit) for one in most])
    return say(f"brief.most.{kind}.{'each' if len(most) > 1 else 'one'}", names=names, n=most[0].items)


def _stated(say: Speaker, rows: Rows) -> str:
    """The overdue deadlines that the notice itself states, each with its unit and days."""
    stated = [one for one in rows.tasks if one.due_basis == "stated"]
    if not stated:
        return say("brief.stated.none" if rows.counts.due_stated else "brief.stated.not_yet")
    names = [
        say(
            "brief.stated.one",
            who=short(say, one.where),
            line=line(say, one.line),
            days=say("brief.days", n=one.days_overdue),
        )
        for one in stated
    ]
    return say("brief.stated", n=len(stated), names=some(say, names, STATED))


def _next(say: Speaker, rows: Rows) -> str:
    """The next deadline that somebody still has to meet."""
    ahead = rows.next
    if ahead is None:
        return say("brief.next.none")
    told = {"done": number(ahead.done), "due": number(ahead.due), "what": due_line(say, ahead)}
    return say("brief.next", day=day(ahead.due_at, rows.question.zone), **told)


def _behind(say: Speaker, rows: Rows) -> str:
    """Who is short of the expected pace (G15) and by how many tasks, most first; "" where nobody is."""
    short_of = sorted((row for row in rows.board if row.short), key=lambda row: -row.short)
    if not short_of:
        return ""
    names = some(say, [f"{short(say, row.unit)} {row.short}" for row in short_of])
    return say("brief.behind", n=sum(row.short for row in short_of), names=names)


def _tiles(say: Speaker, rows: Rows) -> Tiles:
    return Tiles((_tasks_tile(say, rows), _hazards_tile(say, rows), _on_time_tile(say, rows), _next_tile(say, rows)))


def _tasks_tile(say: Speaker, rows: Rows) -> Tile:
    late = rows.counts.overdue
    stated = sum(one.due_basis == "stated" for one in rows.tasks)
    note = say("brief.tile.tasks.note", stated=stated, inferred=late - stated) if late else ""
    return Tile(number(late), say("brief.tile.tasks", n=late), note, "bad" if late else "plain")


def _hazards_tile(say: Speaker, rows: Rows) -> Tile:
    general, major = (rows.hazards[grade].E for grade in ("general", "major"))
    longest = max((one.days_overdue for one in rows.late if one.kind != "task"), default=0)
    note = say("brief.tile.hazards.note", days=say("brief.days", n=longest)) if longest else ""
    numbers = f"{number(general)} + {number(major)}"
    return Tile(numbers, say("brief.tile.hazards"), note, "bad" if general + major else "plain")


def _on_time_tile(say: Speaker, rows: Rows) -> Tile:
    counts = rows.counts
    parts = f"{number(counts.on_time)}/{number(counts.due)}"
    return Tile(rate(counts.on_time, counts.due), say("brief.tile.on_time"), parts, "plain")


def _next_tile(say: Speaker, rows: Rows) -> Tile:
    ahead = rows.next
    if ahead is None:
        return Tile("/", say("brief.tile.next"), say("brief.next.none"), "plain")
    due = say("brief.tile.next.due", day=day(ahead.due_at, rows.question.zone))
    label = say("brief.tile.next.done", what=due_line(say, ahead))
    return Tile(f"{number(ahead.done)}/{number(ahead.due)}", label, due, "plain")


def _cities(say: Speaker, rows: Rows) -> Sheet:
    """The map and the ledger, the most pressing first; the other groups in a line each, never added (C9)."""
    blocks: list[Block] = [_ledger(say, rows)] if rows.board else []
    blocks += [Text("text", _group(say, one), indent=False) for one in rows.groups]
    units = say(f"finding.units.{rows.board[0].unit.group}", n=len(rows.board)) if rows.board else ""
    return Sheet("cities", say("brief.cities" if rows.board else "brief.cities.none", units=units), tuple(blocks))


def _ledger(say: Speaker, rows: Rows) -> Ledger:
    counted = [(row.counts.overdue, row.general, row.major, row.missing) for row in rows.board]
    most = [max((n or 0 for n in column), default=0) for column in zip(*counted, strict=True)]
    key = (f"{SIGNS[state]} {say(f'state.{state}')} {number(n)}" for state, n in _states(rows.counts))
    city = rows.board[0].unit.group == PLACED
    title = say("brief.ledger")
    return Ledger(
        title,
        say("col.city" if city else "col.unit"),
        say("brief.col.states"),
        say("brief.col.on_time"),
        tuple(say(f"brief.col.{column}") for column in ("overdue", "general", "major", "missing")),
        tuple(
            LedgerRow(
                row.unit.adcode,
                short(say, row.unit),
                _states(row.counts),
                rate(row.counts.on_time, row.counts.due),
                f"{number(row.counts.on_time)}/{number(row.counts.due)}",
                tuple(map(number, own)),
                frozenset(n for n, value in enumerate(own) if is_hot(value or 0, most[n], always=n == MAJOR)),
            )
            for row, own in zip(rows.board, counted, strict=True)
        ),
        "　".join(key),
        say("brief.map"),
        say("brief.map.note"),
        {row.unit.adcode: sum(n or 0 for n in own[:3]) for row, own in zip(rows.board, counted, strict=True)}
        if city
        else {},
    )


def _states(counts: Counts) -> tuple[tuple[str, int], ...]:
    """The states that there are, in the order in which they are drawn; due_soon apart from the rest of not_due."""
    later = counts._replace(not_due=counts.not_due - counts.due_soon)
    return tuple((state, n) for state in STATE_ORDER if (n := getattr(later, state)))


def _group(say: Speaker, one: GroupLine) -> str:
    """A group in a line: what is overdue, who has most of it; of leagues how many have done their part."""
    worst = counted(say, ((short(say, row.place), row.counts.overdue) for row in one.worst))
    told = {"units": say(f"finding.units.{one.group}", n=one.units), "n": one.counts.overdue}
    key = "leagues" if one.group == LEAGUES else "group"
    done = {"done": number(one.counts.done), "active": number(one.counts.active)}
    said = say(f"brief.{key}", **told, **done)
    return say("brief.group.worst", said=said, worst=worst) if worst else say("brief.group.none", said=said)
