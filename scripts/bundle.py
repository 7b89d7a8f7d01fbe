"""Makes the installation bundle: wheels with their hashes, the program, install.sh; nothing else is needed at the other
end but what `packages` in it names. `python -m scripts.bundle OUT` (make bundle).
"""

import argparse
import hashlib
import platform
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PROGRAM: Final = (
    *("app.py", "dashboard", "data_access", "seed", "pages", ".streamlit", "deploy", "docs", "scripts"),
    *("README.md", "README.zh-CN.md", "CHANGELOG.md", "requirements.txt"),
)
"""What is installed; no tests and no history."""
OLDEST: Final = 28
"""glibc 2.28 is what Kylin V10 and UOS 20 have."""
WHEEL: Final = re.compile(
    r"(?P<name>[^-]+)-(?P<version>[^-]+)(-\d[^-]*)?-(?P<python>[^-]+)-(?P<abi>[^-]+)-(?P<tags>.+)\.whl"
)
GLIBC: Final = re.compile(r"manylinux_2_(\d+)")
OLD_GLIBC: Final = {"manylinux2014": 17, "manylinux2010": 12, "manylinux1": 5}


def locked(wheels: Iterable[Path]) -> str:
    """The requirements of exactly these wheels, each with its SHA-256."""
    lines = []
    for path in sorted(wheels):
        found = _parts(path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(f"{found['name'].replace('_', '-')}=={found['version']} --hash=sha256:{digest}\n")
    return "".join(lines)


def glibc(wheels: Iterable[Path]) -> int:
    """The newest glibc 2.x that a wheel asks for; each may be built for several, of which the oldest counts."""
    return max((min(told) for path in wheels if (told := list(_asked(_parts(path)["tags"])))), default=17)


def _asked(tags: str) -> Iterable[int]:
    for tag in tags.split("."):
        if new := GLIBC.match(tag):
            yield int(new[1])
        yield from (minor for name, minor in OLD_GLIBC.items() if tag.startswith(f"{name}_"))


def _parts(path: Path) -> re.Match[str]:
    found = WHEEL.fullmatch(path.name)
    if found is None:
        raise SystemExit(f"{path.name} is no wheel: every requirement must come as one")
    return found


def download(to: Path, arch: str) -> None:
    """Bring the wheels of requirements.txt for Linux on this architecture, built for no newer glibc than 2.OLDEST."""
    named = [*(f"manylinux_2_{minor}" for minor in range(OLDEST, 4, -1)), *OLD_GLIBC]
    platforms = [word for name in named for word in ("--platform", f"{name}_{arch}")]
    command = [sys.executable, "-m", "pip", "download", "-q", "--only-binary=:all:", *platforms]
    subprocess.run([*command, "-r", str(ROOT / "requirements.txt"), "-d", str(to)], check=True)


def version() -> str:
    """The day of the newest commit, and its number."""
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%cd-%h", "--date=format:%Y%m%d"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def make(out: Path, wheels: Path | None, name: str, arch: str = "", program: Path = ROOT) -> Path:
    """The bundle's folder in `out`, and its archive beside it; the archive comes back. `program` is where the program
    lies.
    """
    folder = out / f"dashboard-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "wheels").mkdir(parents=True)
    if wheels is None:
        download(folder / "wheels", arch or platform.machine())
    else:
        for path in wheels.glob("*.whl"):
            shutil.copy(path, folder / "wheels")
    found = sorted((folder / "wheels").glob("*.whl"))
    texts = {
        "requirements.lock": locked(found),
        "VERSION": f"{name}\n",
        "PYTHON": f"{sys.version_info.major}.{sys.version_info.minor}\n",
        "GLIBC": f"2.{glibc(found)}\n",
    }
    for file, text in texts.items():
        (folder / file).write_text(text, encoding="utf-8")
    _archive(folder / "program.tar", program)
    for path in (ROOT / "deploy" / "install").iterdir():
        shutil.copy(path, folder)
    sums = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n" for path in _files(folder))
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    archive = out / f"{folder.name}-{arch or platform.machine()}.tar"
    with tarfile.open(archive, "w") as tar:
        tar.add(folder, folder.name)
    return archive


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")


def _archive(target: Path, program: Path) -> None:
    def clean(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        return None if "__pycache__" in member.name else member

    with tarfile.open(target, "w") as tar:
        for name in PROGRAM:
            tar.add(program / name, name, filter=clean)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--wheels", type=Path, help="a folder of wheels instead of a download")
    parser.add_argument("--arch", default=platform.machine(), help="of the other machine: x86_64, aarch64")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    print(make(given.out, given.wheels, version(), given.arch))
    return 0


if __name__ == "__main__":
    sys.exit(main())
