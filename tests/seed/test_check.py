"""`seed check` names what is wrong, in both languages, and exits with 1 for contradictions only."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, Engine, delete, insert, select, update
from typer.testing import CliRunner

from data_access.schema import campaign, campaign_unit, duty, line, load_log, obligation, org_unit
from seed.__main__ import app
from seed.check import check_database, check_files
from seed.merge import ids


def sentences(engine: Engine, contradiction: bool) -> str:
    with engine.connect() as connection:
        return "\n".join(f.sentence("en") for f in check_database(connection) if f.contradiction is contradiction)


def test_fresh_seed_has_gaps_and_no_contradiction(seeded: Engine) -> None:
    assert sentences(seeded, contradiction=True) == ""
    gaps = sentences(seeded, contradiction=False)
    assert "no return has been loaded yet" in gaps
    assert "no roster was loaded" in gaps
    assert len(gaps.splitlines()) == 2
    assert check_files() == []


def line_id(connection: Connection, code: str) -> int:
    return ids(connection, line)[code]


def break_group(c: Connection) -> None:
    c.execute(update(line).where(line.c.code == "M1.1").values(kind="group"))


def break_window(c: Connection) -> None:
    c.execute(update(line).where(line.c.code == "M4.1").values(window_start=date(2020, 6, 17)))


def break_issue(c: Connection) -> None:
    c.execute(update(duty).where(duty.c.line_id == line_id(c, "D1")).values(due_on=date(2020, 5, 1)))


def break_step(c: Connection) -> None:
    c.execute(delete(obligation).where(obligation.c.line_id == line_id(c, "M1.1")))


def break_roster(c: Connection) -> None:
    c.execute(delete(campaign_unit).where(campaign_unit.c.unit_group == "county"))


def break_league(c: Connection) -> None:
    c.execute(
        update(obligation)
        .where(obligation.c.line_id == line_id(c, "M5.3b"))
        .values(host_unit_id=obligation.c.org_unit_id)
    )


def break_lines(c: Connection) -> None:
    c.execute(delete(duty).where(duty.c.line_id == line_id(c, "T6")))


def break_english(c: Connection) -> None:
    c.execute(update(org_unit).where(org_unit.c.code == "D-XF").values(name_en=""))


@pytest.mark.parametrize(
    ("spoil", "contradiction", "sentence"),
    [
        (break_group, True, "groups of lines must not have duties: M1.1"),
        (break_window, True, "due before the line's window starts: M4.1"),
        (break_issue, True, "due before the notice was issued: D1"),
        (break_step, True, "obligations of HLJ-2020-43 are out of step: 54 missing"),
        (break_roster, True, "no unit answers to each_county, owed by lines: M5.3b"),
        (break_league, True, "units without the league that must host: "),
        (break_lines, False, "lines that nobody owes: T6"),
        (break_english, False, "1 rows of org_unit have no English name"),
    ],
)
def test_fault_is_named(
    seeded: Engine, spoil: Callable[[Connection], None], contradiction: bool, sentence: str
) -> None:
    with seeded.begin() as connection:
        spoil(connection)
    assert sentence in sentences(seeded, contradiction)


def test_gaps_close(seeded: Engine) -> None:
    now = datetime.now(UTC)
    with seeded.begin() as connection:
        entry = {"source": "x", "label": "real", "started_at": now, "rows": 1, "status": "done", "data_until": now}
        connection.execute(insert(load_log), [entry])
        connection.execute(update(campaign_unit).values(provenance="stated"))
    assert sentences(seeded, contradiction=False) == ""


def test_empty_and_unmigrated_databases_are_contradictions(database: Engine) -> None:
    assert "no notice is loaded" in sentences(database, contradiction=True)
    with database.begin() as connection:
        connection.execute(select(campaign))
        for name in ("metric_value", "submission_activity"):
            connection.exec_driver_sql(f"DROP TABLE {name}")
    assert "2 tables are missing (metric_value、submission_activity)" in sentences(database, contradiction=True)


def test_faults_of_files_come_first(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("[notice", encoding="utf-8")
    assert [f.contradiction for f in check_files(tmp_path)] == [True]
    (tmp_path / "x.toml").unlink()
    assert "no notice" in check_files(tmp_path)[0].sentence("en")


def test_command(seeded: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", seeded.url.render_as_string(hide_password=False))
    fine = CliRunner().invoke(app, ["check"])
    assert (fine.exit_code, "尚未导入任何报送数据" in fine.output, "矛盾 0 项" in fine.output) == (0, True, True)
    with seeded.begin() as connection:
        break_step(connection)
    wrong = CliRunner().invoke(app, ["check", "--lang", "en"])
    assert (wrong.exit_code, "1 contradictions, 2 gaps." in wrong.output) == (1, True)


def test_command_without_a_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = URL.create("sqlite", database=str(tmp_path / "none.db"))
    monkeypatch.setenv("DATABASE_URL", url.render_as_string())
    done = CliRunner().invoke(app, ["check"])
    assert (done.exit_code, "seed init" in done.output) == (1, True)
    assert list(tmp_path.iterdir()) == []
