"""The chapter of a bulletin on what is overdue: deadlines of the notice one by one, inferred ones by line, leagues by
city."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from data_access.database.schema.campaign import UNIT_GROUPS
from data_access.papers.documents.paper import Col, Paper
from data_access.papers.documents.text import Speaker

Row = Mapping[str, Any]


def write(paper: Paper, say: Speaker, tables: Mapping[str, Sequence[Row]]) -> None:
    """Sentence and tables; nothing is left out, so that the list can be acted on."""
    late = tables["overdue"]
    if not late:
        paper.text(say("bulletin.overdue.none"))
        return
    stated = [row for row in late if row["due_basis"] == "stated"]
    leagues = [row for row in late if row["due_basis"] != "stated" and row["unit_group"] == "county"]
    inferred = [row for row in late if row["due_basis"] != "stated" and row["unit_group"] != "county"]
    counted = (
        say("bulletin.overdue.group", group=say(f"groups.{group}"), n=n)
        for group in UNIT_GROUPS
        if (n := sum(row["unit_group"] == group for row in late))
    )
    paper.text(say("bulletin.overdue", groups=say.join(counted), stated=len(stated)))
    if stated:
        _stated(paper, say, stated)
    else:
        paper.text(say("bulletin.overdue.stated.none"))
    if inferred:
        _inferred(paper, say, inferred)
    if leagues:
        names = {row["city_adcode"]: say.name(row, "city") for row in tables["settings"]}
        _leagues(paper, say, leagues, names)
    if inferred or leagues:
        paper.note(say("bulletin.overdue.note"))


def _stated(paper: Paper, say: Speaker, rows: Sequence[Row]) -> None:
    say.caption(paper, "bulletin.overdue.stated")
    columns = [
        Col(say("col.no"), 0.5),
        Col(say("col.unit"), 1.5),
        Col(say("col.line"), 3, "left"),
        Col(say("col.due_on"), 1.2),
        Col(say("col.days"), 0.8),
    ]
    paper.table(
        columns,
        [
            [str(place), say.name(row, "unit"), _line(say, row), row["due_at"], str(row["days_overdue"])]
            for place, row in enumerate(rows, 1)
        ],
    )
    paper.note("", after=False)


def _inferred(paper: Paper, say: Speaker, rows: Sequence[Row]) -> None:
    """A row for each line, period, day and kind of unit: who has not done it."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in sorted(rows, key=lambda row: (UNIT_GROUPS.index(row["unit_group"]), row["due_at"], row["line_code"])):
        key = (row["unit_group"], row["line_code"], row["period"], row["due_at"])
        found.setdefault(key, []).append(row)
    say.caption(paper, "bulletin.overdue.inferred")
    paper.table(
        [
            Col(say("col.group"), 1),
            Col(say("col.line"), 2.6, "left"),
            Col(say("col.due_on"), 1.3),
            Col(say("col.number"), 0.7),
            Col(say("col.who"), 3, "left"),
        ],
        [
            [say(f"group.{key[0]}"), _line(say, late[0]), key[3], str(len(late)), _who(say, late)]
            for key, late in found.items()
        ],
    )
    paper.note("", after=False)


def _leagues(paper: Paper, say: Speaker, rows: Sequence[Row], cities: Mapping[str, str]) -> None:
    """A row for each city: whose leagues have not held their event."""
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: str(row["unit_adcode"])):
        found.setdefault(row["city_adcode"], []).append(row)
    say.caption(paper, "bulletin.overdue.county")
    paper.table(
        [Col(say("col.city"), 1.3), Col(say("col.number"), 0.7), Col(say("col.counties"), 6, "left")],
        [[cities.get(code, code), str(len(late)), _who(say, late)] for code, late in found.items()],
    )


def _line(say: Speaker, row: Row) -> str:
    return " ".join(filter(None, (row["line_code"], row["period"], say.name(row, "line"))))


def _who(say: Speaker, rows: Iterable[Row]) -> str:
    """Units by their short names, leagues by their counties."""
    return say.join(say.league(row) for row in rows)
