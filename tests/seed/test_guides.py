"""The guides for a notice and for another province: the commands in them, in their order, on a fresh database."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import URL

from seed.notice import Campaign, Duty, Head, League, Line, LineFigure, LineItem, LineThing

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
NOTICE = ("docs/writing-a-notice.md", "docs/zh/通知编写指南.md")
PROVINCE = ("docs/new-province.md", "docs/zh/新省份指南.md")


def commands(guide: str) -> list[str]:
    return re.findall(r"```sh\n(.*?)```", (ROOT / guide).read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize(("english", "chinese"), [NOTICE, PROVINCE])
def test_the_steps_of_a_guide_can_be_walked(english: str, chinese: str, tmp_path: Path) -> None:
    """Both languages hold the same commands; a step that fails stops the walk."""
    steps = commands(chinese)
    assert commands(english) == steps
    url = URL.create("sqlite", database=str(tmp_path / "var" / "campaign.db")).render_as_string()
    (tmp_path / "var").mkdir()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "DATABASE_URL": url, "DASHBOARD_NOTICES": str(tmp_path / "own"), "PATH": path}
    for step in steps:
        done = subprocess.run(["bash", "-ec", step], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{step}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("guide", NOTICE)
def test_every_field_of_a_notice_is_explained(guide: str) -> None:
    text = (ROOT / guide).read_text(encoding="utf-8")
    explained = set(re.findall(r"`(\w+)`", "\n".join(line for line in text.splitlines() if line.startswith("|"))))
    fields = {
        field
        for row in (Head, League, Campaign, Line, Duty, LineFigure, LineItem, LineThing)
        for field in row.model_fields
    }
    assert fields - {"duties", "figures", "items", "things"} <= explained
