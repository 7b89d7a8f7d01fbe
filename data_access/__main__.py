"""`python -m data_access extract NAME …`: the extracts from the shell, byte for byte those of the pages; and papers."""

import json
from typing import IO, Annotated, Literal, NoReturn

import typer

from data_access.access.audit.acting import acting
from data_access.administration import audit as audit_commands, grants as grant_commands, sessions as session_commands
from data_access.command_line import WrongQuestionError, question_of, reading, with_filters, write_whole
from data_access.database.snapshot import Snapshot
from data_access.extracts import catalogue, files as extracts, names
from data_access.manifests import commands as manifest_commands, keys, signature
from data_access.notice.filters import with_codes
from data_access.papers import commands as paper_commands
from data_access.question import Filters, Question

app = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, help="Read the shared database, and say who may."
)
app.command("annex3")(paper_commands.annex3)
app.command("brief")(paper_commands.brief)
app.command("bulletin")(paper_commands.bulletin)
app.command("city-sheet")(paper_commands.city_sheet)
app.command("verify")(manifest_commands.verify)
app.command("manifest-key")(manifest_commands.manifest_key)
app.command("grant")(grant_commands.grant)
app.command("revoke")(grant_commands.revoke)
app.command("disable")(grant_commands.disable)
app.command("enable")(grant_commands.enable)
app.command("who")(grant_commands.who)
app.command("access-init")(grant_commands.access_init)
app.add_typer(session_commands.app, name="sessions")
app.add_typer(audit_commands.app, name="audit")


@app.callback()
def main() -> None:
    """Read the shared database, and say who may."""


@app.command()
@with_filters
def extract(
    name: Annotated[str, typer.Argument(help="which extract; --list describes them")] = "",
    campaign: Annotated[
        str, typer.Option(help="code of a notice or campaign; default: the notice under way at the instant asked for")
    ] = "",
    as_of: Annotated[str, typer.Option(help="2020-07-04T00:00 (local time of the campaign), or a day: its end")] = "",
    known_at: Annotated[str, typer.Option(help="only what was known then; default: all that is known now")] = "",
    since: Annotated[str, typer.Option(help="of changes: what they are counted from")] = "",
    lang: Annotated[Literal["zh", "en"], typer.Option(help="language of headings and labels")] = "zh",
    plain: Annotated[bool, typer.Option("--plain", help="for machines: English headings, no BOM, no escaping")] = False,
    form: Annotated[
        Literal["csv", "xlsx", "txt"], typer.Option("--format", help="csv, xlsx, or the text of those that have one")
    ] = "csv",
    output: Annotated[str, typer.Option("-o", "--output", help="file, or - for standard output")] = "",
    manifest: Annotated[bool, typer.Option("--manifest", help="write what the CSV holds, as JSON, instead")] = False,
    listing: Annotated[bool, typer.Option("--list", help="describe all extracts and their columns")] = False,
    **codes: list[str] | None,
) -> None:
    """Write one extract: a table of the database at an instant, as CSV or workbook."""
    if listing:
        _describe(lang)
        return
    if name not in catalogue.EXTRACTS:
        _refuse(f"no extract named {name!r}; there are: {', '.join(catalogue.EXTRACTS)}")
    if plain and form != "csv":
        _refuse("--plain is a form of CSV")
    if form == "txt" and catalogue.EXTRACTS[name].text is None:
        _refuse(f"{name} has no text to send on")
    filters, narrowed = with_codes(Filters(campaign), {field: some or () for field, some in codes.items()})
    ext = "manifest.json" if manifest else form
    asked = {"campaign": campaign, "as_of": as_of, "known_at": known_at, "since": since, **codes}
    try:
        with acting("file", extract=name, form=ext, **asked) as found, reading() as conn:
            q = extracts.question_of(name, question_of(conn, filters, as_of, known_at, narrowed, since=since))
            tally: list[int] = []
            called = names.file_name(conn, name, q, lang, ext)
            written = write_whole(
                output, called, lambda file: tally.extend(_fill(conn, name, q, lang, plain, ext, file))
            )
            found |= {"file": called, "rows": sum(tally) if ext in ("csv", "xlsx") else None, "sha256": written.sha256}
    except (WrongQuestionError, keys.KeyFileError) as error:
        _refuse(str(error))
    if written.path:
        typer.echo(str(written.path), err=True)


def _fill(s: Snapshot, name: str, q: Question, lang: str, plain: bool, ext: str, file: IO[bytes]) -> list[int]:
    """Write the bytes of the extract, or of its manifest; the numbers of rows of a table, part by part."""
    tally: list[int] = []
    if ext == "manifest.json":
        said = signature.signed(extracts.manifest(s, name, q, lang, plain), keys.signing_key())
        file.write(json.dumps(said, ensure_ascii=False, indent=2).encode() + b"\n")
    elif ext == "txt":
        file.write(extracts.text_of(s, name, q, lang))
    elif ext == "xlsx":
        tally.append(extracts.write_xlsx(s, name, q, lang, file))
    else:
        for chunk in extracts.stream_csv(s, name, q, lang, plain, tally=tally):
            file.write(chunk)
    return tally


def _describe(lang: str) -> None:
    for name, extract in catalogue.EXTRACTS.items():
        if name in catalogue.TWINS:
            continue
        typer.echo(f"{name}: {extract.description(lang)}")
        for column in extract.columns:
            if column.form == "screen":
                continue
            forms = {"both": "", "people": " (not with --plain)", "plain": " (--plain only)"}[column.form]
            typer.echo(f"  {column.key:24} {column.kind:10} {column.heading(lang, plain=False)}{forms}")


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(2)


if __name__ == "__main__":
    app()
