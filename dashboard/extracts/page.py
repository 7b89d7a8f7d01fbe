"""The extracts as the page shows them: what there is, what each holds, how its file begins."""

from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from dashboard.addresses import address
from dashboard.data import reader
from dashboard.extracts import files
from dashboard.parts import links
from dashboard.parts.table import Column
from dashboard.view import View
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.files import columns_of, question_of
from data_access.extracts.preview import ROWS, Preview, load_preview
from data_access.obligations.states import DEFINITION_VERSION
from data_access.wording import number


class Described(NamedTuple):
    """A column of a file: its heading, its heading in the plain form ("" for none), its value in the first row."""

    heading: str
    key: str
    first: str
    is_code: bool


@dataclass(frozen=True)
class Chosen:
    """One extract of the view's question."""

    title: str
    about: str
    file: Preview
    columns: list[Described]


def title(view: View, name: str) -> str:
    """What an extract is called in the view's language."""
    return EXTRACTS[name].title(view.lang)


def about(view: View, name: str) -> str:
    """What it holds, in a sentence."""
    return EXTRACTS[name].description(view.lang)


def asked(view: View) -> str:
    """The extract that the address names and who looks may see, "" for none."""
    return address.control_value(view.page, "extract", {"", *files.offered()}, "")


def read(view: View, name: str) -> Chosen:
    """The extract `name` as its file will be for this view."""
    file = reader.read(load_preview, view, name, view.lang)
    return Chosen(title(view, name), about(view, name), file, _columns(view, name, file))


def finding(view: View, chosen: Chosen) -> str:
    """How many rows there are."""
    rows = chosen.file.rows
    return view.t("extracts.finding", title=chosen.title, n=rows, rows=number(rows))


def facts(view: View, chosen: Chosen) -> str:
    """What the file is, in one line: its name, rows, columns, version of the definitions."""
    return view.t(
        "extracts.facts",
        file=chosen.file.file,
        rows=number(chosen.file.rows),
        columns=len(chosen.file.headings),
        version=DEFINITION_VERSION,
    )


def downloads(view: View, name: str) -> list[tuple[str, str, str]]:
    """The ways to fetch an extract: (key, label, address); none where who looks may not."""
    urls = links.extract_urls(view, name)
    if not urls["csv"]:
        return []
    return [
        ("csv", view.t("extracts.download.csv"), urls["csv"]),
        ("xlsx", view.t("extracts.download.xlsx"), urls["xlsx"]),
        ("plain", view.t("extracts.download.plain"), links.extract_url(view, name, "csv", plain=True)),
        ("manifest", view.t("extract.manifest"), urls["manifest.json"]),
        ("verify", view.t("verify.title"), f"/verify?lang={view.lang}"),
    ]


def preview_title(view: View, chosen: Chosen) -> str:
    """How many of the rows are shown."""
    rows = chosen.file.rows
    key = "extracts.preview.all" if rows <= ROWS else "extracts.preview"
    return view.t(key, n=min(ROWS, rows), rows=number(rows))


def preview_columns(chosen: Chosen) -> list[Column]:
    """The preview's columns under the file's own headings, those of codes after the others."""
    places = sorted(range(len(chosen.file.headings)), key=lambda place: chosen.columns[place].is_code)
    return [Column(str(place), chosen.file.headings[place], value=itemgetter(place)) for place in places]


def described_columns(view: View) -> list[Column]:
    """Of the list of an extract's columns."""
    return [
        Column("heading", view.t("extracts.column.heading"), width="medium"),
        Column("key", view.t("extracts.column.key"), width="medium"),
        Column("first", view.t("extracts.column.first"), width="medium"),
    ]


def _columns(view: View, name: str, file: Preview) -> list[Described]:
    columns = columns_of(EXTRACTS[name], plain=False)
    first = file.first[0] if file.first else ("",) * len(columns)
    return [
        Described(
            column.heading(view.lang, plain=False),
            column.key if column.shown(plain=True) else "",
            value,
            column.kind == "code",
        )
        for column, value in zip(columns, first, strict=True)
    ]


def view_of(view: View, name: str) -> View:
    """The view with only those filters that narrow this extract."""
    return view.asking(question_of(name, view.question))
