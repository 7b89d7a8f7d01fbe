"""A real dashboard server in a process of its own, for tests and benchmarks."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

ROOT = Path(__file__).resolve().parent.parent
OPENER = build_opener(ProxyHandler({}))


@dataclass(frozen=True)
class Server:
    """Where a running server listens, its process and its log."""

    url: str
    pid: int
    log: Path

    @property
    def port(self) -> int:
        """The port on 127.0.0.1."""
        return int(self.url.rsplit(":", 1)[1])


def free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(database_url: str, folder: Path, script: str = "app.py", **environment: str) -> Iterator[Server]:
    """`streamlit run SCRIPT` on a free port over `database_url`; its output goes to a log in `folder`."""
    port, log = free_port(), folder / f"server-{time.monotonic_ns()}.log"
    env = {**os.environ, "DATABASE_URL": database_url, "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT)
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", process, log)
        yield Server(f"http://127.0.0.1:{port}", process.pid, log)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 60) -> None:
    """Return once the server answers; RuntimeError with its log when it ends or takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with OPENER.open(f"{url}/_stcore/health", timeout=2) as reply:
                if reply.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not come up:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")
