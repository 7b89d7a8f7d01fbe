"""`python -m data_access extract NAME …`: the extracts from the shell, byte for byte those of the pages."""

import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Annotated, Literal, NoReturn
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from data_access import extracts
from data_access.campaigns import resolve, unknown_codes
from data_access.engine import DatabaseMissingError, read_engine, snapshot
from data_access.filters import Filters, HazardFilters, Question
from data_access.local_time import end_of_day

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help="Read the shared database.")

STATEMENT_TIMEOUT = 600.0
"""Seconds: nobody waits at a page for the shell."""


@app.callback()
def main() -> None:
    """Read the shared database."""


@app.command()
def extract(
    name: Annotated[str, typer.Argument(help="which extract; --list describes them")] = "",
    city: Annotated[list[str] | None, typer.Option(help="adcode of a city; may be repeated")] = None,
    line: Annotated[list[str] | None, typer.Option(help="code of a line or group of lines; may be repeated")] = None,
    group: Annotated[list[str] | None, typer.Option(help="city, member, office or county; may be repeated")] = None,
    grade: Annotated[list[str] | None, typer.Option(help="of hazards: general or major; may be repeated")] = None,
    industry: Annotated[
        list[str] | None,
        typer.Option(help="code of an industry of hazards and tips; one of the top level: all below it"),
    ] = None,
    source: Annotated[list[str] | None, typer.Option(help="of hazards: inspection, tip …; may be repeated")] = None,
    class_: Annotated[
        list[str] | None, typer.Option("--class", help="of hazards: A, B, C, D, E, A0 or P; may be repeated")
    ] = None,
    county: Annotated[list[str] | None, typer.Option(help="adcode of a county of hazards; may be repeated")] = None,
    campaign: Annotated[str, typer.Option(help="code of a notice or campaign; default: the newest notice")] = "",
    as_of: Annotated[str, typer.Option(help="2020-07-04T00:00 (local time of the campaign), or a day: its end")] = "",
    known_at: Annotated[str, typer.Option(help="only what was known then; default: all that is known now")] = "",
    lang: Annotated[Literal["zh", "en"], typer.Option(help="language of headings and labels")] = "zh",
    plain: Annotated[bool, typer.Option("--plain", help="for machines: English headings, no BOM, no escaping")] = False,
    form: Annotated[Literal["csv", "xlsx"], typer.Option("--format", help="csv or xlsx")] = "csv",
    output: Annotated[str, typer.Option("-o", "--output", help="file, or - for standard output")] = "",
    manifest: Annotated[bool, typer.Option("--manifest", help="write what the CSV holds, as JSON, instead")] = False,
    listing: Annotated[bool, typer.Option("--list", help="describe all extracts and their columns")] = False,
) -> None:
    """Write one extract: a table of the database at an instant, as CSV or workbook."""
    if listing:
        _describe(lang)
        return
    if name not in extracts.EXTRACTS:
        _refuse(f"no extract named {name!r}; there are: {', '.join(extracts.EXTRACTS)}")
    if plain and form == "xlsx":
        _refuse("--plain is a form of CSV")
    filters = Filters(campaign, tuple(city or ()), tuple(line or ()), tuple(group or ()))
    narrowed = HazardFilters(*(tuple(codes or ()) for codes in (grade, industry, source, class_, county)))
    engine = read_engine(statement_timeout=STATEMENT_TIMEOUT)
    try:
        with snapshot(engine) as conn:
            q = extracts.question_of(name, _question(conn, filters, narrowed, as_of, known_at))
            _write(conn, name, q, lang, plain, "json" if manifest else form, output)
    except (DatabaseMissingError, SQLAlchemyError) as error:
        _refuse(str(error.__cause__ or error).splitlines()[0])
    finally:
        engine.dispose()


def _question(conn: Connection, filters: Filters, hazards: HazardFilters, as_of: str, known_at: str) -> Question:
    if unknown := unknown_codes(conn, filters, hazards):
        _refuse(f"unknown: {', '.join(unknown)}")
    now = datetime.now(UTC)
    q = resolve(conn, filters, now, hazards=hazards)
    if as_of:
        q = resolve(conn, replace(filters, as_of=_read_instant(as_of, q.zone)), now, hazards=hazards)
    if known_at:
        known = _read_instant(known_at, q.zone)
        q = replace(q, known_at=known if isinstance(known, datetime) else end_of_day(known, q.zone))
    return q


def _read_instant(text: str, zone: str) -> datetime | date:
    """A day, or an instant, which without a zone of its own is local to the campaign."""
    try:
        if "T" not in text and " " not in text:
            return date.fromisoformat(text)
        instant = datetime.fromisoformat(text)
    except ValueError:
        _refuse(f"no instant: {text!r}; 2020-07-04T00:00 and 2020-07-04 are")
    return (instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _write(conn: Connection, name: str, q: Question, lang: str, plain: bool, form: str, output: str) -> None:
    """Into a file beside the wanted one and then in its place: a file that is there is whole."""
    if output == "-":
        _fill(conn, name, q, lang, plain, form, sys.stdout.buffer)
        return
    ext = "manifest.json" if form == "json" else form
    target = Path(output or extracts.file_name(conn, name, q, lang, ext))
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as file:
            _fill(conn, name, q, lang, plain, form, file)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    typer.echo(str(target), err=True)


def _fill(conn: Connection, name: str, q: Question, lang: str, plain: bool, form: str, file: IO[bytes]) -> None:
    """The bytes of the extract, or of its manifest."""
    if form == "json":
        said = extracts.manifest(conn, name, q, lang, plain)
        file.write(json.dumps(said, ensure_ascii=False, indent=2).encode() + b"\n")
    elif form == "xlsx":
        extracts.write_xlsx(conn, name, q, lang, file)
    else:
        for chunk in extracts.stream_csv(conn, name, q, lang, plain):
            file.write(chunk)


def _describe(lang: str) -> None:
    for extract in extracts.EXTRACTS.values():
        typer.echo(f"{extract.name}: {extract.description(lang)}")
        for column in extract.columns:
            forms = {"both": "", "people": " (not with --plain)", "plain": " (--plain only)"}[column.form]
            typer.echo(f"  {column.key:24} {column.kind:10} {column.heading(lang, plain=False)}{forms}")


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(2)


if __name__ == "__main__":
    app()
