"""A database that is down, empty, missing or mistyped: a sentence in either language, and never a traceback."""

from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, create_engine, inspect
from typer.testing import CliRunner

from data_access.database import self_check
from data_access.database.engine import disposing
from seed.__main__ import app
from seed.samples import SAMPLES
from tests.data_access.database.test_self_check import WRONG, other_product

IMPORT = ["import", str(SAMPLES)]
ALL = [IMPORT, ["check"], ["init"], ["start"], ["samples"], ["demo", "--scale", "0.004"]]


def run(monkeypatch: pytest.MonkeyPatch, address: str, command: list[str]) -> tuple[int, str]:
    monkeypatch.setenv("DATABASE_URL", address)
    done = CliRunner().invoke(app, command)
    assert isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize("command", ALL, ids=lambda command: command[0])
@pytest.mark.parametrize("address", ["postgres//x", "mysql://x/y", "nonsense", "sqlite://"])
def test_no_address_of_a_database(monkeypatch: pytest.MonkeyPatch, command: list[str], address: str) -> None:
    status, said = run(monkeypatch, address, command)
    assert status in (1, 2)
    assert "DATABASE_URL" in said


@pytest.mark.parametrize("command", ALL, ids=lambda command: command[0])
def test_a_server_that_is_down(monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    status, said = run(monkeypatch, "postgresql://somebody:secret@127.0.0.1:1/campaign", command)
    assert status in (1, 2)
    assert "does not answer" in said or "连不上数据库" in said
    assert "secret" not in said


@pytest.mark.parametrize("command", [IMPORT, ["init"]], ids=lambda command: command[0])
def test_several_servers_of_which_none_takes_writes(monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    status, said = run(monkeypatch, "postgresql://somebody:secret@127.0.0.1,127.0.0.2:1/campaign", command)
    assert status in (1, 2)
    assert "takes writes now" in said or "都不可写" in said
    assert "secret" not in said


@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_server_that_only_follows(monkeypatch: pytest.MonkeyPatch, seeded: Engine) -> None:
    """Named alone, so that there is no other one to write to."""
    address = seeded.url.update_query_dict({"options": "-c transaction_read_only=on"})
    status, said = run(monkeypatch, address.render_as_string(hide_password=False), IMPORT)
    assert (status, "只读的备用服务器" in said) == (2, True)


@pytest.mark.parametrize("command", [IMPORT, ["check"]], ids=lambda command: command[0])
def test_a_mistyped_file_makes_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]) -> None:
    status, said = run(monkeypatch, f"sqlite:///{tmp_path}/mistyped/campaign.db", command)
    assert (status in (1, 2), "seed init" in said) == (True, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"])
@pytest.mark.parametrize("command", ALL, ids=lambda command: command[0])
def test_a_product_that_answers_wrongly(monkeypatch: pytest.MonkeyPatch, empty_url: URL, command: list[str]) -> None:
    """Refused by its name in both languages, before anything is written."""
    self_check.forget()
    address = other_product(empty_url, *WRONG["integer division"])
    status, said = run(monkeypatch, address.render_as_string(hide_password=False), command)
    self_check.forget()
    assert (status in (1, 2), said.count("OtherSQL V8R6")) == (True, 2)
    engine = create_engine(empty_url)
    with disposing(engine), engine.connect() as connection:
        assert inspect(connection).get_table_names() == []


def test_a_database_without_tables(monkeypatch: pytest.MonkeyPatch, empty_url: URL) -> None:
    if empty_url.get_backend_name() == "sqlite":
        Path(str(empty_url.database)).touch()
    status, said = run(monkeypatch, empty_url.render_as_string(hide_password=False), IMPORT)
    assert (status, "没有表" in said) == (2, True)
