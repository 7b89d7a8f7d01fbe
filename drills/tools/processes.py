"""Servers for a while: in a temporary folder, on loopback, as a user without rights, gone at the end."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.postgres import unprivileged

SBIN = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
"""Where Debian puts servers; a user's own PATH need not have it."""


class DrillError(RuntimeError):
    """A server that a drill needs is missing or does not start; the message says why."""


def program(name: str) -> str:
    """The path of a program; DrillError where it is not installed."""
    found = shutil.which(name, path=SBIN)
    if found is None:
        raise DrillError(f"{name} is not installed; `make test` and `make drill-…` install what they need when root")
    return found


@contextmanager
def folder(name: str) -> Iterator[Path]:
    """A temporary folder that belongs to whom `started` runs servers as."""
    path, user = Path(tempfile.mkdtemp(prefix=f"drill-{name}-")), unprivileged()
    path.chmod(0o755)
    if user:
        os.chown(path, user.pw_uid, user.pw_gid)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def started(
    command: Sequence[str | Path],
    place: Path,
    ready: Callable[[], bool],
    *,
    seconds: float = 30,
    environment: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that `command` starts in the folder `place` and that stays in the foreground, once `ready` says so; its
    output goes to a log there. As root it is run as a user without rights, as PostgreSQL and pgbouncer demand. At the
    end it and its children are ended. DrillError with the log when it ends or takes more than `seconds`.
    """
    user, log = unprivileged(), place / f"{Path(command[0]).name}-{time.monotonic_ns()}.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [str(one) for one in command],
            cwd=place,
            env={"PATH": SBIN, "HOME": str(place), "LC_ALL": "C.UTF-8", "TZ": "UTC", **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )
    try:
        end = time.monotonic() + seconds
        while not ready():
            if process.poll() is not None or time.monotonic() > end:
                said = log.read_text(encoding="utf-8", errors="replace")[-3000:]
                raise DrillError(f"{command[0]} did not come up:\n{said}")
            time.sleep(0.05)
        yield process
    finally:
        end_group(process)


def end_group(process: subprocess.Popen[bytes], seconds: float = 10) -> None:
    """End a process that `started` began, with its children: politely first."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            break
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def listens(port: int) -> bool:
    """Whether somebody takes connections at a port of 127.0.0.1."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(holds: Callable[[], bool], seconds: float, what: str) -> float:
    """The seconds until `holds` says so, looked at every 50 ms; DrillError naming `what` after `seconds`."""
    begun = time.monotonic()
    while not holds():
        if time.monotonic() - begun > seconds:
            raise DrillError(f"waited {seconds:g} s in vain: {what}")
        time.sleep(0.05)
    return time.monotonic() - begun
