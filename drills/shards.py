"""Hazards on two shards behind a coordinator, and on one server beside them: equal files, no torn read, times."""

import os
import secrets
import signal
import subprocess
import time
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import URL, create_engine

from data_access.database.engine import disposing, read_engine
from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.files import stream_csv
from data_access.notice.campaigns import resolve
from data_access.question import Filters
from drills.tools.browser import looking, seen, stands_since
from drills.tools.dashboards import several
from drills.tools.figures import Figures
from drills.tools.loads import HAZARDS, Loads, Sums, failing
from drills.tools.postgresql import family, made, serving
from drills.tools.processes import folder, until
from drills.tools.scans import scans, seconds_of
from drills.tools.traffic import none
from seed.demo.run import make_demo
from seed.init import initialise
from seed.start import load_samples
from tests.server import ROOT

DATABASE: Final = "campaign"
NAMES: Final = ("whole", "coordinator", "shard1", "shard2")
ROLES: Final = (ROOT / "deploy" / "postgresql-roles.sql").read_text(encoding="utf-8")
EXTENSION: Final = (
    "CREATE EXTENSION IF NOT EXISTS postgres_fdw; GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO campaign_owner"
)
SCALE: Final = 4.0
"""208,000 hazards with a million events."""
AT: Final = datetime(2020, 7, 4, tzinfo=UTC)
WRITING: Final = 30
"""Seconds for which readers look on while somebody writes."""
KILLS: Final = 5


class Places(NamedTuple):
    """The servers by name, their processes, and the addresses of roles."""

    place: Path
    urls: dict[str, URL]
    words: dict[str, str]

    def of(self, name: str, role: str) -> URL:
        """The address of the campaign's database there for a role."""
        return self.urls[name].set(username=role, password=self.words[role], database=DATABASE)

    @property
    def shards(self) -> list[URL]:
        """The addresses of the shards, as `seed init` is told them."""
        return [self.of(name, "campaign_shard") for name in NAMES[2:]]

    def loads(self, name: str) -> Loads:
        """Loads by the loader's role."""
        return Loads(self.of("coordinator", "campaign_loader"), name)


def run(figures: Figures) -> None:
    """Whatever is asked, both answer alike, also while somebody writes and when a shard dies."""
    with folder("shards") as place, ExitStack() as stack:
        places, processes = started_all(place, stack)
        for load, what in ((load_samples, "samples imported"), (_demo, f"demo of scale {SCALE:g}")):
            laid_out(places)
            taken = [seconds_of(partial(load, places.of(name, "campaign_loader"))) for name in NAMES[:2]]
            figures.add(f"{what}: one server, shards", ", ".join(f"{one:.1f} s" for one in taken))
            files(figures, places, what)
        settled(places)
        scans(figures, places.of("whole", "dash"), places.of("coordinator", "dash"), places.shards)
        writing(figures, places)
        by_half(figures, places)
        killed(figures, places, processes[-1], stack)


def started_all(place: Path, stack: ExitStack) -> tuple[Places, list[subprocess.Popen[bytes]]]:
    """Four servers, with passwords: PostgreSQL lets a role without rights ask a shard by password only."""
    roles = ("drill", "campaign_owner", "campaign_loader", "dash", "campaign_shard")
    words = {role: secrets.token_urlsafe(12) for role in roles}
    urls = {name: made(place / name, words["drill"]) for name in NAMES}
    processes = [stack.enter_context(serving(place / name, urls[name])) for name in NAMES]
    for name in NAMES[2:]:
        _as_superuser(urls[name], f"CREATE ROLE campaign_shard LOGIN PASSWORD '{words['campaign_shard']}'")
    return Places(place, urls, words), processes


def laid_out(places: Places) -> None:
    """New databases, and `seed init` as the owner of the tables, with and without shards; rights before and after."""
    for name in NAMES:
        owner = "campaign_shard" if name in NAMES[2:] else "drill"
        _as_superuser(places.urls[name], f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        _as_superuser(places.urls[name], f"CREATE DATABASE {DATABASE} OWNER {owner}")
    shards = [url.render_as_string(hide_password=False) for url in places.shards]
    for name, given in zip(NAMES[:2], ([], shards), strict=True):
        server = places.urls[name].set(database=DATABASE)
        _as_superuser(server, ROLES)
        for role in ("campaign_owner", "campaign_loader", "dash"):
            _as_superuser(server, f"ALTER ROLE {role} PASSWORD '{places.words[role]}'")
        if given:
            _as_superuser(server, EXTENSION)
        initialise(places.of(name, "campaign_owner"), shards=given)
        _as_superuser(server, ROLES)


def _demo(url: URL) -> None:
    make_demo(url, SCALE)


def files(figures: Figures, places: Places, what: str) -> None:
    """Every extract as the dashboard's role reads it, byte by byte."""
    one, other = (_files(places.of(name, "dash")) for name in NAMES[:2])
    same = sum(one[name] == other[name] for name in EXTRACTS)
    figures.add(f"{what}: extracts byte-identical", f"{same} of {len(one)}", "all", holds=same == len(EXTRACTS))


def _files(url: URL) -> dict[str, bytes]:
    with disposing(read_engine(url, statement_timeout=600)) as engine, snapshot(engine) as s:
        return {name: b"".join(stream_csv(s, name, resolve(s, Filters(), AT))) for name in EXTRACTS}


def settled(places: Places) -> None:
    """Count values for the planners, as autovacuum does a minute later."""
    for name in NAMES[:1] + NAMES[2:]:
        _as_superuser(places.urls[name].set(database=DATABASE), "VACUUM ANALYZE")


def writing(figures: Figures, places: Places) -> None:
    """Readers look on while somebody writes: those who look at the marks, and one who does not."""
    reader = places.of("coordinator", "dash")
    sums = [Sums(reader), Sums(reader)]
    careless = Sums(reader, whole=False)
    with places.loads("one") as loads, sums[0], sums[1], careless:
        time.sleep(WRITING)
    figures.add("loads written meanwhile", f"{loads.number:,}", "> 100", holds=loads.number > 100)
    torn, read = sum(len(one.torn) for one in sums), sum(len(one.good) for one in sums)
    figures.add("torn reads", f"{torn} of {read:,}", "0 of > 100", holds=not torn and read > 100)
    failed = [why for each in (*sums, loads) for _, why in each.failed]
    none(figures, "reads and loads that failed", len(failed) + sum(one.refused for one in sums), failed)
    of_one = f"{len(careless.torn)} of {len(careless.good):,}"
    figures.add("torn reads of one who does not look at the marks", of_one, "> 0", holds=bool(careless.torn))


def by_half(figures: Figures, places: Places) -> None:
    """A shard that fails as it commits: the load is on the other one. Nobody sees it, and it can be completed."""
    reader = places.of("coordinator", "dash")
    address = reader.render_as_string(hide_password=False)
    loads, other, sums = places.loads("two"), places.loads("other"), Sums(reader)
    with several(1, address, places.place) as [process], looking(f"{process.url}/hazards?lang=zh") as page:
        before = seen(page).words
        with failing(places.shards[1]):
            loads.attempt()
        there = loads.on(places.shards[0])
        figures.add("load by half: on the first shard, taken", f"{there}, {loads.number}", "> 0, 0", holds=there > 0)
        sums.attempt()
        figures.add("readers are refused", f"{sums.refused}", "1", holds=sums.refused == 1)
        page.wait_for_selector("[data-testid=stAlert]", timeout=60_000)
        stands_since(page)
        told = page.inner_text("[data-testid=stAlert]").strip()
        kept = seen(page).words.endswith(before[-500:])
        figures.add("an open page says", told, "a warning, above what it showed", holds=bool(told) and kept)
        other.attempt()
        said = "".join(why for _, why in other.failed)
        figures.add("another load", said, "is refused", holds=bool(said) and not other.number)
        loads.attempt()
        sums.attempt()
        whole = loads.number == loads.completed == 1 and not sums.torn and sums.refused == 1
        figures.add("the same load again: readers see it whole", "yes" if whole else "no", "yes", holds=whole)
        page.wait_for_selector("[data-testid=stAlert]", state="detached", timeout=60_000)
        figures.add("the open page", "is new again")


def killed(figures: Figures, places: Places, process: subprocess.Popen[bytes], stack: ExitStack) -> None:
    """A shard is killed again and again while somebody writes, who tries each load until it is taken."""
    sums, gaps = Sums(places.of("coordinator", "dash")), list[float]()
    with places.loads("three") as loads, sums:
        for _ in range(KILLS):
            time.sleep(3)
            for pid in family(process):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            process.wait(10)
            process = stack.enter_context(serving(places.place / NAMES[-1], places.urls[NAMES[-1]]))
            back = time.monotonic()
            until(lambda since=back: loads.good[-1] > since, 60, "loads are taken again")  # type: ignore[misc]
            gaps.append(time.monotonic() - back)
        time.sleep(3)
    sums.attempt()
    found = sum(loads.on(shard) for shard in places.shards)
    figures.add(f"shard killed {KILLS} times: loads taken, completed", f"{loads.number:,}, {loads.completed}")
    figures.add("hazards of them that are there", f"{found:,}", "all", holds=found == loads.number * HAZARDS)
    figures.add("torn reads", f"{len(sums.torn)} of {len(sums.good):,}", "0", holds=not sums.torn)
    figures.add("reads that failed meanwhile", f"{len(sums.failed)}")
    figures.at_most("started again: loads are taken after", max(gaps), 10, "s")


def _as_superuser(url: URL, statement: str) -> None:
    with disposing(create_engine(url, isolation_level="AUTOCOMMIT")) as engine, engine.connect() as connection:
        connection.exec_driver_sql(statement.replace("%", "%%"))
