"""Compresses Streamlit's scripts and styles once, at installation: `python -m dashboard.server.pack` (ADR 0036).

Their names have a hash of their content, so that a file that is there is the right one.
"""

import gzip
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import streamlit

from dashboard.settings import settings

ASSETS: Final = Path(streamlit.__file__).parent / "static" / "static"
PACKABLE: Final = (".js", ".css", ".svg")
"""The others, fonts and pictures, are compressed by their nature."""
SMALLEST: Final = 700
"""Bytes below which the headers outweigh what compression saves."""


def _brotli(content: bytes) -> bytes:
    import brotli  # only the installation needs it

    packed: bytes = brotli.compress(content, quality=11)
    return packed


PACKERS: Final[dict[str, tuple[str, Callable[[bytes], bytes]]]] = {
    "br": (".br", _brotli),
    "gzip": (".gz", lambda content: gzip.compress(content, 9, mtime=0)),
}
"""Content coding -> the end of its files' names, and how it is made; the smallest first."""


def folder() -> Path:
    """Where the compressed files lie, in folders as the plain ones do."""
    return settings().var / "assets"


def pack(plain: Path, packed: Path) -> int:
    """Compress what is in `plain` and not yet in `packed`, remove there what is of other versions; how many files were
    made.
    """
    packed.mkdir(parents=True, exist_ok=True)
    wanted = dict(_wanted(plain, packed))
    for old in packed.rglob("*"):
        if old.is_file() and old not in wanted:
            old.unlink()
    missing = [to for to in wanted if not to.exists()]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return sum(threads.map(lambda to: _write(*wanted[to], to), missing))


def is_complete() -> bool:
    """Whether everything that browsers load of this version lies there compressed."""
    return all(to.exists() for to, _ in _wanted(ASSETS, folder()))


def _wanted(plain: Path, packed: Path) -> Iterator[tuple[Path, tuple[Path, Callable[[bytes], bytes]]]]:
    """The files that should be, each with its source and how it is made of it; the largest first."""
    files = [path for path in plain.rglob("*") if path.suffix in PACKABLE and path.stat().st_size >= SMALLEST]
    for path in sorted(files, key=lambda one: -one.stat().st_size):
        for end, made in PACKERS.values():
            yield packed / path.relative_to(plain).with_name(path.name + end), (path, made)


def _write(source: Path, made: Callable[[bytes], bytes], to: Path) -> int:
    to.parent.mkdir(parents=True, exist_ok=True)
    fresh = to.with_name(f"{to.name}.{os.getpid()}")
    fresh.write_bytes(made(source.read_bytes()))
    fresh.replace(to)  # whole or not at all, whoever else compresses now
    return 1


def main() -> int:
    """Compress what Streamlit's installed version has."""
    pack(ASSETS, folder())
    return 0


if __name__ == "__main__":
    sys.exit(main())
