"""A throw-away PostgreSQL from the installed binaries, in a temporary folder. Benchmarks use it too."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, make_url

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "timezone=UTC")
"""Nothing here outlives the test run, so nothing needs to survive a power cut."""


class NoServerError(RuntimeError):
    """No PostgreSQL server can be started here; the message says what to install."""


def binaries() -> Path:
    """The folder that holds initdb: from PATH, pg_config or Debian's place, the newest first."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -float(p.parent.name))
    if config := shutil.which("pg_config"):
        shown = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True).stdout.strip()
        folders.append(Path(shown))
    for folder in folders:
        if (folder / "initdb").exists():
            return folder
    raise NoServerError(
        "The tests need PostgreSQL's server binaries (Debian: apt-get install postgresql), or TEST_DATABASE_URL."
    )


def unprivileged() -> pwd.struct_passwd | None:
    """Whom to run the server as: initdb refuses root; None means: as we are."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoServerError("Running as root, and there is no user 'postgres' or 'nobody' to start PostgreSQL as.")


@contextmanager
def server() -> Iterator[URL]:
    """The URL of the maintenance database of a fresh cluster, or of TEST_DATABASE_URL if that is set."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    folder, user = Path(tempfile.mkdtemp(prefix="pg-")), unprivileged()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries() / program), *arguments]
        with log.open("a") as out:
            done = subprocess.run(
                command,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
                cwd=folder,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            raise NoServerError(f"{program} failed:\n{log.read_text(encoding='utf-8', errors='replace')}")

    log = folder / "log"
    started = False
    try:
        run("initdb", "-D", str(data), "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8")
        settings = " ".join(f"-c {setting}" for setting in FAST)
        listen = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
        options = ("-w", "-t", "30", "-l", str(folder / "server.log"), "-o", f"{settings} {listen}")
        run("pg_ctl", "-D", str(data), *options, "start")
        started = True
        yield URL.create("postgresql+psycopg", username="tests", host="127.0.0.1", port=port, database="postgres")
    finally:
        if started:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
