"""`python -m benchmarks [NAME …]`: the figures that issue budgets name, with their ratios, from one run."""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks import behind_proxy, big_file, browser, extracts, importing, queries, reruns
from seed.start import load_samples

out = Console()


class Row(NamedTuple):
    """A line of the table, and whether its budget is not kept."""

    what: str
    ours: str
    beside: str
    ratio: str
    budget: str
    late: bool


def of_reruns(url: str, folder: Path) -> Iterator[Row]:
    """The empty page's rerun, and each page's beside its elements as constants."""
    floor, pages = reruns.measure(url, folder)
    late = floor > reruns.EMPTY_BUDGET_MS
    yield Row("empty page, rerun", f"{floor:.1f} ms", "", "", f"≤ {reruns.EMPTY_BUDGET_MS:.0f} ms", late)
    for page in pages:
        what, beside = f"{page.page}, {page.change}", f"{page.constants:.1f} ms constants"
        budget, late = f"≤ {page.budget:.0f} ms", page.ours > page.budget
        yield Row(what, f"{page.ours:.1f} ms", beside, f"{page.ratio:.2f}", budget, late)


def of_extracts(url: str, _folder: Path) -> Iterator[Row]:
    """Files beside the bare csv loop. It multiplies the activities of the database."""
    for file in extracts.measure(url):
        what, beside = f"extract {file.name}, {file.rows:,} rows", f"{file.bare:.2f} s bare csv loop"
        budget, late = f"≤ {extracts.BUDGET:.0f}", file.ratio > extracts.BUDGET
        yield Row(what, f"{file.ours:.2f} s", beside, f"{file.ratio:.2f}", budget, late)


def of_viewers(url: str, _folder: Path) -> Iterator[Row]:
    """A hundred viewers on two processes behind nginx, and what the processes keep of them."""
    crowd = behind_proxy.measure(url)
    what, budget = f"{behind_proxy.VIEWERS} viewers, two processes behind nginx", behind_proxy.P95_BUDGET_S
    beside = f"p50 {crowd.p50:.2f}, p99 {crowd.p99:.2f} s, {crowd.runs:,} reruns"
    yield Row(f"{what}, p95", f"{crowd.p95:.2f} s", beside, "", f"≤ {budget:g} s", crowd.p95 > budget)
    yield Row(f"{what}, errors", str(len(crowd.errors)), "", "", "0", bool(crowd.errors))
    budget, beside = (
        behind_proxy.KEPT_BUDGET_MB,
        f"{crowd.fresh:.0f} MB fresh, {crowd.before:.0f} before, at most {crowd.peak:.0f}",
    )
    yield Row(
        f"{what}, kept after close", f"{crowd.kept:+.0f} MB", beside, "", f"< +{budget:g} MB", crowd.kept > budget
    )


def of_queries(url: str, folder: Path) -> Iterator[Row]:
    """Statements a second at the database, of a hundred viewers beside one."""
    one, many = queries.measure(url, folder)
    ratio, beside = many.a_second / one.a_second, f"{one.a_second:.1f} of one viewer; {many.a_rerun:.1f} a rerun"
    what, budget = f"statements a second, {many.viewers} viewers", f"≤ {queries.BUDGET:g}"
    yield Row(what, f"{many.a_second:.1f}", beside, f"{ratio:.1f}", budget, ratio > queries.BUDGET)


def of_pages(url: str, folder: Path) -> Iterator[Row]:
    """The board and the first page of each other question in a browser, cold and warm; the budgets are the board's."""
    for one in browser.measure(url, folder):
        what, beside = f"{one.page} in a browser, {one.link}", f"{one.cold_bytes:,} B cold, {one.warm_bytes:,} warm"
        budget = f"≤ {browser.COLD_S:.1f} / {browser.WARM_S:.1f} s, ≤ {browser.BYTES:,} B" if one.is_board else ""
        yield Row(what, f"{one.cold:.2f} / {one.warm:.2f} s", beside, "", budget, one.late)


def of_big_file(_url: str, folder: Path) -> Iterator[Row]:
    """The file of a million hazards over HTTP beside what the database alone needs for its rows, on both databases."""
    for one in big_file.measure_both(folder):
        what, alone = f"{one.backend}: file of {one.rows:,} hazards", "COPY" if one.is_copied else "bare csv loop"
        beside, budget = f"{one.beside:.2f} s {alone} of its rows", f"≤ {big_file.BUDGET:.0f}"
        yield Row(what, f"{one.seconds:.2f} s", beside, f"{one.ratio:.2f}", budget, one.ratio > big_file.BUDGET)
        budget, late = f"< {big_file.FIRST_BUDGET:g} s", one.first_byte >= big_file.FIRST_BUDGET
        yield Row(f"{what}, first byte", f"{one.first_byte:.3f} s", f"{one.megabytes:.0f} MB in all", "", budget, late)
        budget, late = f"< {big_file.MEMORY_BUDGET_MB:g} MB", one.memory >= big_file.MEMORY_BUDGET_MB
        yield Row(f"{what}, memory", f"{one.memory:+.0f} MB", "", "", budget, late)
        ours, beside = f"{one.meanwhile:.2f} s", f"{one.quiet:.2f} s without it"
        budget, late = f"≤ {big_file.VIEWERS_BUDGET:g}", one.felt > big_file.VIEWERS_BUDGET
        yield Row(f"{what}, others' p95 meanwhile", ours, beside, f"{one.felt:.2f}", budget, late)


def of_importing(_url: str, folder: Path) -> Iterator[Row]:
    """A ledger of 50,000 hazards, new and carried on, on both databases: rows stored a second, after it was read."""
    for one in importing.measure_both(folder):
        what, beside = f"{one.backend}: import of {one.rows:,} hazards, {one.what}", f"{one.whole:.1f} s with reading"
        late = one.speed < importing.BUDGET
        yield Row(what, f"{one.speed:,.0f} rows/s", beside, "", f"≥ {importing.BUDGET:,} rows/s", late)


PARTS: Final[Mapping[str, Callable[[str, Path], Iterator[Row]]]] = {
    "reruns": of_reruns,
    "browser": of_pages,
    "queries": of_queries,
    "behind_proxy": of_viewers,
    "big_file": of_big_file,
    "importing": of_importing,
    "extracts": of_extracts,
}
"""By name, in the order in which they are measured."""


def main(names: list[str]) -> int:
    """Print the figures of the parts named, of all where none is; 1 when a budget is not kept."""
    if unknown := set(names) - set(PARTS):
        out.print(f"no {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
        return 2
    title = "Medians and middle halves of one run; lower is better"
    table, late = Table("what", "ours", "beside it", "ratio", "budget", title=title), False
    with tempfile.TemporaryDirectory(prefix="dashboard-bench-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'campaign.db'}"
        load_samples(url)
        for part in names or PARTS:
            for row in PARTS[part](url, folder):
                table.add_row(*row[:-1])
                late |= row.late
    out.print(table)
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
