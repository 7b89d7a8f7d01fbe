"""Databases for the tests: each test gets its own copy of a template, on SQLite and on PostgreSQL alike."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import URL, Engine, create_engine, text

from data_access.database.engine import disposing, read_engine, write_engine
from data_access.database.migrations import migrate
from seed.private import migrate_private, private_engine
from tests.postgres import NoServerError, server
from tests.sample_campaign import copy_rows, imported_campaign
from tests.tally import Tally

Backend = Literal["sqlite", "postgresql"]
Stage = Literal["empty", "migrated", "seeded", "campaign"]
BACKENDS: tuple[Backend, ...] = ("sqlite", "postgresql")

settings.register_profile("default", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

OWN = ("DATABASE_URL", "PRIVATE_DATABASE_URL", "ACCESS_URL", "AUDIT_")
for name in [name for name in os.environ if name.startswith(OWN)]:  # a developer's own is none of the tests' business
    os.environ.pop(name)


def _empty(_url: URL) -> None:
    """No tables."""


def _migrated(url: URL) -> None:
    for engine, run in ((write_engine(url), migrate), (private_engine(url), migrate_private)):
        with disposing(engine):
            run(engine)


def _seeded(url: URL) -> None:
    from seed.init import initialise

    initialise(url)


STAGES: dict[Stage, tuple[Stage | None, Callable[[URL], None]]] = {
    "empty": (None, _empty),
    "migrated": ("empty", _migrated),
    "seeded": ("migrated", _seeded),
}


class Databases:
    """Makes databases as copies of templates; a template is built once, from the one of the stage before.

    The campaign is imported once for all workers and runs, into a file kept by pytest as long as the code is the same;
    PostgreSQL gets its rows. tests/seed/test_start.py proves that an import into PostgreSQL gives the same rows.
    """

    def __init__(self, folder: Path, kept: Path, cluster: Callable[[], Engine]) -> None:
        self.folder = folder
        self.kept = kept
        self.cluster = cluster
        self.templates: dict[tuple[Backend, Stage], URL] = {}
        self.made = 0

    def copy(self, backend: Backend, stage: Stage) -> URL:
        """The URL of a fresh database at `stage`."""
        return self._new(backend, self.template(backend, stage))

    def like(self, url: URL) -> URL:
        """The URL of a fresh copy of the database at `url`, which nobody may have open."""
        return self._new("sqlite" if url.get_backend_name() == "sqlite" else "postgresql", url)

    def anew(self, url: URL, template: URL) -> None:
        """Make the database at `url` a fresh copy of the one at `template`; nobody may have either open."""
        self.drop(url)
        self._fill(url, template)

    def template(self, backend: Backend, stage: Stage) -> URL:
        """The URL of the template itself: to be read only; of the project's own files, whatever is set."""
        if (backend, stage) not in self.templates:
            with pytest.MonkeyPatch.context() as changed:
                changed.delenv("DASHBOARD_NOTICES", raising=False)
                url = self._campaign(backend) if stage == "campaign" else self._staged(backend, stage)
            self.templates[backend, stage] = url
        return self.templates[backend, stage]

    def _staged(self, backend: Backend, stage: Literal["empty", "migrated", "seeded"]) -> URL:
        before, build = STAGES[stage]
        url = self._new(backend, self.template(backend, before) if before else None)
        build(url)
        return url

    def _campaign(self, backend: Backend) -> URL:
        imported = imported_campaign(self.kept)
        if backend == "sqlite":
            return imported
        url = self._new(backend, self.template(backend, "migrated"))
        copy_rows(imported, url)
        return url

    def drop(self, url: URL) -> None:
        if url.get_backend_name() == "postgresql":
            with self.cluster().connect() as connection:
                connection.execute(text(f'DROP DATABASE "{url.database}" WITH (FORCE)'))
        else:
            shutil.rmtree(Path(str(url.database)).parent)

    def _new(self, backend: Backend, template: URL | None) -> URL:
        self.made += 1
        if backend == "sqlite":
            url = URL.create("sqlite", database=str(self.folder / f"db{self.made}" / "campaign.db"))
        else:
            url = self.cluster().url.set(database=f"test_{os.getpid()}_{self.made}")
        self._fill(url, template)
        return url

    def _fill(self, url: URL, template: URL | None) -> None:
        if url.get_backend_name() == "postgresql":
            with self.cluster().connect() as connection:
                source = f'"{template.database}"' if template else "template0"
                connection.execute(text(f'CREATE DATABASE "{url.database}" TEMPLATE {source} STRATEGY file_copy'))
            return
        place = Path(str(url.database)).parent
        place.mkdir()
        if template:
            for file in Path(str(template.database)).parent.iterdir():
                shutil.copy(file, place)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Databases]:
    """The maker of databases; the PostgreSQL server starts when the first test asks for it."""
    running, engines = server(), list[Engine]()

    def cluster() -> Engine:
        if not engines:
            try:
                url = running.__enter__()
            except NoServerError as fault:
                pytest.exit(str(fault), returncode=3)
            engines.append(create_engine(url, isolation_level="AUTOCOMMIT"))
        return engines[0]

    kept = pytestconfig.cache.mkdir("campaign") if pytestconfig.cache else tmp_path_factory.mktemp("campaign")
    made = Databases(tmp_path_factory.mktemp("databases"), kept, cluster)
    yield made
    if engines:
        with engines[0].connect() as connection:
            for url in made.templates.values():
                if url.get_backend_name() == "postgresql":
                    connection.execute(text(f'DROP DATABASE IF EXISTS "{url.database}" WITH (FORCE)'))
        engines[0].dispose()
        running.__exit__(None, None, None)


BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
"""The parameters of fixtures that run on both databases; `make check` leaves the slower one to `make test`."""


@pytest.fixture(params=BOTH)
def backend(request: pytest.FixtureRequest) -> Backend:
    """Every test that uses a database runs on both."""
    chosen: Backend = request.param
    return chosen


def _fresh(databases: Databases, backend: Backend, stage: Stage) -> Iterator[Engine]:
    url = databases.copy(backend, stage)
    engine = write_engine(url)
    yield engine
    engine.dispose()
    databases.drop(url)


@pytest.fixture
def empty_url(databases: Databases, backend: Backend) -> Iterator[URL]:
    """The URL of a database without tables."""
    url = databases.copy(backend, "empty")
    yield url
    databases.drop(url)


@pytest.fixture
def database(databases: Databases, backend: Backend) -> Iterator[Engine]:
    """A write engine of a fresh migrated database."""
    yield from _fresh(databases, backend, "migrated")


@pytest.fixture
def seeded(databases: Databases, backend: Backend) -> Iterator[Engine]:
    """A write engine of a fresh database with the notice, places and units loaded, and no return yet."""
    yield from _fresh(databases, backend, "seeded")


@pytest.fixture
def imported(databases: Databases, backend: Backend) -> Iterator[Engine]:
    """A write engine of a fresh database with the sample returns loaded."""
    yield from _fresh(databases, backend, "campaign")


@pytest.fixture(scope="session")
def campaign_db(databases: Databases) -> Iterator[Engine]:
    """A read engine of the sample campaign on SQLite, shared by all tests."""
    engine = read_engine(databases.template("sqlite", "campaign"), statement_timeout=60)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session", params=BOTH)
def campaign_engines(databases: Databases, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A read engine of the sample campaign, once on SQLite and once on PostgreSQL, shared by all tests."""
    # A copy: PostgreSQL refuses to copy a template that somebody reads.
    url = databases.copy(request.param, "campaign")
    engine = read_engine(url, statement_timeout=60)
    yield engine
    engine.dispose()
    databases.drop(url)


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Iterator[Tally]:
    """Counts the attacks of a test, which fails where one of them was not held."""
    counted = Tally()
    record_property("attacks", counted.sums)
    yield counted
    assert counted.leaked == []
    assert counted.sums[0]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was tried of wrong returns and what became of it (tests/intake/test_mutations.py), and of attacks."""
    reports = [each for name in ("passed", "failed") for each in terminalreporter.stats.get(name, [])]
    tallies = [(report.nodeid, dict(getattr(report, "user_properties", ()))) for report in reports]
    counted = [(name, found) for name, found in tallies if "tally" in found]
    if counted:
        terminalreporter.section("wrong returns")
        terminalreporter.line("   tried   refused  reported    silent   unnamed")
    for name, found in counted:
        terminalreporter.line(name.rpartition("::")[2])
        for line in (*found["tally"], *found["silent"]):
            terminalreporter.line(line)
    attacks = [(name, found["attacks"]) for name, found in tallies if "attacks" in found]
    if attacks:
        terminalreporter.section("attacks")
        terminalreporter.line("   tried    held  leaked")
    for name, (tried, held) in attacks:
        terminalreporter.line(f"{tried:8}{held:8}{tried - held:8}  {name.rpartition('::')[2]}")
