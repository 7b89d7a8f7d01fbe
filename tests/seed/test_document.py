"""docs/database.md is what the tables are."""

import subprocess
import sys
from pathlib import Path

from data_access.database.schema import metadata
from data_access.database.schema.document import document
from data_access.database.schema.types import ROOMS

ROOT = Path(__file__).parents[2]


def test_page_is_up_to_date() -> None:
    page = (ROOT / "docs" / "database.md").read_text(encoding="utf-8")
    assert page == document(), "run `make docs`"


def test_each_table_column_and_rule_is_there() -> None:
    assert {table.info["room"] for table in metadata.tables.values()} == set(ROOMS)
    page = document()
    for table in metadata.tables.values():
        part = page.split(f"### {table.name}\n", 1)[1].split("\n#", 1)[0]
        assert table.comment
        assert table.comment in part
        assert [c.name for c in table.columns if f"| `{c.name}` |" not in part] == []
        assert part.count("- check") == sum(type(rule).__name__ == "CheckConstraint" for rule in table.constraints)
    assert "unique: `campaign_id`, `code` where `superseded_at IS NULL`" in page


def test_command_writes_the_file(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "data_access.database.schema.document"]
    subprocess.run([*command, str(tmp_path / "x.md")], cwd=ROOT, check=True)
    shown = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    assert (tmp_path / "x.md").read_text(encoding="utf-8") == shown == document()
