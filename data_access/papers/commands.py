"""The papers from the shell, byte for byte those of the pages: `python -m data_access brief …`, `annex3 …`, …"""

from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import IO, Annotated, Literal, NoReturn

import typer

from data_access.access.audit.acting import acting
from data_access.command_line import WrongQuestionError, question_of, reading, write_new, write_whole
from data_access.papers import catalogue as papers
from data_access.papers.published import ChangedBulletinError
from data_access.question import Filters

AsOf = Annotated[str, typer.Option(help="2020-07-04T00:00 (local time of the campaign), or a day: its end")]
KnownAt = Annotated[str, typer.Option(help="only what was known then; default: all that is known now")]
Campaign = Annotated[
    str, typer.Option(help="code of a notice or campaign; default: the notice under way at the instant asked for")
]
Lang = Annotated[Literal["zh", "en"], typer.Option(help="language of the paper")]
Output = Annotated[str, typer.Option("-o", "--output", help="file, or - for standard output")]


def annex3(
    unit: Annotated[str, typer.Option(help="name or code of a city or member unit")] = "",
    group: Annotated[Literal["city", "member", ""], typer.Option(help="the totals of a group")] = "",
    as_of: AsOf = "",
    known_at: KnownAt = "",
    campaign: Campaign = "",
    lang: Lang = "zh",
    output: Output = "",
) -> None:
    """Annex 3 as a workbook: of a unit, of a group, or of the province, both groups apart."""
    if unit and group:
        _refuse("either --unit or --group")
    _write("annex3", Filters(campaign), as_of, known_at, lang, unit or group, output)


def bulletin(
    published: Annotated[int, typer.Option(help="the number of a published bulletin: again as it was")] = 0,
    as_of: AsOf = "",
    known_at: KnownAt = "",
    city: Annotated[list[str] | None, typer.Option(help="adcode of a city; may be repeated; default: all")] = None,
    campaign: Campaign = "",
    lang: Lang = "zh",
    output: Output = "",
) -> None:
    """The bulletin (通报) as a Word document; `python -m seed publish-bulletin` freezes one."""
    if published and (as_of or known_at or city):
        _refuse("a published bulletin has its own instant and cities")
    of = str(published) if published else ""
    _write("bulletin", Filters(campaign, tuple(city or ())), as_of, known_at, lang, of, output)


def city_sheet(
    city: Annotated[str, typer.Option(help="adcode or name of the city")],
    as_of: AsOf = "",
    known_at: KnownAt = "",
    campaign: Campaign = "",
    lang: Lang = "zh",
    output: Output = "",
) -> None:
    """One city on one page, as a Word document."""
    _write("city-sheet", Filters(campaign), as_of, known_at, lang, city, output)


def brief(
    html: Annotated[bool, typer.Option("--html", help="one file that opens offline, on a phone too")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="five pages of A4 to print")] = False,
    docx: Annotated[bool, typer.Option("--docx", help="a Word document to go on writing")] = False,
    into: Annotated[str, typer.Option(help="a folder for files with names of their own; what is there stays")] = "",
    as_of: AsOf = "",
    known_at: KnownAt = "",
    city: Annotated[list[str] | None, typer.Option(help="adcode of a city; may be repeated; default: all")] = None,
    campaign: Campaign = "",
    lang: Lang = "zh",
    output: Output = "",
) -> None:
    """The morning brief (简报): five sheets in one file to forward; with --into from a timer."""
    forms = [ext for ext, wanted in (("html", html), ("pdf", pdf), ("docx", docx)) if wanted]
    if not forms or (output and (into or len(forms) > 1)):
        _refuse("--html, --pdf or --docx; several of them, or --into, without -o")
    asked = {"campaign": campaign, "city": city, "as_of": as_of, "known_at": known_at}
    try:
        with acting("file", paper="brief", **asked) as found:
            with reading() as conn:
                q = question_of(conn, Filters(campaign, tuple(city or ())), as_of, known_at)
                made = [papers.make(conn, "brief", q, lang, "", ext) for ext in forms]
            for one in made:
                if into:
                    kept, is_new = write_new(Path(into), one.name, one.body)
                    typer.echo(str(kept) if is_new else f"{kept}: 内容未变 / unchanged", err=True)
                elif path := write_whole(output, one.name, partial(_fill, one.body)).path:
                    typer.echo(str(path), err=True)
                found[one.name] = sha256(one.body).hexdigest()
    except (WrongQuestionError, papers.UnknownPaperError) as error:
        _refuse(str(error))


def _fill(body: bytes, file: IO[bytes]) -> None:
    file.write(body)


def _write(name: str, filters: Filters, as_of: str, known_at: str, lang: str, of: str, output: str) -> None:
    asked = {"campaign": filters.campaign, "city": filters.cities, "as_of": as_of, "known_at": known_at}
    try:
        with acting("file", paper=name, of=of, **asked) as found:
            with reading() as conn:
                made = papers.make(conn, name, question_of(conn, filters, as_of, known_at), lang, of)
            written = write_whole(output, made.name, partial(_fill, made.body))
            found[made.name] = written.sha256
    except (WrongQuestionError, papers.UnknownPaperError, ChangedBulletinError) as error:
        _refuse(str(error))
    if written.path:
        typer.echo(str(written.path), err=True)


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(2)
