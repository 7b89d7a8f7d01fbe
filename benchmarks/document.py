"""docs/performance.md: the table of the last run of each part, and what is missed, by how much and why."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.parts import PARTS, Row
from benchmarks.place import KEPT
from benchmarks.reasons import reason

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
RUNS: Final = KEPT / "runs.json"
BEGIN, END = "<!-- made by `make bench`: begin -->", "<!-- made by `make bench`: end -->"


def write(found: Mapping[str, Sequence[Row]], day: str, took: str) -> None:
    """Put what was found into docs/performance.md. Parts that were not measured keep their lines and their day."""
    runs = json.loads(RUNS.read_text(encoding="utf-8")) if RUNS.exists() else {}
    runs |= {part: {"when": f"{day} ({took})", "rows": rows} for part, rows in found.items()}
    RUNS.parent.mkdir(parents=True, exist_ok=True)
    RUNS.write_text(json.dumps(runs, ensure_ascii=False), encoding="utf-8")
    known = {part: (runs[part]["when"], [Row(*row) for row in runs[part]["rows"]]) for part in PARTS if part in runs}
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    made = "\n".join(lines(known))
    PAGE.write_text(f"{before}{BEGIN}\n\n{made}\n\n{END}{after}", encoding="utf-8")


def lines(runs: Mapping[str, tuple[str, Sequence[Row]]]) -> Iterator[str]:
    """A table for each part under the day of its run, then what is missed."""
    for part, (when, rows) in runs.items():
        yield from (f"**{part}**, {when}:", "", "| what | ours | beside it | ratio | budget |", "|---|---|---|---|---|")
        yield from map(_line, rows)
        yield ""
    yield from ("### Missed, by how much, and why", "")
    for part, (_, rows) in runs.items():
        missed = [row for row in rows if row.missed]
        if missed:
            yield f"- **{part}** ({len(missed)} of {len(rows)} lines): {reason(part)}"
            yield from (f"  - {row.what}: {row.missed}" for row in missed)


def _line(row: Row) -> str:
    ours = f"**{row.ours}**" if row.missed else row.ours
    return f"| {row.what} | {ours} | {row.beside} | {row.ratio} | {row.budget} |"
