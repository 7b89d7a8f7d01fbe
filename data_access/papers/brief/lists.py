"""The sheets of a brief that are lists: what is overdue and whose it is, hazards."""

from collections import Counter
from typing import Final

from data_access.board.pressing import Pressing, owner_of
from data_access.hazards.counts import IndustryCount
from data_access.hazards.ledger import Hazard
from data_access.hazards.overdue import OVERDUE
from data_access.hazards.sums import Sums
from data_access.notice.places import PROVINCE
from data_access.papers.brief.blocks import Block, Sheet
from data_access.papers.brief.rows import Rows
from data_access.papers.brief.said import counted, day, line, pick, share, short, table
from data_access.papers.documents.paper import Col, Table, Text
from data_access.papers.documents.text import Speaker
from data_access.wording import number

LATE: Final = 16
"""Rows of what is late: so many are read on one sheet, the others are counted."""
MAJORS: Final = 6
INDUSTRIES: Final = 8
GRADES: Final = ("general", "major")


def overdue(say: Speaker, rows: Rows) -> Sheet:
    """What is overdue, the longest first, each with who has to act; those that are not listed are counted."""
    late = rows.late
    if not late:
        return Sheet("overdue", say("brief.overdue.none"), ())
    shown, rest = late[:LATE], late[LATE:]
    listed = table(
        [
            Col(say("brief.col.kind"), 0.8),
            Col(say("brief.col.what"), 4, "left"),
            Col(say("col.due_on"), 1.3),
            Col(say("brief.col.days"), 0.9, "right"),
            Col(say("brief.col.owner"), 2.4, "left"),
        ],
        [_late(say, one, rows.question.zone) for one in shown],
    )
    blocks: list[Block] = [listed]
    if rest:
        where = Counter(short(say, one.where) for one in rest)
        blocks.append(Text("note", say("brief.overdue.rest", n=len(rest), where=counted(say, where.most_common()))))
    title = say("brief.overdue.all" if not rest else "brief.overdue.first", n=len(late), shown=len(shown))
    return Sheet("overdue", title, tuple(blocks))


def _late(say: Speaker, one: Pressing, zone: str) -> list[str]:
    return [
        say(f"pressing.{one.kind}"),
        _what(say, one),
        day(one.due_at, zone) + (say("brief.stated.sign") if one.due_basis == "stated" else ""),
        number(one.days_overdue),
        pick(say, one.owner.zh, one.owner.en),
    ]


def _what(say: Speaker, one: Pressing) -> str:
    """Where and what: 鹤岗 M1.2 联络员; 佳木斯 · 向阳区 特种设备."""
    if one.kind == "task":
        return f"{short(say, one.where)} {one.line.code} {line(say, one.line)}"
    where = say("list.dot").join(pick(say, place.zh, place.en) for place in (one.where, one.county) if place.code)
    kind = pick(say, one.industry.zh, one.industry.en) or say("brief.no_industry")
    return f"{where} {kind} {one.code}"


def hazards(say: Speaker, rows: Rows) -> Sheet:
    """General and major ones, never added; the major ones that are open; the industries with who is in charge."""
    sums = rows.hazards
    confirmed = sum(one.confirmed for one in sums.values())
    if not confirmed:
        return Sheet("hazards", say("brief.hazards.none"), ())
    blocks: list[Block] = [_grades(say, sums)]
    if rows.majors:
        blocks += _majors(say, rows)
    blocks += _industries(say, rows.industries)
    title = say("brief.hazards", **{grade: number(sums[grade].E) for grade in GRADES})
    return Sheet("hazards", title, tuple(blocks))


def _grades(say: Speaker, sums: dict[str, Sums]) -> Table:
    return table(
        [
            Col(say("col.grade"), 0.8),
            Col(say("col.confirmed"), 0.8),
            Col(say("brief.col.open"), 0.8),
            Col(say("col.rectified"), 1.4),
            Col(say("col.in_time"), 1.4),
            Col(say("col.E"), 1),
            Col(say("brief.col.pending"), 1),
        ],
        [
            [
                say(f"grade.{grade}"),
                number(one.confirmed),
                number(one.open),
                share(one, "closed", "confirmed"),
                share(one, "in_time", "matured"),
                number(one.E),
                number(one.pending),
            ]
            for grade, one in ((grade, sums[grade]) for grade in GRADES)
        ],
    )


def _majors(say: Speaker, rows: Rows) -> list[Block]:
    order = sorted(rows.majors, key=lambda one: (one.class_ != OVERDUE, one.rectified_at is not None))
    shown, rest = order[:MAJORS], len(order) - MAJORS
    caption = say("brief.majors" if rest <= 0 else "brief.majors.first", n=len(rows.majors), shown=len(shown))
    listed = table(
        [
            Col(say("brief.col.where"), 2.2, "left"),
            Col(say("brief.col.industry"), 1.6, "left"),
            Col(say("brief.col.owner"), 2, "left"),
            Col(say("brief.col.listing"), 1),
            Col(say("brief.col.in_place"), 1),
            Col(say("col.due_on"), 1.5),
            Col(say("brief.col.state"), 1.5, "left"),
        ],
        [_major(say, one, rows.question.zone) for one in shown],
    )
    return [Text("caption", caption, stays=True), listed]


def _major(say: Speaker, one: Hazard, zone: str) -> list[str]:
    owner = owner_of(one.industry, one.listing.level, one.place if one.city.code else PROVINCE)
    return [
        say("list.dot").join(
            pick(say, place.zh, place.en) for place in dict.fromkeys((one.city, one.place)) if place.code
        ),
        pick(say, one.industry.zh, one.industry.en) or say("brief.no_industry"),
        pick(say, owner.zh, owner.en),
        say(f"listing.{one.listing.level or 'none'}"),
        _things(say, one),
        day(one.due_at, zone),
        _standing(say, one),
    ]


def _standing(say: Speaker, one: Hazard) -> str:
    """Overdue and for how long, rectified and not yet closed, or not due."""
    if one.class_ == OVERDUE:
        return say("brief.major.late", days=say("brief.days", n=one.days_overdue))
    return say("hazard_state.rectified" if one.rectified_at else "state.not_due")


def _things(say: Speaker, one: Hazard) -> str:
    """How many of the five things are in place; those that were not reported are said apart (G10)."""
    missing = sum(yes is None for yes in one.things)
    if missing == len(one.things):
        return say("word.missing")
    there = f"{sum(yes is True for yes in one.things)}/{len(one.things)}"
    return say("brief.things.missing", there=there, n=missing) if missing else there


def _industries(say: Speaker, counts: tuple[IndustryCount, ...]) -> list[Block]:
    """The top-level industries with hazards, most overdue first, with the department in charge."""
    by_grade: dict[str, dict[str, Sums]] = {}
    names = {one.industry.code: one.industry for one in counts if not one.industry.parent}
    for one in counts:
        if one.industry.code in names:
            by_grade.setdefault(one.industry.code, {})[one.grade] = one.counts
    some_there = [code for code, sums in by_grade.items() if any(one.confirmed for one in sums.values())]
    ordered = sorted(
        some_there, key=lambda code: tuple(-sum(getattr(one, name) for one in by_grade[code].values()) for name in "EP")
    )
    shown = ordered[:INDUSTRIES]
    columns = [Col(say("brief.col.industry"), 1.8, "left"), Col(say("brief.col.owner"), 2.4, "left")]
    for grade in GRADES:
        word = say(f"grade.{grade}")
        columns += [
            Col(say("brief.col.of_grade.open", grade=word), 1),
            Col(say("brief.col.of_grade.late", grade=word), 1),
        ]
    listed = table(
        columns,
        [
            [
                pick(say, names[code].zh, names[code].en) or say("brief.no_industry"),
                pick(say, names[code].regulator.zh, names[code].regulator.en) or "—",
                *(number(getattr(by_grade[code][grade], name)) for grade in GRADES for name in ("open", "E")),
            ]
            for code in shown
        ],
    )
    key = "brief.industries" if len(shown) == len(ordered) else "brief.industries.first"
    return [Text("caption", say(key, n=len(ordered), shown=len(shown)), stays=True), listed]
