"""`python -m benchmarks [NAME …]`: the figures that issue budgets name, side by side in one run; docs/performance.md is
made of them with --write.
"""

import argparse
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import document
from benchmarks.parts import PARTS, Row
from benchmarks.place import HAZARDS, SCALES, Place

out = Console()


def arguments(words: list[str]) -> argparse.Namespace:
    """What is to be measured, of what size."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    known = ", ".join(PARTS)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"parts: {known}; all where none is named")
    sizes = [round(HAZARDS * scale) for scale in SCALES]
    parser.add_argument("--hazards", nargs="*", type=int, default=sizes, help="of the simulations beside the samples")
    parser.add_argument("--minutes", type=float, default=5.0, help="for so long a hundred viewers look")
    parser.add_argument("--postgresql", default="", help="a database that holds the greatest simulation already")
    parser.add_argument("--pages", nargs="*", default=[], help="of reruns; all where none is named")
    parser.add_argument("--write", action="store_true", help="write the table into docs/performance.md")
    asked = parser.parse_args(words)
    if unknown := set(asked.names) - set(PARTS):
        parser.error(f"no {', '.join(sorted(unknown))}; there are {known}")
    return asked


def main(words: list[str]) -> int:
    """Print the figures of the parts named, of all where none is; 1 when a budget is not kept."""
    asked = arguments(words)
    scales = [number / HAZARDS for number in sorted(asked.hazards)]
    table = Table("what", "ours", "beside it", "ratio", "budget", "missed by", title="Figures of one run")
    found: dict[str, list[Row]] = {}
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="dashboard-bench-") as name, ExitStack() as stack:
        place = Place(Path(name), stack, scales, asked.minutes, asked.pages, asked.postgresql)
        for part in asked.names or PARTS:
            found[part] = []
            for row in PARTS[part](place):
                found[part].append(row)
                table.add_row(*row)
                out.print(" · ".join(filter(None, row)), style="yellow" if row.missed else "", highlight=False)
    out.print(table)
    took = f"{(time.monotonic() - began) / 60:.0f} min, load {os.getloadavg()[2]:.1f} on {os.cpu_count()} cores"
    if asked.write:
        document.write(found, f"{datetime.now(UTC):%Y-%m-%d}", took)
    return 1 if any(row.missed for rows in found.values() for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
