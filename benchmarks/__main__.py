"""`make bench`: the figures that architecture.md and issue budgets name, with their ratios, from one run."""

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import extracts, reruns
from seed.start import load_samples

out = Console()


def main() -> int:
    """Print all figures; 1 when a budget is not kept."""
    with tempfile.TemporaryDirectory(prefix="dashboard-bench-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'campaign.db'}"
        load_samples(url)
        floor, pages = reruns.measure(url, folder)
        files = extracts.measure(url)
    table = Table(
        "what", "ours", "beside it", "ratio", "budget", title="Medians and middle halves of one run; lower is better"
    )
    late = floor > reruns.EMPTY_BUDGET_MS
    table.add_row("empty page, rerun", f"{floor:.1f} ms", "", "", f"≤ {reruns.EMPTY_BUDGET_MS:.0f} ms")
    for page in pages:
        late |= page.ratio > page.budget
        beside = f"{page.constants:.1f} ms constants"
        table.add_row(
            f"{page.page}, {page.change}",
            f"{page.ours:.1f} ms",
            beside,
            f"{page.ratio:.2f}",
            f"≤ {page.budget:g}",
        )
    for file in files:
        late |= file.ratio > extracts.BUDGET
        name = f"extract {file.name}, {file.rows:,} rows"
        beside = f"{file.bare:.2f} s bare csv loop"
        table.add_row(name, f"{file.ours:.2f} s", beside, f"{file.ratio:.2f}", f"≤ {extracts.BUDGET:.0f}")
    out.print(table)
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
