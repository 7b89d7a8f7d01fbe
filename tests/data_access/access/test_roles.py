"""deploy/postgresql-roles.sql, access data: each role does its work through the program, and nothing else."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from sqlalchemy import URL, Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError

from data_access.access import grants, sessions
from data_access.access.audit.chain import Chain
from data_access.access.audit.prune import prune
from data_access.access.audit.record import audit, forget, table
from data_access.access.audit.settings import AuditSettings
from data_access.access.place import access_url, engine_at, migrate_access, opened
from data_access.access.rights import Right
from data_access.access.viewer import Viewer
from data_access.database.engine import disposing
from tests.conftest import Databases
from tests.roles import as_role, run_script
from tests.tally import Tally

pytestmark = pytest.mark.slow

ROOT, LI = (Viewer(f"os:{name}", name, "", frozenset()) for name in ("root", "li"))
As = Callable[[str], Engine]


@pytest.fixture(scope="module")
def server(databases: Databases) -> Iterator[URL]:
    """A migrated campaign with the tables of access made by their owner, and the script run before and after."""
    url = databases.copy("postgresql", "migrated")
    run_script(url)
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("ACCESS_URL", as_role(url, "access_owner").render_as_string(hide_password=False))
        with disposing(engine_at(access_url())) as engine:
            assert migrate_access(engine)
    run_script(url)
    yield url
    databases.drop(url)


@pytest.fixture
def sitting(server: URL, monkeypatch: pytest.MonkeyPatch) -> Iterator[As]:
    """The access data as a role reaches them by ACCESS_URL."""
    made = []

    def by(role: str) -> Engine:
        monkeypatch.setenv("ACCESS_URL", as_role(server, role).render_as_string(hide_password=False))
        forget()
        made.append(opened())
        return made[-1]

    yield by
    forget()
    for engine in made:
        engine.dispose()


def test_each_role_does_its_work(sitting: As, chain: Chain) -> None:
    security = sitting("access_security")
    grants.grant(security, LI.id, Right("security"), ROOT, name="李", unit="厅")
    for person in ("u1", "u2"):
        grants.grant(security, person, Right("office"), LI, name="王", unit="局")
    door = sitting("access_door")
    cookie, made = sessions.begin(door, "u1", "10.0.0.7", "oidc")
    second, _ = sessions.begin(door, "u2", "", "proxy")
    assert sessions.act(door, made, now=datetime.now(UTC) + timedelta(minutes=2)).acted_at > made.acted_at
    assert grants.viewer_of(door, "u1") == grants.viewer_of(security, "u1")
    assert grants.version(door) > 0
    assert audit("signin", grants.viewer_of(door, "u1"), True)
    assert sessions.end(door, made, "signout")
    security = sitting("access_security")
    grants.set_disabled(security, "u2", True, LI)
    assert sessions.find(security, second) is None
    assert grants.revoke(security, "u1", None, LI) == [Right("office")]
    auditor = sitting("access_auditor")
    with auditor.connect() as connection:
        told = connection.execute(text("SELECT count(*), max(n) FROM audit")).one()
    assert told == (6, 6)
    now = datetime.now(UTC) + timedelta(days=200)
    audit("signin", None, False, now=now)
    settings = AuditSettings()
    assert prune(chain, settings, table(), now)[1:] == (1, 6)
    assert cookie


REFUSED = re.compile("permission denied|must be|does not exist")
DENIED = {
    "dash": [
        "SELECT * FROM access.person",
        "SELECT secret_hash FROM access.session",
        "SELECT count(*) FROM access.audit",
        "INSERT INTO access.audit SELECT 'x', 1, now(), 'x', true, '', '', '', '{}'",
        "SET search_path = access; SELECT * FROM person",
        "SELECT schema_to_xml('access', true, false, '')",
        "CREATE TABLE access.t (a integer)",
        "SET ROLE access_door",
    ],
    "campaign_owner": [
        "SELECT * FROM access.person",
        "INSERT INTO access.access_grant (person_id) VALUES ('x')",
        "DROP SCHEMA access CASCADE",
        "DROP TABLE access.audit",
        "ALTER TABLE access.person OWNER TO campaign_owner",
        "DELETE FROM access.audit",
    ],
    "campaign_loader": [
        "SELECT * FROM access.person",
        "SELECT * FROM access.audit",
        "DELETE FROM access.audit",
        "UPDATE access.audit SET success = true",
        "INSERT INTO access.session (number) VALUES ('x')",
    ],
    "access_door": [
        "SELECT * FROM access.audit",
        "SELECT count(*) FROM access.audit",
        "INSERT INTO access.audit SELECT 'x', 1, now(), 'x', true, '', '', '', '{}' RETURNING *",
        "UPDATE access.audit SET success = true",
        "DELETE FROM access.audit",
        "TRUNCATE access.audit",
        "INSERT INTO access.person VALUES ('x', 'x', 'x', false, now())",
        "UPDATE access.person SET disabled = false",
        "DELETE FROM access.person",
        "INSERT INTO access.access_grant (person_id, act, what) VALUES ('u1', 'grant', 'province')",
        "UPDATE access.access_grant SET what = 'province'",
        "DELETE FROM access.access_grant",
        "UPDATE access.grants_version SET number = 0",
        "UPDATE access.session SET person_id = 'u2'",
        "UPDATE access.session SET ends_at = now() + interval '1 year'",
        "UPDATE access.session SET secret_hash = 'x'",
        "SELECT nextval('access.access_grant_id_seq')",
        "SELECT * FROM public.hazard",
        "SELECT * FROM private.tip_private",
        "CREATE TABLE access.t (a integer)",
        "CREATE RULE r AS ON INSERT TO access.audit DO INSTEAD NOTHING",
        "ALTER TABLE access.audit DISABLE TRIGGER ALL",
        "SET ROLE access_security",
        "SET ROLE access_owner",
    ],
    "access_security": [
        "SELECT * FROM access.audit",
        "DELETE FROM access.audit",
        "UPDATE access.access_grant SET by_person = 'x'",
        "DELETE FROM access.access_grant",
        "DELETE FROM access.person",
        "UPDATE access.person SET id = 'u9'",
        "INSERT INTO access.session (number) VALUES ('x')",
        "UPDATE access.session SET acted_at = now()",
        "SELECT * FROM public.hazard",
        "SELECT * FROM private.tip_private",
    ],
    "access_auditor": [
        "SELECT * FROM access.person",
        "SELECT * FROM access.session",
        "UPDATE access.audit SET success = true",
        "INSERT INTO access.access_grant (person_id) VALUES ('x')",
        "SELECT * FROM public.hazard",
    ],
}


@pytest.mark.parametrize("role", DENIED)
def test_no_role_does_more(tally: Tally, server: URL, role: str) -> None:
    target = as_role(server, role).set(drivername="postgresql").render_as_string(hide_password=False)
    for statement in DENIED[role]:
        with psycopg.connect(target, autocommit=True) as connection:
            connection.execute("SET default_transaction_read_only = off")
            try:
                connection.execute(statement.encode())
                said = "done"
            except psycopg.Error as error:
                said = str(error)
            tally.add(f"{statement}: {said}", bool(REFUSED.search(said)))


def test_claims_write_only_where_they_are_mapped(server: URL, sitting: As) -> None:
    door = sitting("access_door")
    with pytest.raises(ProgrammingError, match="permission denied"):
        grants.mapped(door, "u7", "赵", "局", [Right("office")])
    run_script(server, "postgresql-claims.sql")
    grants.mapped(door, "u7", "赵", "局", [Right("office")])
    assert grants.viewer_of(door, "u7").roles == {"office"}  # type: ignore[union-attr]
    run_script(server)
    with pytest.raises(ProgrammingError, match="permission denied"):
        grants.mapped(door, "u7", "赵", "局", [])


def test_loader_adds_what_it_imports(server: URL, chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCESS_URL", as_role(server, "campaign_loader").render_as_string(hide_password=False))
    forget()
    n = audit("import", ROOT, True, files=["x.xlsx"])
    engine = create_engine(server)
    with disposing(engine), engine.connect() as connection:
        found = connection.execute(text("SELECT line::text FROM access.audit WHERE event = 'import'")).scalar_one()
    assert n
    assert "x.xlsx" in found
    forget()
