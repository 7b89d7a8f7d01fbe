"""`python -m seed …`: how the database is made, filled and checked."""

from collections.abc import Callable
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from data_access.access.audit.acting import acting
from data_access.database.engine import parsed
from seed.backup.command import backup, backup_key, restore
from seed.check import check_all, check_files
from seed.demo.command import demo
from seed.forget import forget_command
from seed.init import initialise
from seed.notice import NoticeError
from seed.plainly import plainly
from seed.publishing import publish_bulletin
from seed.remove import remove_notice
from seed.returns.command import import_returns
from seed.returns.report import Report
from seed.start import load_samples, start as start_database
from seed.usage import UsageError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="Make, fill and check the database.",
)
app.command("import")(import_returns)
app.command("demo")(demo)
app.command("backup")(backup)
app.command("restore")(restore)
app.command("backup-key")(backup_key)
app.command("forget")(forget_command)
app.command("publish-bulletin")(publish_bulletin)
app.command("remove")(remove_notice)
out = Console(soft_wrap=True)
err = Console(soft_wrap=True, stderr=True)

Language = Literal["zh", "en"]


@app.command()
def init(
    shards: Annotated[
        str, typer.Option(help="PostgreSQL databases on which hazards are to lie: URL,URL (docs/operations.md).")
    ] = "",
) -> None:
    """Migrate the database and load places, units and notices; a second run changes nothing."""
    try:
        with plainly(existing=False) as url:
            summary = initialise(url, shards=[one for one in shards.split(",") if one])
    except (NoticeError, UsageError) as faults:
        err.print(str(faults), style="red", markup=False)
        raise typer.Exit(1) from faults
    place = parsed(url).render_as_string(hide_password=True)
    if not summary.changed:
        out.print(f"{place}: up to date, nothing changed.", markup=False)
        return
    table = Table("table", "inserted", "updated", "deleted")
    for name, changes in summary.tables.items():
        if changes.total:
            table.add_row(name, str(changes.inserted), str(changes.updated), str(changes.deleted))
    out.print(table)
    migrated = " migrated," if summary.migrated else ""
    out.print(f"{place}:{migrated} {summary.rows} rows written.", markup=False)


@app.command()
def start() -> None:
    """Init; samples into the embedded database if nothing was loaded: what `make run` does before the dashboard."""
    _samples(start_database)


@app.command()
def samples() -> None:
    """Init, and load the sample returns into this database (DATABASE_URL); refused where anything else was loaded."""
    _samples(load_samples)


def _samples(load: Callable[..., Report | None]) -> None:
    try:
        with (
            acting("import", files=["samples"], label="sample") as found,
            plainly(existing=False) as url,
            Progress(console=err, transient=True) as bar,
        ):
            task = bar.add_task("sample returns", total=None)
            loaded = load(url, lambda done, total, _name: bar.update(task, completed=done, total=total))
            found["loaded"] = loaded.count("loaded") if loaded else 0
    except (NoticeError, UsageError) as fault:
        err.print(str(fault), style="red", markup=False)
        raise typer.Exit(1) from fault
    if loaded:
        out.print(
            f"Sample returns loaded: {loaded.count('loaded')} files, {loaded.count('refused')} refused on purpose."
        )


@app.command()
def check(
    lang: Annotated[Language, typer.Option(help="Language of the sentences.")] = "zh",
) -> None:
    """Say what is missing or contradictory; exit status 1 on contradictions."""
    findings = check_files()
    if not any(finding.contradiction for finding in findings):
        try:
            with plainly() as url:
                findings += check_all(url)
        except UsageError as fault:
            err.print(fault.sentence(lang), style="red", markup=False)
            raise typer.Exit(1) from fault
    for finding in findings:
        colour = "red" if finding.contradiction else "yellow"
        out.print(finding.sentence(lang), style=colour, markup=False)
    wrong = sum(finding.contradiction for finding in findings)
    words = {"zh": "矛盾 {} 项，缺项 {} 项。", "en": "{} contradictions, {} gaps."}
    out.print(words[lang].format(wrong, len(findings) - wrong))
    raise typer.Exit(1 if wrong else 0)


if __name__ == "__main__":
    app()
