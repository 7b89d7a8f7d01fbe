"""A country of provinces, simulated from what was measured on this machine: how many processes, how much memory and
disk, how long imports take, how long viewers wait.

    python -m benchmarks.country measure FILE [SCALE …]
    python -m benchmarks.country simulate FILE [--provinces 31 --hazards 30000000 --viewers 3000 …]

`simulate` says first what it makes of the crowds that were measured too. It assumes what ASSUMPTIONS says, and nothing
in it is a figure of speed: those are all in FILE.
"""

import argparse
import random
import statistics
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Final, NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.behind_proxy import DAYS, P95_BUDGET_S, PAGES
from benchmarks.country_measures import Crowd, Measures, Province, Spent, measure, read
from benchmarks.queueing import Demand, Load, Seen, simulate

ASSUMPTIONS: Final = (
    "A database a province, with processes of its own; a process has a core of its own, and shares it among reruns.",
    "Provinces have equal shares of hazards and viewers, but for the largest, which has --largest times as much.",
    "Every viewer asks for one of 60 days of one of four pages, thinks for --think s (± a half), and asks again.",
    "An answer is worked out once a process and load; of new ones each pays all, also what its pages have in common.",
    "A load comes --loads times an hour; each process then reads all facts again, and its reruns wait for that.",
    "What grows with hazards grows in a straight line through the sizes measured.",
    "The database is never what viewers wait for: statements do not grow with viewers (benchmarks queries).",
    "A rerun takes the core's seconds that one viewer's took; cores are as fast, and not shared with other work.",
    "What nobody computes in is not counted: sending, the database while a process waits for it, the way to a browser.",
)
SECONDS: Final = 1_800.0
"""At least, and two loads."""
NOT_ALL: Final = 0.85
"""A crowd that gets less of a core than so much of what it would use of a whole one has none for itself."""
MOST: Final = 200
"""Processes of a province at most: with more the answer is no."""


class Costs:
    """What a province of some hazards takes, by straight lines through the provinces measured."""

    def __init__(self, provinces: list[Province], hazards: float) -> None:
        self.hazards = hazards
        self._sizes = [one.hazards for one in provinces]
        self._near = min(provinces, key=lambda one: abs(one.hazards - hazards))
        self.beyond = hazards / max(self._sizes)
        self.database_bytes = self._line([one.database_bytes for one in provinces])
        self.reading_s = self._line([one.reading_s for one in provinces])
        self.memory_mb = self._line([one.memory_mb for one in provinces])
        self._times = {
            (page, new): self._line([_spent(one, page, new).mean for one in provinces])
            / _spent(self._near, page, new).mean
            for page in PAGES
            for new in (True, False)
        }

    def _line(self, values: list[float]) -> float:
        """The value at `hazards`; no less than the smallest measured: noise may let a line fall."""
        if len(values) == 1:
            return values[0]
        slope, base = statistics.linear_regression(self._sizes, values)
        return max(min(values), base + slope * self.hazards)

    def demand(self, rng: random.Random, asked: Hashable, new: bool) -> Demand:
        """What a rerun takes: one of those measured, as much longer as the province is larger."""
        page = str(asked).partition("?")[0]
        spent = _spent(self._near, page, new)
        return Demand(rng.choice(spent.seconds) * spent.busy * self._times[page, new])


def _spent(province: Province, page: str, new: bool) -> Spent:
    return (province.new if new else province.known)[page]


class Answer(NamedTuple):
    """How many processes a province needs, and what its viewers see then; none where no number is enough."""

    processes: int
    seen: Seen | None


def ask(rng: random.Random) -> Hashable:
    """What a viewer asks for: the address of a page."""
    return f"{rng.choice(PAGES)}?{rng.choice(DAYS)}"


def enough(costs: Costs, viewers: int, think: float, loads: float, budget: float) -> Answer:
    """The fewest processes with which 95 of 100 reruns take no longer than `budget` seconds."""
    load = Load(3600 / loads, costs.reading_s) if loads else None
    seconds = max(SECONDS, 2.5 * load.every) if load else SECONDS
    for processes in range(1, MOST + 1):
        seen = simulate(-(-viewers // processes), think, seconds, ask, costs.demand, load)
        if seen.percentile(95) <= budget:
            return Answer(processes, seen)
        if load and load.reading / load.every > 0.5:
            break  # it does nothing but read
    return Answer(0, None)


def validation(measures: Measures, think: float) -> Table:
    """The crowds that were measured beside the same simulated, on as much of a core as there was."""
    title = "One process: measured, and simulated from reruns of one viewer"
    headings = ("hazards", "viewers", "p50 measured", "simulated", "p95 measured", "simulated", "core used, simulated")
    table = Table(*headings, title=title)
    greatest = max(measures.crowds, key=lambda one: one.viewers)
    core = 1.0
    if greatest.core < NOT_ALL * _crowd(measures, greatest, think, core).busy:
        core = greatest.core  # other work took the rest
    for crowd in measures.crowds:
        seen = _crowd(measures, crowd, think, core)
        halves = [f"{one:.2f} s" for one in (crowd.p50, seen.percentile(50), crowd.p95, seen.percentile(95))]
        cores = f"{crowd.core:.2f}, {seen.busy * core:.2f}"
        table.add_row(f"{crowd.hazards:,}", str(crowd.viewers), *halves, cores)
    return table


def _crowd(measures: Measures, crowd: Crowd, think: float, core: float) -> Seen:
    costs, seconds = Costs(measures.provinces, crowd.hazards), crowd.reruns / crowd.viewers * think
    return simulate(crowd.viewers, think, seconds, ask, _slower(costs, core))


def _slower(costs: Costs, core: float) -> Callable[[random.Random, Hashable, bool], Demand]:
    """The demands, on a part of a core."""

    def demand(rng: random.Random, asked: Hashable, new: bool) -> Demand:
        took = costs.demand(rng, asked, new)
        return Demand(took.busy / core)

    return demand


def country(measures: Measures, words: argparse.Namespace) -> Table:
    """Provinces of the mean size and the largest, and all together; beside it one database for all of them."""
    rest = words.provinces - 1
    mean = words.hazards / (rest + words.largest)
    table = Table("", "a province", "the largest", "the country", "one database for all", title="Simulated")
    sizes = [mean, mean * words.largest, words.hazards]
    crowds = [round(words.viewers * size / words.hazards) for size in sizes]
    costs = [Costs(measures.provinces, size) for size in sizes]
    answers = [
        enough(cost, crowd, words.think, words.loads, words.p95) for cost, crowd in zip(costs, crowds, strict=True)
    ]
    one, largest = answers[:2]
    total = one.processes * rest + largest.processes
    hours = [f"{cost.hazards / words.stored / 3600:.1f} h" if words.stored else "–" for cost in costs]
    rows: list[tuple[str, list[str], str]] = [
        ("hazards", [f"{size:,.0f}" for size in sizes], f"{words.hazards:,}"),
        ("times the largest that was measured", [f"{cost.beyond:.1f}" for cost in costs], ""),
        ("viewers", [f"{crowd:,}" for crowd in crowds], f"{words.viewers:,}"),
        ("processes, one core each", [_number(answer) for answer in answers], f"{total:,}" if one.seen else "–"),
        ("p50 / p95 of a rerun", [_waits(answer) for answer in answers], ""),
        ("core busy", [f"{answer.seen.busy:.0%}" if answer.seen else "–" for answer in answers], ""),
        ("reading all facts after a load", [f"{cost.reading_s:,.0f} s" for cost in costs], ""),
        (
            "memory of a process / of all",
            [f"{cost.memory_mb / 1e3:.1f} GB" for cost in costs],
            f"{(one.processes * costs[0].memory_mb * rest + largest.processes * costs[1].memory_mb) / 1e3:,.0f} GB",
        ),
        (
            "database",
            [f"{cost.database_bytes / 1e9:,.1f} GB" for cost in costs],
            f"{(costs[0].database_bytes * rest + costs[1].database_bytes) / 1e9:,.0f} GB",
        ),
        ("import of all ledgers, one after the other", hours, f"{hours[1]}, provinces at once"),
    ]
    for what, found, whole in rows:
        table.add_row(what, *found[:2], whole, found[2])
    return table


def _number(answer: Answer) -> str:
    return str(answer.processes) if answer.seen else f"no number up to {MOST}"


def _waits(answer: Answer) -> str:
    return f"{answer.seen.percentile(50):.2f} / {answer.seen.percentile(95):.2f} s" if answer.seen else "–"


def main() -> int:
    """Measure, or simulate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    measuring = commands.add_parser("measure", help="some minutes")
    simulating = commands.add_parser("simulate")
    for one in (measuring, simulating):
        one.add_argument("file", type=Path)
    measuring.add_argument("scale", type=float, nargs="*", help="of `seed demo`: 1 is 52,000 hazards")
    for name, kind, usual, what in (
        ("provinces", int, 31, "databases"),
        ("hazards", int, 30_000_000, "in all"),
        ("viewers", int, 3_000, "at the same time, in all"),
        ("largest", float, 2.5, "times the mean has the largest province"),
        ("think", float, 3.0, "seconds from an answer to the next question"),
        ("loads", float, 1.0, "an hour, in each database"),
        ("stored", float, 0, "rows of a ledger stored a second, as `benchmarks importing` prints it"),
        ("p95", float, P95_BUDGET_S, "seconds that 95 of 100 reruns may take"),
    ):
        simulating.add_argument(f"--{name}", type=kind, default=usual, help=f"{what} ({usual:,})")
    words = parser.parse_args()
    if words.command == "measure":
        measure(words.file, *([words.scale] if words.scale else []))
        return 0
    measures, out = read(words.file), Console()
    sizes = ", ".join(f"{one.hazards:,}" for one in measures.provinces)
    out.print(f"Measured {measures.day}, {measures.cores} cores; {sizes} hazards.")
    out.print(validation(measures, 3.0), country(measures, words))
    out.print("Assumed:", *(f"- {one}" for one in ASSUMPTIONS), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
