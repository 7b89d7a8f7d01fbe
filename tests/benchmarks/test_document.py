"""docs/performance.md is made of what was measured: lines by part, each missed budget with its reason."""

import re
from datetime import datetime
from itertools import islice
from pathlib import Path

import pytest

from benchmarks import document
from benchmarks.parts import PARTS, Row
from benchmarks.reasons import REASONS
from benchmarks.visits import MOST, moments

KEPT = Row("empty page, rerun", "5.6 ms", "", "", "≤ 8 ms", "")
MISSED = Row("50 viewers, p95", "0.41 s", "p50 0.10 s", "", "≤ 0.3 s", "0.11 s more")


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document of the test's own."""
    file = tmp_path / "performance.md"
    file.write_text(f"# Measured\n\n{document.BEGIN}\nold\n{document.END}\n\nby hand\n", encoding="utf-8")
    monkeypatch.setattr(document, "PAGE", file)
    monkeypatch.setattr(document, "RUNS", tmp_path / "var" / "runs.json")
    return file


def test_the_table_is_written_between_what_is_written_by_hand(page: Path) -> None:
    document.write({"crowd": [MISSED]}, "2026-12-01", "3 min")
    document.write({"reruns": [KEPT]}, "2026-12-02", "4 min")
    text = page.read_text(encoding="utf-8")
    assert "old" not in text
    assert text.endswith("by hand\n")
    assert text.index("**reruns**, 2026-12-02 (4 min)") < text.index("**crowd**, 2026-12-01 (3 min)")
    assert "| empty page, rerun | 5.6 ms |  |  | ≤ 8 ms |" in text
    assert "| 50 viewers, p95 | **0.41 s** | p50 0.10 s |" in text
    missed = text[text.index("### Missed") :]
    assert re.findall(r"^- \*\*(\w+)\*\* \((\d of \d) lines\)", missed, re.MULTILINE) == [("crowd", "1 of 1")]
    assert "  - 50 viewers, p95: 0.11 s more" in missed


def test_reasons_are_of_parts_that_there_are() -> None:
    assert set(REASONS) <= set(PARTS)


def test_no_instant_is_asked_twice_in_a_run() -> None:
    asked = list(islice(moments(), MOST))
    assert len(set(asked)) == len(asked) > 7_000
    assert {datetime.fromisoformat(one).year for one in asked} == {2020}
