"""The extracts as the page shows them: what there is, what each holds, how its file begins."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard import links, reader
from dashboard.rows import records
from dashboard.tables import Column
from dashboard.view import View, number
from data_access import i18n as extract_words
from data_access.extract_preview import ROWS, load_preview, load_size
from data_access.extracts import EXTRACTS, columns_of

FIRST: Final = "obligations"


@dataclass(frozen=True)
class Chosen:
    """One extract of the view's question."""

    name: str
    title: str
    about: str
    file: str
    rows: int
    size: str
    sha256: str
    definition_version: str
    preview: pd.DataFrame
    """Its first rows, cell for cell as in the file."""
    columns: pd.DataFrame
    """One row per column: heading, key (the heading of the plain form), first (its value in the first row)."""


def titles(view: View) -> dict[str, str]:
    """All extracts: name -> title in the view's language."""
    return {name: title(view, name) for name in EXTRACTS}


def title(view: View, name: str) -> str:
    """What an extract is called in the view's language."""
    return view.t("extracts.title", title=extract_words.t(view.lang, f"extract.{name}"), name=name)


def read(view: View, name: str) -> Chosen:
    """The extract `name` as its file will be for this view."""
    preview = reader.read(load_preview, view, name, view.lang)
    size = records(reader.read(load_size, view, name, view.lang))[0]
    return Chosen(
        name=name,
        title=title(view, name),
        about=extract_words.t(view.lang, f"about.{name}"),
        file=str(size["file"]),
        rows=int(size["rows"]),
        size=kilobytes(view, int(size["bytes"])),
        sha256=str(size["sha256"]),
        definition_version=str(size["definition_version"]),
        preview=preview,
        columns=_columns(view, name, preview),
    )


def facts(view: View, chosen: Chosen) -> str:
    """What the file is, in one line: its name, rows, columns, size, version of the definitions."""
    return view.t(
        "extracts.facts",
        file=chosen.file,
        rows=number(chosen.rows),
        columns=len(chosen.preview.columns),
        size=chosen.size,
        version=chosen.definition_version,
    )


def downloads(view: View, name: str) -> list[tuple[str, str, str]]:
    """The ways to fetch an extract: (key, label, address)."""
    return [
        ("csv", view.t("extracts.download.csv"), links.extract_url(view, name, "csv")),
        ("xlsx", view.t("extracts.download.xlsx"), links.extract_url(view, name, "xlsx")),
        ("plain", view.t("extracts.download.plain"), links.extract_url(view, name, "csv", plain=True)),
        ("manifest", view.t("extracts.download.manifest"), links.extract_url(view, name, "manifest.json")),
    ]


def preview_title(view: View, chosen: Chosen) -> str:
    """How many of the rows are shown."""
    key = "extracts.preview.all" if chosen.rows <= ROWS else "extracts.preview"
    return view.t(key, n=min(ROWS, chosen.rows), rows=number(chosen.rows))


def kilobytes(view: View, size: int) -> str:
    """The size of a file for people."""
    return view.t("extracts.kilobytes", size=f"{max(size / 1024, 0.1):,.1f}")


def every(view: View) -> pd.DataFrame:
    """One row per extract: name, title, about."""
    rows = [(name, title(view, name), extract_words.t(view.lang, f"about.{name}")) for name in EXTRACTS]
    return pd.DataFrame(rows, columns=["name", "title", "about"])


def preview_columns(chosen: Chosen) -> list[Column]:
    """The preview's columns under the file's own headings."""
    return [Column(str(heading), str(heading)) for heading in chosen.preview.columns]


def every_columns(view: View) -> list[Column]:
    """Of the list of all extracts."""
    return [
        Column("title", view.t("extracts.column.title"), width="medium"),
        Column("about", view.t("extracts.column.about"), width="large"),
    ]


def described_columns(view: View) -> list[Column]:
    """Of the list of an extract's columns."""
    return [
        Column("heading", view.t("extracts.column.heading"), width="medium"),
        Column("key", view.t("extracts.column.key"), width="medium"),
        Column("first", view.t("extracts.column.first"), width="medium"),
    ]


def _columns(view: View, name: str, preview: pd.DataFrame) -> pd.DataFrame:
    columns = columns_of(EXTRACTS[name], plain=False)
    first = preview.iloc[0].tolist() if len(preview) else [""] * len(columns)
    rows = [
        (column.heading(view.lang, plain=False), column.key if column.shown(plain=True) else "", value)
        for column, value in zip(columns, first, strict=True)
    ]
    return pd.DataFrame(rows, columns=["heading", "key", "first"])
