"""The installation bundle: what is in it, what it refuses, and that it installs with nothing else."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import bundle, with_settings
from tests.server import OPENER, free_port, wait_until_healthy

pytestmark = pytest.mark.slow

LIBRARIES = os.pathsep.join(path for path in sys.path if "site-packages" in path)
"""Those of the tests, in place of wheels."""
WHEELS = {
    "a_b-1.0-py3-none-any.whl": 17,
    "old-2.1-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl": 17,
    "new-3-cp311-abi3-manylinux_2_28_x86_64.whl": 28,
    "both-3-1-cp311-abi3-manylinux_2_34_x86_64.manylinux_2_28_x86_64.whl": 28,
}


def test_requirements_name_each_wheel_and_its_bytes(tmp_path: Path) -> None:
    for name in WHEELS:
        (tmp_path / name).write_text(name)
    lines = bundle.locked(tmp_path.iterdir()).splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["a-b==1.0", "both==3", "new==3", "old==2.1"]
    assert len({line.partition("sha256:")[2] for line in lines}) == 4
    with pytest.raises(SystemExit):
        bundle.locked([Path("source-1.0.tar.gz")])


@pytest.mark.parametrize("name", WHEELS)
def test_the_oldest_glibc_that_serves(name: str) -> None:
    assert bundle.glibc([Path(name)]) == WHEELS[name]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A bundle without wheels: the libraries come from where the tests have them."""
    (tmp_path / "none").mkdir()
    bundle.make(tmp_path, tmp_path / "none", "7")
    return tmp_path / "dashboard-7"


def install(folder: Path, root: Path, **env: str) -> tuple[int, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DASHBOARD", "DATABASE"))}
    clean |= {"PYTHONPATH": LIBRARIES, "PYTHON": "python3", **env}
    command = [str(folder / "install.sh"), "--root", str(root)]
    done = subprocess.run(command, env=clean, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def _shorter(folder: Path) -> None:
    (folder / "program.tar").write_bytes(b"")


def _other_python(folder: Path) -> None:
    (folder / "PYTHON").write_text("3.99\n")
    _sum_again(folder)


def _newer_libc(folder: Path) -> None:
    (folder / "GLIBC").write_text("2.99\n")
    _sum_again(folder)


def _a_package(folder: Path) -> None:
    with (folder / "packages").open("a") as file:
        file.write("no-such-command:no-such-package:needed\n")
    _sum_again(folder)


def _sum_again(folder: Path) -> None:
    names = [str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and p.name != "SHA256SUMS"]
    sums = subprocess.run(["sha256sum", *names], cwd=folder, capture_output=True, text=True, check=True).stdout
    (folder / "SHA256SUMS").write_text(sums)


@pytest.mark.parametrize(
    ("spoil", "word"),
    [(_shorter, "not whole"), (_other_python, "3.99"), (_newer_libc, "2.99"), (_a_package, "no-such-package")],
)
def test_it_says_what_is_missing_and_writes_nothing(
    spoil: Callable[[Path], None], word: str, made: Path, tmp_path: Path
) -> None:
    spoil(made)
    status, said = install(made, tmp_path / "root")
    assert status == 1
    assert word in said
    assert list((tmp_path / "root").iterdir()) == []


@pytest.fixture
def installed(made: Path, tmp_path: Path) -> Path:
    """Installed; what browsers load is taken as `make` compressed it, which takes half a minute."""
    if (bundle.ROOT / "var" / "assets").is_dir():
        shutil.copytree(bundle.ROOT / "var" / "assets", tmp_path / "root/var/lib/dashboard/var/assets")
    status, said = install(made, tmp_path / "root")
    assert status == 0, said
    assert "installed: 7" in said
    return tmp_path / "root"


def test_it_installs_and_answers(installed: Path, made: Path) -> None:
    """`make drill-bundle` does it with all wheels and without a network, and goes on to upgrade and roll-back."""
    settings = with_settings.read(installed / "etc/dashboard/dashboard.env")
    assert len(settings["DASHBOARD_SECRET"]) == 64
    assert {
        name: oct((installed / name).stat().st_mode & 0o777)
        for name in ("etc/dashboard/dashboard.env", "etc/dashboard/commands.env", "var/lib/dashboard/campaign.db")
    } == {
        "etc/dashboard/dashboard.env": "0o640",
        "etc/dashboard/commands.env": "0o600",
        "var/lib/dashboard/campaign.db": "0o640",
    }
    assert install(made, installed)[0] == 1  # the same version again
    port, app = free_port(), installed / "opt/dashboard/current/app"
    env = {**os.environ, **settings, "PYTHONPATH": LIBRARIES}
    command = [str(app.parent / "venv/bin/python"), "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    log = installed / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=app, env=env, stdout=out, stderr=subprocess.STDOUT)
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", process, log)
        with OPENER.open(f"http://127.0.0.1:{port}/readyz", timeout=10) as reply:
            assert json.loads(reply.read())["status"] == "empty"
    finally:
        process.terminate()
        process.wait(20)
