"""deploy/systemd: what systemd itself says of the units, and that they name settings and commands that there are."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from dashboard.__main__ import app as dashboard
from dashboard.settings_document import variables
from data_access.__main__ import app as data_access
from scripts.with_settings import read
from seed.__main__ import app as seed

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
TIMERS = sorted((ROOT / "deploy" / "systemd").glob("*.timer"))
APPS = {"seed": seed, "data_access": data_access, "dashboard": dashboard}
MOST_EXPOSED = 2.0
"""Of 10 at systemd's own reckoning; a unit without any line of hardening has 9.6."""


@pytest.fixture(scope="module")
def analyze() -> str:
    found = shutil.which("systemd-analyze")
    if found is None:
        pytest.skip("systemd is not installed on this machine")
    return found


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_are_closed(analyze: str, unit: Path) -> None:
    said = subprocess.run(
        [analyze, "security", "--offline=true", str(unit)], capture_output=True, text=True, check=True
    )
    found = re.search(r"Overall exposure level for .*: (\d+\.\d)", said.stdout)
    assert found, said.stdout
    assert float(found[1]) <= MOST_EXPOSED


def test_units_are_understood(analyze: str, tmp_path: Path) -> None:
    """Every line; the programs that they start are not on this machine, so `true` stands for them."""
    for path in (*UNITS, *TIMERS):
        text = re.sub(r"^ExecStart=\S+", f"ExecStart={shutil.which('true')}", path.read_text("utf-8"), flags=re.M)
        (tmp_path / path.name).write_text(re.sub(r"^(User|Group)=.*\n", "", text, flags=re.M), "utf-8")
    names = [str(tmp_path / path.name.replace("@.", "@8501.")) for path in (*UNITS, *TIMERS)]
    shutil.copy(tmp_path / "dashboard@.service", tmp_path / "dashboard@8501.service")
    said = subprocess.run([analyze, "verify", "--man=no", *names], capture_output=True, text=True, check=False)
    lines = [line for line in said.stderr.splitlines() if str(tmp_path) in line]
    assert (said.returncode, lines) == (0, [])


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_start_what_there_is(unit: Path) -> None:
    text = unit.read_text("utf-8")
    [started] = re.findall(r"^ExecStart=/opt/dashboard/current/venv/bin/python -m (.+)$", text, flags=re.M)
    module, name, *arguments = started.split()
    if module == "streamlit":
        assert (name, arguments) == ("run", ["app.py", "--server.port", "%i"])
        return
    command = get_command(APPS[module]).commands[name]  # type: ignore[attr-defined]
    known = {option for parameter in command.params for option in parameter.opts}
    assert [one for one in arguments if one.startswith("--") and one not in known] == []


def test_every_timer_has_its_service() -> None:
    assert [path.stem for path in TIMERS] == sorted(path.stem for path in UNITS if "@" not in path.name)


@pytest.mark.parametrize("name", ["dashboard.env", "commands.env"])
def test_settings_files_name_settings(name: str) -> None:
    path = ROOT / "deploy" / "systemd" / name
    told = set(re.findall(r"^#?([A-Z_]+)=", path.read_text("utf-8"), flags=re.M))
    assert told
    assert sorted(told - set(variables())) == []


def test_a_settings_file_is_read_as_systemd_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "x.env"
    file.write_text('# a\n; b\nA=1\nB = two words (x) \nC="quoted"\nD=\nE=a=b\nno line\n', "utf-8")
    assert read(file) == {"A": "1", "B": "two words (x)", "C": "quoted", "D": "", "E": "a=b"}
