"""PostgreSQL with a standby (deploy/patroni): the leader is killed while pages are read, rows written and returns
imported; it comes back and follows; then the two change places by hand.
"""

import hashlib
import os
import signal
import subprocess
import sys
import time
from typing import Final

from sqlalchemy import URL, create_engine, delete, make_url, text

from data_access.database.engine import disposing, read_engine, write_engine
from data_access.database.schema import load_log
from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.files import question_of, stream_csv
from data_access.notice.campaigns import resolve
from data_access.question import Filters
from drills.tools.cluster import DATABASE, Cluster, Node, cluster
from drills.tools.figures import Figures, out
from drills.tools.processes import folder, until
from drills.tools.traffic import AS_OF, WRITTEN, Reader, Writer, none, readers, received, told, viewers
from seed.samples import NOTICE, SAMPLES
from seed.start import load_samples
from tests.server import ROOT, Server, running

GAP: Final = 40.0
"""Seconds within which writers must write again: ttl, and the standby's promotion, on a busy machine."""
WITHOUT_ETCD: Final = 40
SETTLED: Final = 20
"""Seconds after which Patroni has told etcd all again: one fault at a time."""
READERS, SESSIONS, INTERACTIONS, PAGES = 3, 8, 70, ("", "completion", "hazards", "returns")
ROLES: Final = (ROOT / "deploy" / "postgresql-roles.sql").read_text(encoding="utf-8")
IMPORT: Final = ("import", str(SAMPLES), "--label", "sample", "--notice", NOTICE)


def run(figures: Figures) -> None:
    """Readers notice nothing, what writers were told is kept, and an import that was cut off is done again."""
    with folder("patroni") as place:
        whole = make_url(f"sqlite:///{place / 'whole.db'}")
        load_samples(whole)
        files = received(whole)
        with cluster(place) as servers:
            filled(servers, files // 2)
            with running(shown(servers.url("dash")), place, DASHBOARD_VAR=str(place / "var")) as dashboard:
                where_read(figures, servers)
                under_load(figures, servers, dashboard, files)
                same_as(figures, servers, whole)


def shown(url: URL) -> str:
    """An address with its password, for a process."""
    return url.render_as_string(hide_password=False)


def filled(servers: Cluster, files: int) -> None:
    """The database with its roles and tables, and so many returns."""
    owner, loader = servers.url("campaign_owner"), servers.url("campaign_loader")
    as_superuser(servers, "postgres", f"CREATE DATABASE {DATABASE}")
    as_superuser(servers, DATABASE, ROLES)
    for role in ("campaign_owner", "campaign_loader", "dash"):
        as_superuser(servers, DATABASE, f"ALTER ROLE {role} PASSWORD '{servers.passwords[role]}'")
    said, _ = seed(owner, "init").communicate(timeout=120)
    out.print(said.strip())
    as_superuser(servers, DATABASE, ROLES)
    process = seed(loader, *IMPORT)
    until(lambda: received(loader) >= files or process.poll() is not None, 120, "half of the returns")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)


def as_superuser(servers: Cluster, database: str, statement: str) -> None:
    """Run SQL on the leader."""
    url = servers.url("postgres", node=servers.leader(), database=database).set(drivername="postgresql+psycopg")
    with disposing(create_engine(url, isolation_level="AUTOCOMMIT")) as engine, engine.connect() as connection:
        connection.exec_driver_sql(statement.replace("%", "%%"))


def seed(url: URL, *words: str) -> subprocess.Popen[str]:
    """A command of seed, started."""
    command = [sys.executable, "-m", "seed", *words]
    environment = {**os.environ, "DATABASE_URL": shown(url)}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def where_read(figures: Figures, servers: Cluster) -> None:
    """The dashboard's connections are on the server that follows."""
    leader, sessions = servers.leader(), "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dash'"
    for node in servers.nodes:
        with disposing(write_engine(servers.url("postgres", node=node))) as engine, engine.connect() as connection:
            found = connection.scalar(text(sessions)) or 0
        what, must = ("leader", "0") if node is leader else ("standby", "> 0")
        figures.add(f"dashboard's connections on the {what}", f"{found}", must, holds=(found == 0) == (node is leader))


def under_load(figures: Figures, servers: Cluster, dashboard: Server, files: int) -> None:
    """Kill the leader under load, let it come back, let both change places."""
    loader, dash = servers.url("campaign_loader"), servers.url("dash")
    with Writer(loader) as writer, readers(READERS, dash, writer) as reading:
        with viewers(dashboard.port, PAGES, SESSIONS, INTERACTIONS) as looking:
            time.sleep(10)
            leader = cut_off(figures, servers, writer, files)
            begun = time.monotonic()
            leader.start()
            servers.wait()
            figures.add("killed server, started again, follows after", f"{time.monotonic() - begun:.1f} s")
            imported_again(figures, loader, files)
            by_hand = time.monotonic()
            changed_places(figures, servers, writer)
            the_rest(figures, servers, writer)
            seen = looking.report(300)
        written(figures, writer)
        read(figures, reading, by_hand)
    told(figures, seen, SESSIONS)
    if not figures.hold:
        out.print(dashboard.log.read_text(encoding="utf-8")[-4000:])


def cut_off(figures: Figures, servers: Cluster, writer: Writer, files: int) -> Node:
    """Kill the leader in the middle of an import; the node that was killed, once the other one is written."""
    loader, leader = servers.url("campaign_loader"), servers.leader()
    process = seed(loader, *IMPORT)
    try:
        until(lambda: received(loader) >= files * 3 // 4 or process.poll() is not None, 120, "three quarters")
        leader.kill()
        killed = time.monotonic()
        said, _ = process.communicate(timeout=120)
    finally:
        process.kill()
    sentence = said.rpartition(f"/{DATABASE}:")[2].strip()
    plain = process.returncode == 2 and len(sentence.splitlines()) == 1
    figures.add("import meanwhile says", sentence, "a sentence", holds=plain)
    until(lambda: writer.good[-1] > killed, 90, "writers write again")
    figures.at_most("leader killed: gap of writers", writer.gap(killed), GAP, "s")
    return leader


def imported_again(figures: Figures, loader: URL, files: int) -> None:
    """The same import once more takes what is missing."""
    said, _ = seed(loader, *IMPORT).communicate(timeout=300)
    out.print(said.strip().splitlines()[-1])
    found = received(loader)
    figures.add("receipts after the same import again", f"{found}", f"{files}", holds=found == files)


def changed_places(figures: Figures, servers: Cluster, writer: Writer) -> None:
    """Switch over by hand."""
    before, begun = servers.leader(), time.monotonic()
    servers.switch_over()
    until(lambda: not before.says("leader") and writer.good[-1] > begun + 2, 60, "writers write again")
    figures.at_most("switched over by hand: gap of writers", writer.gap(begun), GAP / 2, "s")
    servers.wait()


def the_rest(figures: Figures, servers: Cluster, writer: Writer) -> None:
    """Take away most of etcd for longer than a leader lives without a sign, then the one that follows."""
    begun = time.monotonic()
    with servers.without_etcd():
        time.sleep(WITHOUT_ETCD)
    servers.wait()
    time.sleep(SETTLED)
    until(lambda: writer.good[-1] > begun + WITHOUT_ETCD, 60, "writers write again")
    figures.at_most(f"two of three etcd frozen for {WITHOUT_ETCD} s: gap of writers", writer.gap(begun), 5, "s")
    [standby] = [node for node in servers.nodes if node is not servers.leader()]
    standby.kill()
    killed = time.monotonic()
    until(lambda: writer.good[-1] > killed + 5, 90, "writers write again")
    figures.at_most("standby killed: gap of writers", writer.gap(killed), GAP / 2, "s")


def written(figures: Figures, writer: Writer) -> None:
    """What was acknowledged is there."""
    present, kept = writer.present(), set(writer.acknowledged)
    figures.add("rows acknowledged", f"{len(kept):,}", "> 100", holds=len(kept) > 100)
    figures.add("of them lost", f"{len(kept - present):,}", "0", holds=not kept - present)
    figures.add("writes that failed", f"{len(writer.failed):,}")
    figures.add("of them there all the same", f"{len(present - kept):,}")


def read(figures: Figures, reading: list[Reader], by_hand: float) -> None:
    """Readers have no error when the leader dies; at the change by hand at most what is read at that moment."""
    good, failed = sum(len(one.good) for one in reading), [each for one in reading for each in one.failed]
    figures.add("snapshots read", f"{good:,}", "> 200", holds=good > 200)
    before, after = [[why for at, why in failed if (at < by_hand) == which] for which in (True, False)]
    none(figures, "failed as the leader was killed and came back", len(before), before)
    few = len(after) <= READERS
    figures.add(
        "failed later, at the change by hand",
        f"{len(after)}",
        f"≤ {READERS}, those under way",
        holds=few,
    )
    figures.at_most("longest time without a read", max(one.gap(one.good[0]) for one in reading), 5, "s")
    late = [seconds for one in reading for seconds in one.late]
    figures.add("reads of less than was acknowledged", f"{len(late):,}")
    figures.at_most("older by at most", max(late, default=0.0), 5, "s")


def same_as(figures: Figures, servers: Cluster, whole: URL) -> None:
    """All extracts are byte for byte those of an import that nobody disturbed, into SQLite."""
    with disposing(write_engine(servers.url("campaign_loader"))) as engine, engine.begin() as connection:
        connection.execute(delete(load_log).where(WRITTEN))
    ours, theirs = digests(servers.url("dash")), digests(whole)
    differ = [name for name in theirs if ours[name] != theirs[name]]
    found = f"{len(theirs) - len(differ)} of {len(theirs)} {differ or ''}"
    figures.add("extracts with the bytes of an undisturbed import", found, "all", holds=not differ)


def digests(url: URL) -> dict[str, str]:
    """Name of an extract -> SHA-256 of its CSV."""
    found = {}
    with disposing(read_engine(url, statement_timeout=60)) as engine:
        for name in EXTRACTS:
            with snapshot(engine) as s:
                question = question_of(name, resolve(s, Filters(), AS_OF))
                content = b"".join(stream_csv(s, name, question, "zh"))
                found[name] = hashlib.sha256(content).hexdigest()
    return found
