"""The roles of deploy/postgresql-roles.sql in a database of the tests."""

from pathlib import Path

from sqlalchemy import URL, create_engine, text

from data_access.database.engine import disposing

DEPLOY = Path(__file__).parents[1] / "deploy"
ROLES = (
    "campaign_owner",
    "campaign_loader",
    "dash",
    "access_owner",
    "access_door",
    "access_security",
    "access_auditor",
)
WORD = "only-for-this-test"


def run_script(url: URL, name: str = "postgresql-roles.sql") -> None:
    """Run a script of deploy/ as superuser; every role then has the password of the tests."""
    script = (DEPLOY / name).read_text(encoding="utf-8")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with disposing(engine), engine.connect() as connection:
        connection.exec_driver_sql(script.replace("%", "%%"))
        for role in ROLES:
            connection.execute(text(f"ALTER ROLE {role} PASSWORD '{WORD}'"))


def as_role(url: URL, role: str) -> URL:
    """The database as this role reaches it."""
    return url.set(username=role, password=WORD)
