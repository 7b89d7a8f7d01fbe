"""`python -m seed import PATH…`: progress bar, a line per file, every fault with its place, exit status."""

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from data_access.access.audit.acting import acting
from data_access.access.audit.line import Fact
from data_access.database.engine import disposing, read_engine
from data_access.database.snapshot import snapshot
from seed.loads import holds_invented
from seed.plainly import plainly
from seed.returns.importing import import_paths
from seed.returns.reading.characters import visible
from seed.returns.reading.faults import Lang
from seed.returns.replace import make_way, try_empty
from seed.returns.report import OUTCOMES, FileReport, Report, write_faults
from seed.usage import UsageError

COLOURS: Final = {
    "loaded": "green",
    "completed": "green",
    "same": "dim",
    "refused": "red",
    "missing": "yellow",
    "unregistered": "yellow",
}
COUNTED: Final = {
    "zh": ("新增", "更新", "相同", "取代", "未生效(另有收到更晚的报送)", "问题"),
    "en": ("new", "changed", "same", "superseded", "not in force (a later one stands)", "faults"),
}
FAULTS_SHOWN: Final = 20
"""Of one file on the screen; --report has them all."""

out = Console(soft_wrap=True)
err = Console(soft_wrap=True, stderr=True)


def import_returns(
    paths: Annotated[list[Path], typer.Argument(help="Folders with a register (报送登记表), or single files.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check everything, write nothing.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write every fault into this CSV file.")] = None,
    unit: Annotated[str | None, typer.Option(help="Who sent a single file: name or alias of the roster.")] = None,
    received: Annotated[
        datetime | None,
        typer.Option(
            help="When a single file was received, local time.", formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        ),
    ] = None,
    line: Annotated[str | None, typer.Option(help="What a single file is handed in for, e.g. D3.")] = None,
    accepted: Annotated[
        datetime | None,
        typer.Option(
            help="When a single file was accepted, local time; without it, it awaits its review.",
            formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        ),
    ] = None,
    notice: Annotated[str | None, typer.Option(help="Code of the notice, when the database has several.")] = None,
    label: Annotated[Literal["real", "sample", "demo"], typer.Option(help="What the data is.")] = "real",
    replace_invented: Annotated[
        bool,
        typer.Option(
            "--replace-invented", help="Empty the database first if it holds samples or a simulation; a copy is kept."
        ),
    ] = False,
    confirm_leaving: Annotated[
        bool, typer.Option("--confirm-leaving", help="Units with returns may leave by a roster that lacks them.")
    ] = False,
    lang: Annotated[Lang, typer.Option(help="Language of the sentences.")] = "zh",
) -> None:
    """Take in returns: a file whole or not at all; the same again changes nothing.

    Exit status 0: all taken; 1: some refused or missing; 2: nothing usable, or not called as it should be.
    """
    options: dict[str, Any] = {
        "unit": unit,
        "received": received,
        "line": line,
        "accepted": accepted,
        "notice": notice,
        "confirm_leaving": confirm_leaving,
    }
    try:
        with _recorded(paths, label, dry_run, replace_invented, options) as found, plainly() as url, _bar() as bar:
            task = bar.add_task("", total=None)

            def progress(done: int, total: int, name: str) -> None:
                bar.update(task, completed=done, total=total, description=visible(name))

            invented = replace_invented and label == "real" and _only_invented(url)
            if invented and not dry_run and (copy := make_way(url, paths, **options)):
                words = {"zh": "示例或演示数据已清空,备份在 {}", "en": "Invented data emptied; it was copied to {}"}
                out.print(words[lang].format(copy), style="yellow", markup=False)
                found["emptied"] = str(copy)
            if invented and dry_run:
                done = try_empty(paths, progress=progress, **options)
            else:
                done = import_paths(url, paths, label=label, dry_run=dry_run, progress=progress, **options)
            found |= {outcome: done.count(outcome) for outcome in OUTCOMES}
            found["ok"] = done.exit_status == 0
    except UsageError as fault:
        err.print(fault.sentence(lang), style="red", markup=False)
        raise typer.Exit(2) from fault
    show(done, lang)
    if report:
        rows = write_faults(done, report)
        out.print(f"{report}: {rows}", markup=False)
    raise typer.Exit(done.exit_status)


def _recorded(
    paths: list[Path], label: str, dry_run: bool, replaces: bool, options: dict[str, Any]
) -> AbstractContextManager[dict[str, Fact]]:
    """The import as an act of the audit; its end tells how many files were taken and how many refused."""
    given = {name: str(value) for name, value in options.items() if value}
    said: dict[str, Fact] = {"files": [str(path) for path in paths], "label": label, **given}
    return acting("import", **said, dry_run=dry_run, replaces=replaces)


def _only_invented(url: str) -> bool:
    """Whether there is anything to replace."""
    with disposing(read_engine(url)) as engine, snapshot(engine) as seen:
        return holds_invented(seen.connection)


def _bar() -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    return Progress(*columns, console=err, transient=True)


def show(report: Report, lang: Lang) -> None:
    """Print a line per file, then the faults, then the sum."""
    for file in report.files:
        if file.outcome != "same":
            out.print(_line(file, lang), style=COLOURS[file.outcome], markup=False)
    for file in report.files:
        for note in file.notes[:FAULTS_SHOWN]:
            out.print(note.sentence(file.file, lang), style="yellow", markup=False)
        for fault in file.faults[:FAULTS_SHOWN]:
            out.print(fault.sentence(file.file, lang), style="dim" if file.replaced else "red", markup=False)
        if (more := len(file.faults) - FAULTS_SHOWN) > 0:
            words = {"zh": f"{file.file}:另有 {more} 处问题", "en": f"{file.file}: {more} more faults"}
            out.print(visible(words[lang]), style="red", markup=False)
    sums = [f"{OUTCOMES[outcome][lang == 'en']} {report.count(outcome)}" for outcome in OUTCOMES]
    out.print(" · ".join(sums), markup=False)
    if report.dry_run:
        out.print({"zh": "试运行:没有写入任何数据。", "en": "Dry run: nothing was written."}[lang])
    elif not report.changed:
        out.print({"zh": "没有任何变化。", "en": "Nothing changed."}[lang])


def _line(file: FileReport, lang: Lang) -> str:
    """Outcome, file, sender, time of receipt, rows."""
    received = file.received.strftime("%Y-%m-%d %H:%M") if file.received else ""
    counts = file.counts
    numbers = (counts.new, counts.changed, counts.same, counts.superseded, counts.older, len(file.faults))
    rows = [f"{word} {number}" for word, number in zip(COUNTED[lang], numbers, strict=True) if number]
    since = {"zh": "(之后已有更正)", "en": " (put right since)"}[lang] if file.replaced else ""
    parts = (OUTCOMES[file.outcome][lang == "en"] + since, file.file, file.unit, received, ", ".join(rows))
    return visible(" · ".join(part for part in parts if part))
