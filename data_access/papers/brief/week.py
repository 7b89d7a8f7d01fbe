"""The sheet of the next seven days: what falls due and who has not done it; hazards."""

from typing import Final

from data_access.papers.brief.blocks import Block, Sheet
from data_access.papers.brief.rows import Due, Rows
from data_access.papers.brief.said import counted, day, line, short, some, table
from data_access.papers.documents.paper import Col, Text
from data_access.papers.documents.text import Speaker

WEEK: Final = 12
"""Rows of what falls due: the others, which fall due later, are counted."""
WHO: Final = 8
"""Units named that have not done what falls due."""


def week(say: Speaker, rows: Rows) -> Sheet:
    """What falls due within seven days and who has not done it; hazards that fall due, city by city."""
    blocks: list[Block] = []
    if rows.week:
        blocks.append(
            table(
                [
                    Col(say("col.due_on"), 1.5),
                    Col(say("col.line"), 2.6, "left"),
                    Col(say("brief.col.basis"), 0.9),
                    Col(say("col.group"), 1.2),
                    Col(say("brief.col.done"), 0.8),
                    Col(say("brief.col.not_done"), 4.4, "left"),
                ],
                [_due(say, one, rows.question.zone) for one in rows.week[:WEEK]],
            )
        )
    if rest := rows.week[WEEK:]:
        blocks.append(Text("note", say("brief.week.rest", n=len(rest), tasks=sum(len(one.units) for one in rest))))
    blocks.append(Text("text", _falling_due(say, rows), indent=False))
    if not rows.week:
        return Sheet("week", say("brief.week.none"), tuple(blocks))
    lines = say("brief.lines", n=len({one.line for one in rows.week}))
    title = say("brief.week", n=sum(len(one.units) for one in rows.week), lines=lines)
    return Sheet("week", title, tuple(blocks))


def _due(say: Speaker, one: Due, zone: str) -> list[str]:
    return [
        day(one.due_at, zone),
        f"{one.line.code} {line(say, one.line)}",
        say(f"basis.{one.basis}"),
        say(f"group.{one.group}"),
        f"{one.done}/{one.of}",
        some(say, [short(say, unit) for unit in one.units], WHO),
    ]


def _falling_due(say: Speaker, rows: Rows) -> str:
    soon = rows.falling_due
    if not soon:
        return say("brief.soon.hazards.none")
    names = ((short(say, one.city) if one.city.code else say("brief.no_city"), one.hazards) for one in soon)
    where = counted(say, names)
    told = {"n": sum(one.hazards for one in soon), "major": sum(one.major for one in soon)}
    return say("brief.soon.hazards", where=where, **told)
