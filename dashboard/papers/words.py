"""A paper in words and tables of the screen: its finding, its text, its forms, what was revised."""

from collections.abc import Sequence
from typing import Final

from dashboard.data.memory import remembered
from dashboard.papers.page import Chosen
from dashboard.parts.columns import columns as of_file
from dashboard.parts.table import Column
from dashboard.view import View, plain
from data_access.annex3.forms import Form, FormRow
from data_access.papers.preview import Piece
from data_access.papers.tables import BULLETINS, REVISIONS
from data_access.wording import number

MOST_ROWS: Final = 14
"""Of a table in the preview: the paper has them all."""


def finding(view: View, chosen: Chosen) -> str:
    """What the chosen paper is, and what is in it."""
    if chosen.is_empty and chosen.bulletin is None:
        return view.t("papers.finding.none")
    if chosen.forms:
        form = chosen.forms[0]
        filled = sum(row.value is not None for row in form.rows)
        key = "papers.finding.form" if filled else "papers.finding.form.none"
        return view.t(key, who=who(view, form), n=len(form.rows), filled=filled, missing=len(form.rows) - filled)
    if chosen.bulletin is not None:
        label = chosen.bulletin.issue.label
        if not chosen.bulletin.intact:
            return view.t("papers.finding.broken", label=label)
        return view.t("papers.finding.published", label=label, n=len(chosen.revised), count=number(len(chosen.revised)))
    if chosen.name == "brief":  # its first sheet begins with what it finds
        return next(piece.text for piece in chosen.pieces if piece.kind == "heading")
    tables = sum(piece.kind == "table" for piece in chosen.pieces)
    if chosen.name == "city-sheet":
        return view.t("papers.finding.sheet", city=view.city(chosen.of), n=tables)
    chapters = sum(piece.kind == "heading" for piece in chosen.pieces)
    return view.t("papers.finding.draft", at=view.iso(view.question.as_of), chapters=chapters, n=tables)


def who(view: View, form: Form) -> str:
    """The unit of a form, or the group that it totals."""
    return view.name(form.unit) if form.unit else view.t("papers.total", group=view.t(f"finding.group.{form.group}"))


def text(chosen: Chosen) -> str:
    """The paper as markdown; long tables are cut."""
    return _text(chosen.view, tuple(chosen.pieces))


@remembered
def _text(view: View, pieces: tuple[Piece, ...]) -> str:
    del view
    return "\n\n".join(_piece(piece) for piece in pieces)


def _piece(piece: Piece) -> str:
    said = plain(piece.text)
    match piece.kind:
        case "title" | "heading":
            return f"**{said}**"
        case "caption":
            return f":small[**{said}**]"
        case "table":
            return _table(piece.rows)
        case _:
            return f":small[{said}]"


def _table(rows: Sequence[Sequence[str]]) -> str:
    heading, *body = ([f":small[{plain(cell)}]" for cell in row] for row in rows)
    shown = body[:MOST_ROWS] + ([["…"] + [""] * (len(heading) - 1)] if len(body) > MOST_ROWS else [])
    lines = [heading, ["---"] * len(heading), *shown]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def form_columns(view: View, form: Form) -> list[Column]:
    """Of a form: code and item, what it is counted in, the number, of a total how many units filled it in."""
    t = view.t
    columns = [
        Column("metric.code", t("papers.column.code"), width="small"),
        Column(f"metric.{view.lang}", t("papers.column.item")),
        Column("value", t("papers.column.value"), "number"),
        Column(f"metric.measure_{view.lang}", t("papers.column.measure")),
    ]
    if form.unit is None:
        columns.append(Column("filled", t("papers.column.filled"), value=lambda row: _filled(row, form)))
    return columns


def _filled(row: FormRow, form: Form) -> str:
    return f"{row.filled}/{form.units}"


def published_columns(view: View) -> list[Column]:
    """Of the published bulletins."""
    own = [
        Column(
            "intact",
            view.t("papers.column.intact"),
            value=lambda row: view.word("word", "yes" if row.intact else "no"),
        ),
        Column("sha256", view.t("papers.column.sha256"), value=lambda row: row.sha256[:12]),
    ]
    return of_file(view, BULLETINS, "label as_of known_at published_at revised intact sha256", own=own)


def revised_columns(view: View) -> list[Column]:
    """Of what was revised: which figure of what, then and now."""
    titles = {"item": view.t("papers.column.about")}
    return of_file(view, REVISIONS, "table item figure published now", titles=titles)
