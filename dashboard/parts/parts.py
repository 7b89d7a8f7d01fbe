"""Page furniture, each piece one function: finding, stamp line, headline figures, chart, table, notes, failures."""

from collections.abc import Callable, Sequence
from typing import Any, Final, Literal

import plotly.graph_objects as go
import streamlit as st
from htpy import Element

from dashboard import registry
from dashboard.addresses import cases
from dashboard.marks import component
from dashboard.parts import figure as headline_figure, links, table as tables
from dashboard.parts.figure import Figure
from dashboard.view import View, plain
from data_access.notice.filters import OF_HAZARDS

OnSelect = Callable[[], None]
CHART_CONFIG: Final = {"displayModeBar": False, "scrollZoom": False}
MAX_ROWS: Final = 16
"""Rows of a table above which it scrolls inside."""
ROW: Final = 30


def finding(text: str) -> None:
    """Draw the page's finding, its only heading of the first level."""
    st.markdown(f"# {plain(text)}", anchors=False)


def page_of_nothing(view: View, said: str, extract_name: str, why: str = "") -> None:
    """Draw a page without data for the choice: the finding, the links to its file, and `why` it is empty or what to do,
    where that is not good news.
    """
    with st.container(gap="xsmall"):
        finding(said)
        stamp_line(view, extract_name)
    if why:
        empty(view, why)


def lead(text: str) -> None:
    """Draw the sentence below the finding; nothing for ""."""
    if text:
        st.markdown(plain(text))


def heading(text: str, note: str = "") -> None:
    """Draw the title of a picture or a table."""
    st.markdown(f"### {plain(text)}" + (f" :small[:gray[{plain(note)}]]" if note else ""), anchors=False)


def counted(view: View, figure: Figure, text: str, note: str = "") -> None:
    """Draw the title of a picture or a table of one measure of many units, and beside it the button of the figure of
    all of them.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
        heading(text, note)
        headline_figure.button(view, figure, figure.definition_key)


def first_rows(view: View, first: str, every: str, shown: int, n: int) -> str:
    """The title of a table that has the first `shown` of `n` rows: the words `first`, or `every` when that is all."""
    return view.t(first if shown < n else every, shown=f"{shown:,}", count=f"{n:,}")


def stamp_line(view: View, extract_name: str) -> None:
    """Draw the line with the instant, data_until, the kind of data and the filters, and the links to the extract."""
    said = [view.t("stamp.as_of", at=view.iso(view.question.as_of))]
    if view.stamp.data_until is not None:
        said.append(view.t("stamp.data_until", at=view.iso(view.stamp.data_until)))
    said.append(filters_in_words(view))
    text = plain(" · ".join(said))
    if view.stamp.label in ("sample", "demo", "mixed"):
        text += f" :orange-badge[{plain(view.word('label', view.stamp.label))}]"
    with st.container(horizontal=True, horizontal_alignment="distribute", gap="small", key=f"stamp_{extract_name}"):
        st.markdown(f":small[:gray[{text}]]", width="content")
        _files(view, "extract.of_page", extract_name)


def extract_line(view: View, extract_name: str) -> None:
    """Draw the links to the file of all rows of a table of which the page shows the first."""
    _files(view, "extract.of_table", extract_name)


def _files(view: View, words: str, extract_name: str) -> None:
    if ways := links.downloads(view, extract_name):
        st.markdown(f":small[{plain(view.t(words))} {ways}]", width="content")


def filters_in_words(view: View) -> str:
    """The filters in force in words; “all” for those that are not set."""
    filters = view.filters
    cities = _list(view, [view.city(code) for code in filters.cities], "filter.city.all")
    entry = registry.of(view.page)
    if not entry.lines:
        return view.t("list.and").join([cities, *narrowed_in_words(view)])
    lines = _list(view, [f"{code} {view.line(code)}" for code in filters.lines], "filter.line.all")
    groups = [view.t(f"groups.{code}") for code in filters.groups if entry.groups]
    return view.t("list.and").join([cities, lines, *groups, *narrowed_in_words(view)])


def narrowed_in_words(view: View) -> list[str]:
    """The filters of hazards and tips in words."""
    found: list[str] = []
    for one in OF_HAZARDS:
        names = {option.code: option.label(view.lang) for option in view.choices.options(one.field)}
        codes = one.chosen(view.filters, view.question.hazards)
        found += [view.t(f"{one.shown}.{code}") if one.shown else names.get(code, code) for code in codes]
    return found


def _list(view: View, names: list[str], all_key: str) -> str:
    if not names:
        return view.t(all_key)
    shown = view.t("list.and").join(names[:3])
    return view.t("list.more", shown=shown, n=len(names)) if len(names) > 3 else shown


def headline(view: View, figures: Sequence[Figure], key: str = "") -> None:
    """Draw at most five large figures in a row, each with its parts and its definition; `key`
    is unique on a page.
    """
    with st.grid(len(figures), min_column_width=128, gap="medium") as _grid:
        for place, figure in enumerate(figures):
            with st.container(key=f"headline-{figure.tone}-{view.page}{key}-{place}", gap="xxsmall"):
                _headline(view, figure, f"{key}{place}")


def _headline(view: View, figure: Figure, place: str) -> None:
    unit = f" :small[:gray[{plain(figure.unit)}]]" if figure.unit else ""
    st.metric(plain(figure.label), f"{plain(figure.text)}{unit}")
    if figure.definition_key:
        headline_figure.button(view, figure, place)
    if figure.note:
        st.markdown(f":small[:gray[{plain(figure.note)}]]")


def chart(
    view: View,
    fig: go.Figure | Element,
    key: str,
    title: str,
    alt: str,
    on_select: OnSelect | None = None,
    height: int | Literal["content", "stretch"] = "content",
) -> None:
    """Draw a figure under its title; `alt` describes it for readers who cannot see it; `on_select` makes its marks
    clickable. A drawing of ours has both in itself: its marks are links.
    """
    if title:
        heading(title)
    if isinstance(fig, Element):
        component.draw(fig, widget_key(view, key))
        return
    st.plotly_chart(
        fig,
        key=f"{view.page}_{key}",
        theme=None,
        height=height,
        config=CHART_CONFIG,
        alt=alt,
        on_select=on_select or "ignore",
        selection_mode="points",
    )


def table(
    view: View,
    rows: Sequence[object],
    key: str,
    columns: Sequence[tables.Column],
    on_select: OnSelect | None = None,
    alt: str = "",
    most: int = MAX_ROWS,
    none: str = "",
    selected: int | None = None,
    missing: str = "",
    totals: Sequence[object] = (),
    items: Sequence[str] = (),
) -> None:
    """Draw rows as a table; `on_select` makes single rows selectable; with more than `most` rows it scrolls inside.
    With `items`, one a row, a click on a cell opens the case of its row.

    `none` is the sentence in place of a table without rows; `selected` is the row that is selected from the start;
    `missing` stands in empty cells of numbers and dates (未报, where somebody should have reported them). `totals` are
    rows that sum up the others: they stand below the table, where no click on a heading sorts them among what they sum.
    """
    if not rows and none:
        st.caption(plain(none))
        return
    first: dict[str, Any] = {} if selected is None else {"selection_default": {"selection": {"rows": [selected]}}}
    shown = tables.prepared(view, rows, columns, missing)
    st.dataframe(
        shown,
        key=f"{view.page}_{key}",
        hide_index=True,
        column_config=tables.config(view, columns, shown),
        placeholder="",
        height="content" if len(rows) <= most else ROW * (most + 1),
        row_height=ROW,
        on_select=cases.on_table(widget_key(view, key), items) if items else on_select or "ignore",
        selection_mode="single-cell" if items else "single-row",
        **first,
        alt=alt or None,
    )
    for row in totals:
        st.caption(plain(tables.in_words(view, row, columns, missing)))
    st.html(tables.on_paper(view, [*totals, *rows], columns, missing))


def widget_key(view: View, key: str) -> str:
    """The key under which `chart` and `table` keep their selection, for the callbacks of dashboard.addresses."""
    return f"{view.page}_{key}"


def notes(view: View, keys: Sequence[str]) -> None:
    """Draw the notes below the tables in small print."""
    st.markdown("  \n".join(f":small[:gray[{plain(view.t(key))}]]" for key in keys))


def note(text: str) -> None:
    """Draw a line of small print; nothing for ""."""
    if text:
        st.markdown(f":small[:gray[{plain(text)}]]")


def empty(view: View, why: str) -> None:
    """Draw the sentence for an empty page: why, and what to do."""
    del view
    st.info(plain(why), icon=":material/inbox:")


def error(view: View, failure: str, number: str) -> None:
    """Draw what failed, with its error number."""
    st.error(plain(view.t("shell.error", what=failure, number=number)), icon=":material/error:")
