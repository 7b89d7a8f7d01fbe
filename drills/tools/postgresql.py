"""A PostgreSQL of its own on a port of loopback, to be killed and started again."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

from drills.tools.processes import started
from tests.postgres import binaries, unprivileged
from tests.server import free_port


def made(place: Path, password: str = "") -> URL:
    """A new cluster in the folder `place`, which is made, for a superuser "drill"; its address, to be served."""
    user = unprivileged()
    place.mkdir(exist_ok=True)
    word = place / "password"
    word.write_text(password, encoding="utf-8")
    if user:
        os.chown(place, user.pw_uid, user.pw_gid)
    by = ["-A", "scram-sha-256", "--pwfile", str(word)] if password else ["-A", "trust"]
    initdb: list[str | Path] = [binaries() / "initdb", "-D", place / "data"]
    subprocess.run(
        [*initdb, "-U", "drill", *by, "-E", "UTF8", "--locale=C.UTF-8"],
        cwd=place,
        check=True,
        capture_output=True,
        timeout=60,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )
    return URL.create("postgresql+psycopg", "drill", password or None, "127.0.0.1", free_port(), "postgres")


@contextmanager
def serving(place: Path, url: URL) -> Iterator[subprocess.Popen[bytes]]:
    """PostgreSQL over the cluster in `place`."""
    settings = {"listen_addresses": "127.0.0.1", "port": url.port, "unix_socket_directories": place, "timezone": "UTC"}
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with started([binaries() / "postgres", "-D", place / "data", *words], place, lambda: answers(url)) as process:
        yield process


def answers(url: URL) -> bool:
    """Whether it takes connections."""
    asked = [str(binaries() / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(url.port)]
    return subprocess.run(asked, check=False, timeout=10).returncode == 0


def family(process: subprocess.Popen[bytes]) -> list[int]:
    """A PostgreSQL and its children."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="utf-8").split()
    return [process.pid, *map(int, children)]
