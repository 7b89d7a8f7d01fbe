"""`python -m data_access audit verify | export | prune`: the auditor's commands."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import IO, Annotated, Final, Literal

import typer

from data_access.access.audit.acting import acting
from data_access.access.audit.chain import Chain
from data_access.access.audit.line import EVENTS, Line
from data_access.access.audit.prune import prune as prune_record
from data_access.access.audit.record import open_chain, table
from data_access.access.audit.settings import AuditError, audit_settings
from data_access.access.audit.verify import lines_of, verify as verify_record
from data_access.administration.plainly import plainly
from data_access.command_line import write_whole
from data_access.tables.columns import guarded

app = typer.Typer(help="The record of who did what.", no_args_is_help=True)
BOM: Final = b"\xef\xbb\xbf"
COLUMNS: Final = ("n", "at", "event", "ok", "person", "name", "unit", "session", "address", "facts")


def _chain() -> Chain:
    found = open_chain()
    if found is None:
        raise AuditError(
            "没有配置审计：请设置 AUDIT_FOLDER、AUDIT_KEY_FILE、AUDIT_ANCHOR",
            "no audit is configured: set AUDIT_FOLDER, AUDIT_KEY_FILE and AUDIT_ANCHOR",
        )
    return found


@app.command()
def verify() -> None:
    """Whether the record is whole; exit status 1, and each fault with its file and line, where it is not."""
    with plainly():
        verdict = verify_record(_chain())
    for fault in verdict.faults:
        typer.echo(str(fault))
    typer.echo(
        f"{verdict.lines} 行，末行编号 {verdict.last}，问题 {len(verdict.faults)} / lines, number, faults", err=True
    )
    raise typer.Exit(1 if verdict.faults else 0)


@app.command()
def export(
    since: Annotated[str, typer.Option(help="first day (UTC), 2026-12-01")] = "",
    until: Annotated[str, typer.Option(help="last day (UTC)")] = "",
    event: Annotated[list[str] | None, typer.Option(help=f"one of {', '.join(EVENTS)}; may be repeated")] = None,
    person: Annotated[str, typer.Option(help="id of a person")] = "",
    form: Annotated[Literal["jsonl", "csv"], typer.Option("--format", help="lines as they are, or a table")] = "jsonl",
    output: Annotated[str, typer.Option("-o", "--output", help="file, or - for standard output")] = "-",
) -> None:
    """Write the lines of a period, by event and person; that it was read out is recorded."""
    with plainly():
        chain, days = _chain(), [date.fromisoformat(text) if text else None for text in (since, until)]
        asked = {"since": since, "until": until, "events": list(event or ()), "person": person}
        with acting("export", **asked) as found:
            chosen = _chosen(chain, days[0], days[1], set(event or ()), person)
            write = _csv if form == "csv" else _jsonl
            found["rows"] = 0

            def fill(file: IO[bytes]) -> None:
                found["rows"] = write(file, chosen)

            written = write_whole(output, "", fill)
            found["sha256"] = written.sha256
    typer.echo(f"{found['rows']} 行 / lines", err=True)


@app.command()
def prune() -> None:
    """Delete the days older than AUDIT_KEEP_DAYS, after verifying the record; recorded first."""
    with plainly():
        done = prune_record(_chain(), audit_settings(), table())
    typer.echo(f"已删除 {done.before} 之前的 {done.files} 天 / days before {done.before} deleted: {done.files}")


def _chosen(chain: Chain, since: date | None, until: date | None, events: set[str], person: str) -> Iterator[Line]:
    for place in lines_of(chain):
        line = place.line
        if line is None or (events and line.event not in events) or person not in ("", line.who.get("id")):
            continue
        if (since is None or line.at.date() >= since) and (until is None or line.at.date() <= until):
            yield line


def _jsonl(file: IO[bytes], lines: Iterator[Line]) -> int:
    return sum(1 for line in lines if file.write(line.raw + b"\n"))


def _csv(file: IO[bytes], lines: Iterator[Line]) -> int:
    """A table for people; texts that a spreadsheet would take for a formula are guarded as in all files."""
    file.write(BOM + _row(COLUMNS))
    return sum(1 for line in lines if file.write(_row(_cells(line))))


def _cells(line: Line) -> tuple[str, ...]:
    who = (str(line.who.get(key, "")) for key in ("id", "name", "unit", "session"))
    texts = (line.event, str(line.ok), *who, line.address, json.dumps(line.facts, ensure_ascii=False))
    return (str(line.n), line.at.isoformat(), *map(guarded, texts))


def _row(cells: tuple[str, ...]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode("utf-8", "backslashreplace")
