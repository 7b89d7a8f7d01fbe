"""`python -m seed demo`: a simulated campaign of any size, with a progress bar."""

from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from data_access.access.audit.acting import acting
from data_access.database.engine import parsed
from seed.demo.run import make_demo
from seed.notice import NoticeError
from seed.plainly import plainly
from seed.usage import UsageError

out = Console(soft_wrap=True)
err = Console(soft_wrap=True, stderr=True)


def demo(
    scale: Annotated[float, typer.Option(min=0.001, help="1: a province, 52 000 hazards; 20: over a million.")] = 1.0,
    seed: Annotated[int, typer.Option(help="Another number, another campaign; the same one, the same rows.")] = 1,
    notice: Annotated[str | None, typer.Option(help="Code of the notice; without it the one that begins last.")] = None,
) -> None:
    """Fill the database with an invented campaign, labelled 演示数据 (demo) everywhere.

    Samples and an earlier demo are replaced. Exit status 2: real data is there, or not called as it should be.
    """
    started = perf_counter()
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    try:
        with (
            acting("demo", scale=str(scale), seed=seed, notice=notice) as found,
            plainly(existing=False) as url,
            Progress(*columns, console=err, transient=True) as bar,
        ):
            task = bar.add_task("", total=None)

            def progress(done: int, total: int, name: str) -> None:
                bar.update(task, completed=done, total=total, description=name)

            rows, emptied = make_demo(url, scale, seed, notice=notice, progress=progress)
            found |= {"rows": rows, "emptied": str(emptied or "")}
    except UsageError as fault:
        err.print(str(fault), style="red", markup=False)
        raise typer.Exit(2) from fault
    except NoticeError as fault:
        err.print(str(fault), style="red", markup=False)
        raise typer.Exit(1) from fault
    seconds = perf_counter() - started
    if emptied:
        out.print(f"What was there before: {emptied}", markup=False)
    place = parsed(url).render_as_string(hide_password=True)
    out.print(f"{place}: {rows:,} rows of demo data in {seconds:.1f} s, {rows / seconds:,.0f} a second.", markup=False)
