"""PostgreSQL with a standby by the samples of deploy/patroni: three etcd, two Patroni, each with a loopback address."""

import base64
import json
import os
import secrets
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from random import SystemRandom
from subprocess import Popen
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import Request

from sqlalchemy import URL

from drills.tools.processes import DrillError, program, started, until
from tests.postgres import binaries
from tests.server import OPENER, ROOT

SAMPLES: Final = ROOT / "deploy" / "patroni"
DATABASE: Final = "campaign"
NETWORK, DATA, SOCKETS, PROGRAMS, PGPASS, ETCD = (
    "10.0.0.0/24",
    "/var/lib/postgresql/15/campaign",
    "/var/run/postgresql",
    "/usr/lib/postgresql/15/bin",
    "/var/lib/postgresql/campaign.pgpass",
    "/var/lib/etcd/campaign",
)
"""What the samples say of the network and of places, and a drill changes."""
RESTING: Final = ("postgres", "replicator", "rewind")


def rendered(sample: str, number: int, prefix: str, place: Path) -> str:
    """A sample of deploy/patroni as it stands on machine `number` (1 is the one that it is written for), with
    addresses that begin with `prefix` (such as "127.4.5.") and its data in `place`. DrillError for a sample in which
    something to be changed is not there.
    """
    text = (SAMPLES / sample).read_text(encoding="utf-8")
    own, name = f"10.0.0.1{number}", {"patroni.yml": "name: db", "etcd": "ETCD_NAME=e"}[sample]
    lines = []
    for line in text.splitlines():
        of_all = "hosts:" in line or line.startswith("ETCD_INITIAL_CLUSTER=")
        line = line if of_all else line.replace("10.0.0.11", own)
        lines.append(f"{name}{number}" if line == f"{name}1" else line)
    places = {NETWORK: "127.0.0.0/8", DATA: f"{place}/data", SOCKETS: str(place), PROGRAMS: str(binaries())}
    if sample == "etcd":
        places = {ETCD: f"{place}/etcd"}
    else:
        places[PGPASS] = f"{place}/pgpass"
    text = "\n".join(lines)
    for old, new in {**places, "10.0.0.": prefix}.items():
        if old not in text:
            raise DrillError(f"deploy/patroni/{sample} has no {old}")
        text = text.replace(old, new)
    return text


class Node:
    """One machine with a database: its Patroni and the PostgreSQL that Patroni starts."""

    def __init__(self, number: int, prefix: str, place: Path, environment: Mapping[str, str]) -> None:
        self.name, self.address, self.place = f"db{number}", f"{prefix}1{number}", place
        self.environment = environment
        self._stack = ExitStack()
        self._process: Popen[bytes] | None = None
        self.file = place / "patroni.yml"
        self.file.write_text(rendered("patroni.yml", number, prefix, place), encoding="utf-8")

    def start(self) -> None:
        """Start it, and wait until its database answers."""
        command: list[str | Path] = [program("patroni"), self.file]
        up, environment = partial(self.says, "health"), self.environment
        context = started(command, self.place, up, seconds=90, environment=environment)
        self._process = self._stack.enter_context(context)

    def says(self, what: str) -> bool:
        """Whether Patroni answers yes: health, leader, replica, sync."""
        try:
            with OPENER.open(f"http://{self.address}:8008/{what}", timeout=2) as reply:
                return int(reply.status) == 200
        except (URLError, OSError):
            return False

    def kill(self, sign: signal.Signals = signal.SIGKILL) -> None:
        """Kill Patroni and its PostgreSQL without a word, as a power cut would; they are gone when this comes back."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)
        pids = self._postgres()
        for pid in pids[:1] if sign != signal.SIGKILL else pids:
            with suppress(ProcessLookupError):
                os.kill(pid, sign)
        end = time.monotonic() + 10
        while any(Path(f"/proc/{pid}").exists() for pid in pids):
            if time.monotonic() > end and sign != signal.SIGKILL:
                return self.kill()
            time.sleep(0.02)
        self._stack.close()
        self._process = None
        return None

    def end(self) -> None:
        """End it for good, at once, but so that PostgreSQL leaves no shared memory behind."""
        self.kill(signal.SIGQUIT)

    def _postgres(self) -> list[int]:
        """The process ids of its PostgreSQL, the first one first."""
        try:
            first = int((self.place / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
            children = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="utf-8").split()
        except (OSError, ValueError, IndexError):
            return []
        return [first, *map(int, children)]


class Cluster:
    """Two machines with databases, and who agree on the leader."""

    def __init__(self, nodes: list[Node], passwords: Mapping[str, str], etcd: list[Popen[bytes]]) -> None:
        self.nodes, self.passwords, self.etcd = nodes, passwords, etcd

    def leader(self) -> Node:
        """The node that takes writes; DrillError when there is none, or more than one."""
        found = [node for node in self.nodes if node.says("leader")]
        if len(found) != 1:
            raise DrillError(f"{len(found)} leaders")
        return found[0]

    def followed(self) -> bool:
        """Whether there is a leader, and the other one follows and has every acknowledged row."""
        return sum(node.says("leader") for node in self.nodes) == 1 == sum(node.says("sync") for node in self.nodes)

    def wait(self, seconds: float = 90) -> float:
        """Seconds until `followed`."""
        return until(self.followed, seconds, "a leader and a standby that follows it")

    def url(self, role: str, *, node: Node | None = None, database: str = DATABASE) -> URL:
        """The address of both servers for a role, as DATABASE_URL has it; of one of them alone."""
        host = node.address if node else ",".join(one.address for one in self.nodes)
        password = self.passwords[role]
        return URL.create("postgresql", role, password, host, 5432, database)

    @contextmanager
    def without_etcd(self) -> Iterator[None]:
        """Two of the three etcd are frozen, so that nobody can be sure who leads."""
        for process in self.etcd[:2]:
            os.kill(process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in self.etcd[:2]:
                os.kill(process.pid, signal.SIGCONT)

    def switch_over(self) -> None:
        """Ask the leader to hand over to the one that follows, as `patronictl switchover` does."""
        leader = self.leader()
        body = json.dumps({"leader": leader.name}).encode()
        token = base64.b64encode(f"patroni:{self.passwords['patroni']}".encode()).decode()
        headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
        request = Request(f"http://{leader.address}:8008/switchover", data=body, headers=headers)
        try:
            OPENER.open(request, timeout=60).close()
        except HTTPError as error:
            raise DrillError(f"switchover: {error.read().decode(errors='replace')}") from error


@contextmanager
def cluster(place: Path) -> Iterator[Cluster]:
    """Both databases running, one following the other."""
    chance = SystemRandom()
    prefix = f"127.{chance.randint(1, 250)}.{chance.randint(1, 250)}."
    roles = (*RESTING, "patroni", "campaign_owner", "campaign_loader", "dash")
    passwords = {role: secrets.token_urlsafe(16) for role in roles}
    with ExitStack() as stack:
        etcd = [stack.enter_context(_etcd(number, prefix, _folder(place, f"e{number}"))) for number in (1, 2, 3)]
        until(lambda: _healthy(f"http://{prefix}11:2379/health"), 30, "etcd")
        environment = _environment(passwords)
        nodes = [Node(number, prefix, _folder(place, f"db{number}"), environment) for number in (1, 2)]
        for node in nodes:
            stack.callback(node.end)
            node.start()
        made = Cluster(nodes, passwords, etcd)
        made.wait()
        yield made


def _etcd(number: int, prefix: str, place: Path) -> AbstractContextManager[Popen[bytes]]:
    lines = rendered("etcd", number, prefix, place).splitlines()
    environment = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return started([program("etcd")], place, lambda: True, environment=environment)


def _environment(passwords: Mapping[str, str]) -> dict[str, str]:
    """What the sample has in /etc/patroni_env.conf."""
    names = {"SUPERUSER": "postgres", "REPLICATION": "replicator", "REWIND": "rewind", "RESTAPI": "patroni"}
    found = dict[str, str]()
    for name, role in names.items():
        found |= {f"PATRONI_{name}_USERNAME": role, f"PATRONI_{name}_PASSWORD": passwords[role]}
    return found


def _folder(place: Path, name: str) -> Path:
    """A folder that belongs to the owner of `place`."""
    made = place / name
    made.mkdir(mode=0o700)
    os.chown(made, place.stat().st_uid, place.stat().st_gid)
    return made


def _healthy(url: str) -> bool:
    try:
        with OPENER.open(url, timeout=2) as reply:
            return bool(json.load(reply)["health"] == "true")
    except (URLError, OSError):
        return False
