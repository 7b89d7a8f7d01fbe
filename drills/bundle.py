"""The bundle installed without a network into a fresh folder, upgraded over a migration, and taken back (ADR 0048)."""

import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from drills.tools.figures import Figures
from drills.tools.processes import DrillError
from scripts import bundle, with_settings
from tests.server import OPENER, free_port, wait_until_healthy

MIGRATION: Final = '''"""Of a drill: a column more."""
from alembic import op
import sqlalchemy as sa

revision, down_revision, branch_labels, depends_on = "drill", "{head}", None, None


def upgrade() -> None:
    op.add_column("load_log", sa.Column("drill", sa.Integer()))


def downgrade() -> None:
    op.drop_column("load_log", "drill")
'''
EXTRACTS: Final = ("obligations", "hazards", "majors", "activities", "returns")


def run(figures: Figures, wheels: Path | None = None) -> None:
    """Old, new and old again, with its data; `wheels` are taken instead of a download."""
    place = Path(os.environ.get("TMPDIR", "/var/tmp")) / f"drill-bundle-{os.getpid()}"
    place.mkdir(mode=0o755)
    try:
        _walk(figures, place, wheels)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _walk(figures: Figures, place: Path, wheels: Path | None) -> None:
    root, here = place / "root", bundle.ROOT
    archive = bundle.make(place, wheels, "1", program=here)
    size = archive.stat().st_size / 2**20
    figures.add("the bundle", f"{size:.0f} MB, {len(list((place / 'dashboard-1' / 'wheels').iterdir()))} wheels")
    figures.add("glibc that it asks for", (place / "dashboard-1" / "GLIBC").read_text().strip())
    begun = time.monotonic()
    _install(place / "dashboard-1", root)
    figures.add("installed without a network", f"{time.monotonic() - begun:.0f} s")
    _command(root, "seed", "samples")
    old = _answers(root)
    figures.add("it answers /readyz", old[0], "ready", holds=old[0] == "ready")
    before = _files(root)

    newer = _newer(place, here)
    bundle.make(place, place / "dashboard-1" / "wheels", "2", program=newer)
    _install(place / "dashboard-2", root)
    new = _answers(root)
    figures.add("upgraded over a migration: /readyz", new[0], "ready", holds=new == ("ready", old[1]))
    same = sum(_files(root)[name] == digest for name, digest in before.items())
    _told(figures, "files as before the upgrade", same, len(before))
    _command(root, "seed", "import", "nothing-there", fails=True)

    _command(root, "roll-back")
    back = _answers(root)
    figures.add("taken back: /readyz", back[0], "ready", holds=back == old)
    same = sum(_files(root)[name] == digest for name, digest in before.items())
    _told(figures, "files as before", same, len(before))
    release = (root / "opt/dashboard/current").resolve().name
    figures.add("the version that runs", release, "1", holds=release == "1")


def _told(figures: Figures, what: str, same: int, number: int) -> None:
    figures.add(what, f"{same} of {number}", "all", holds=same == number)


def _newer(place: Path, here: Path) -> Path:
    """A copy of the program with one migration more."""
    newer = place / "newer"
    for name in bundle.PROGRAM:
        source = here / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, _made(newer / name))
    versions = newer / "data_access/database/migrations/versions"
    head = max(path.stem for path in versions.glob("0*.py"))
    (versions / "9999_drill.py").write_text(MIGRATION.format(head=_revision(versions / f"{head}.py")))
    return newer


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _revision(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(line.partition("=")[2].strip().strip('"') for line in lines if line.startswith("revision"))


def _install(folder: Path, root: Path) -> None:
    """install.sh in a network namespace of its own, which has no way out; without root's rights only without index."""
    alone = ["unshare", "-n"] if os.geteuid() == 0 else []
    _run([*alone, str(folder / "install.sh"), "--root", str(root)])


def _command(root: Path, *arguments: str, fails: bool = False) -> str:
    return _run([str(root / "opt/dashboard/bin/dashboard"), *arguments], fails=fails)


def _run(command: list[str], *, fails: bool = False) -> str:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DASHBOARD", "DATABASE", "PIP"))}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if (done.returncode != 0) != fails:
        raise DrillError(f"{' '.join(command)}: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-3000:]}")
    return done.stdout


def _files(root: Path) -> Mapping[str, str]:
    """The SHA-256 of some extracts by the installed command."""
    return {
        name: hashlib.sha256(
            _command(root, "data", "extract", name, "--as-of", "2020-07-04T00:00", "-o", "-").encode()
        ).hexdigest()
        for name in EXTRACTS
    }


def _answers(root: Path) -> tuple[str, str]:
    """Status and stamp that the installed server tells."""
    with _serving(root) as url, OPENER.open(f"{url}/readyz", timeout=10) as reply:
        said = json.loads(reply.read())
    return str(said["status"]), str(said["stamp"])


@contextmanager
def _serving(root: Path) -> Iterator[str]:
    """The installed server, started as its unit does."""
    port, current = free_port(), root / "opt/dashboard/current"
    env = {**os.environ, **with_settings.read(root / "etc/dashboard/dashboard.env"), "PYTHONUTF8": "1"}
    command = [str(current / "venv/bin/python"), "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    log = root / "server.log"
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=current / "app", env=env, stdout=out, stderr=subprocess.STDOUT)
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
