"""The columns of a table's file on the screen, chosen by name; a page has columns of its own where it shows more."""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final

from dashboard.parts.table import Column, Kind
from dashboard.parts.widths import Width
from dashboard.view import View
from data_access import i18n
from data_access.tables import columns as of_files
from data_access.tables.table import Table
from data_access.wording import brief, period

_KINDS: Final[Mapping[of_files.Kind, Kind]] = {
    "count": "count",
    "figure": "number",
    "coordinate": "number",
    "rate": "rate",
    "day": "date",
    "instant": "instant",
}
"""The kinds of columns of files that are shown as such; the others are texts."""
_FAMILIES: Final[Mapping[str, Kind]] = {"state": "state", "basis": "basis"}
"""Families of words that the screen shows in a way of its own."""


def columns(
    view: View,
    table: Table,
    names: str,
    *,
    own: Iterable[Column] = (),
    titles: Mapping[str, str] = MappingProxyType({}),
    widths: Mapping[str, Width | int] = MappingProxyType({}),
    pinned: str = "",
) -> list[Column]:
    """The columns of a table with these names, in this order. A name is the key of a column; where a code stands beside
    its words (state, state_label), the code's name means the words. KeyError for a name that the table does not have.

    A heading is that of the page (tour.column.reports) where it has words of its own, else what heading() finds.
    `own`: columns of the page, which their names mean before those of the table; `titles`: headings of this table;
    `widths`: in pixels or words; `pinned`: the names of those that stay when the table is moved sideways.
    """
    known = {column.key: column for column in table.columns if column.form != "plain"}
    found = {column.name: column for column in own}
    for name in [name for name in names.split() if name not in found]:
        column = known[f"{name}_label" if f"{name}_label" in known else name]
        found[name] = Column(
            name,
            titles.get(name) or _word(view, f"{view.page}.column.{name}") or heading(view, column),
            kind(column),
            of=column.of,
            definition=column.definition,
            width=widths.get(name),
            help=_word(view, f"{view.page}.column.{name}.help") or None,
            pinned=name in pinned.split(),
            value=value(view, column),
        )
    return [found[name] for name in names.split()]


def _word(view: View, key: str) -> str:
    """The words `key`, '' where the catalogue has none."""
    return view.t(key) if key in i18n.catalogue(view.lang) else ""


def heading(view: View, column: of_files.Column) -> str:
    """The heading of a column of a file on the screen: the short one where the catalogue has one."""
    return _word(view, f"heading.{column.words or column.key}") or column.heading(view.lang, plain=False)


def kind(column: of_files.Column) -> Kind:
    """How a column of a file is shown."""
    return _KINDS.get(column.kind, "text") if column.kind != "word" else _FAMILIES.get(column.family, "text")


def value(view: View, column: of_files.Column) -> Callable[[Any], object]:
    """A function from a row to what is shown: words of codes and flags, English names in short, of a rate n."""
    take = attrgetter(column.path(view.lang))
    if column.key == "period":
        return lambda row: period(take(row), view.lang)
    if kind(column) != "text":
        return take
    match column.kind:
        case "word":
            none = view.word(*column.none.split(".")) if column.none else ""
            return lambda row: view.word(column.family, take(row)) or none
        case "flag":
            return lambda row: view.t("word.yes") if take(row) else ""
        case "enterprise":
            return lambda row: take(row) or view.word("word", "some_enterprise")
        case _:
            return (lambda row: brief(take(row) or "")) if "{lang}" in column.source and view.lang == "en" else take
