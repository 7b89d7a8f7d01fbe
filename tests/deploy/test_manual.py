"""docs/zh/运维手册.md: its `sh` commands, in their order, on a fresh installation; and the places that it names."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MANUAL = (ROOT / "docs" / "zh" / "运维手册.md").read_text("utf-8")
DASHBOARD = """#!/bin/sh
case $1 in
doctor) exec {python} -m dashboard "$@" ;;
seed) exec {python} -m "$@" ;;
data) shift; exec {python} -m data_access "$@" ;;
esac
exit 2
"""
"""The installed command, whose settings and user are tried by test_bundle and the drill."""


@pytest.mark.slow
def test_its_commands_work(tmp_path: Path) -> None:
    steps = re.findall(r"```sh\n(.*?)```", MANUAL, flags=re.DOTALL)
    assert len(steps) >= 6
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "dashboard").write_text(DASHBOARD.format(python=sys.executable))
    (tmp_path / "bin" / "dashboard").chmod(0o755)
    (tmp_path / "var" / "lib").mkdir(parents=True)
    env = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/var/lib/campaign.db",
        "DASHBOARD_VAR": str(tmp_path / "var" / "lib"),
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
    }
    subprocess.run([sys.executable, "-m", "seed", "init"], cwd=ROOT, env=env, check=True, capture_output=True)
    for step in steps:
        command = ["bash", "-ec", step.replace("/var/", f"{tmp_path}/var/")]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{step}\n{done.stdout}{done.stderr}"


def test_what_it_points_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", MANUAL)
    assert links
    assert [one for one in links if not (ROOT / "docs" / "zh" / one).exists()] == []
    assert [name for name in re.findall(r"`(deploy/[\w./-]+)`", MANUAL) if not (ROOT / name).exists()] == []
    units = {path.name.partition("@")[0].partition(".")[0] for path in (ROOT / "deploy" / "systemd").iterdir()}
    assert {one.partition(".")[0] for one in re.findall(r"dashboard-\w+\.timer", MANUAL)} <= units
