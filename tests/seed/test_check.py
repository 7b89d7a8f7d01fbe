"""`seed check` names what is wrong, in both languages, and exits with 1 for contradictions only."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, Engine, delete, insert, select, update
from typer.testing import CliRunner

from data_access.database.engine import disposing
from data_access.database.schema import (
    activity,
    activity_unit,
    campaign,
    campaign_unit,
    duty,
    hazard,
    hazard_event,
    line,
    load_log,
    obligation,
    org_unit,
)
from seed.__main__ import app
from seed.check import check_all, check_database, check_files
from seed.merge import ids
from seed.private import private_engine
from seed.private.tables import delivery_private, hazard_private, pairing_private
from tests.conftest import Databases


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


def hazard_id(c: Connection) -> int:
    """A hazard of the samples that is closed."""
    return c.scalars(select(hazard.c.id).where(hazard.c.state == "closed").order_by(hazard.c.id)).first() or 0


def break_state(c: Connection) -> None:
    c.execute(update(hazard).where(hazard.c.id == hazard_id(c)).values(state="ordered"))


def break_round(c: Connection) -> None:
    c.execute(update(hazard).where(hazard.c.id == hazard_id(c)).values(round_no=9))


def break_due(c: Connection) -> None:
    c.execute(update(hazard).where(hazard.c.id == hazard_id(c)).values(due_current=datetime(2021, 1, 1, tzinfo=UTC)))


def break_events(c: Connection) -> None:
    c.execute(delete(hazard_event).where(hazard_event.c.hazard_id == hazard_id(c)))


def break_closing(c: Connection) -> None:
    e = hazard_event.c
    c.execute(delete(hazard_event).where(e.hazard_id == hazard_id(c), e.kind == "close"))


def break_lead(c: Connection) -> None:
    held = select(activity.c.id).where(activity.c.status == "held", activity.c.superseded_at.is_(None)).limit(1)
    one = c.scalars(held).one()
    c.execute(delete(activity_unit).where(activity_unit.c.activity_id == one))


def mix(c: Connection) -> None:
    entry = {"source": "x", "label": "real", "started_at": datetime.now(UTC), "rows": 1, "status": "done"}
    c.execute(insert(load_log), [entry])


def halve(c: Connection) -> None:
    entry = {"source": "seed samples", "label": "sample", "started_at": datetime.now(UTC), "rows": 0}
    c.execute(insert(load_log), [{**entry, "status": "running"}])


def loop_lines(c: Connection) -> None:
    """Two that are each other's: no database refuses that."""
    first, second = line_id(c, "M1"), line_id(c, "M1.1")
    c.execute(update(line).where(line.c.id == first).values(parent_id=second))
    c.execute(update(line).where(line.c.id == second).values(parent_id=first))


def loop_units(c: Connection) -> None:
    first, second = c.scalars(select(org_unit.c.id).order_by(org_unit.c.id).limit(2)).all()
    c.execute(update(org_unit).where(org_unit.c.id == first).values(parent_id=second))
    c.execute(update(org_unit).where(org_unit.c.id == second).values(parent_id=first))


def strange_notice(c: Connection) -> None:
    c.execute(update(campaign).where(campaign.c.kind == "notice").values(code="XX-1"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "contradiction", "sentence"),
    [
        (break_state, True, "hazards whose state, round or deadline does not follow"),
        (break_round, True, "hazards whose state, round or deadline does not follow"),
        (break_due, True, "hazards whose state, round or deadline does not follow"),
        (break_events, True, "hazards without events, which count nowhere: "),
        (break_closing, True, "hazards with a date that no event tells of: "),
        (break_lead, True, "activities held without a lead: "),
        (mix, True, "lie mixed"),
        (halve, True, "only a part of the samples is in"),
        (loop_lines, True, "lines that are their own ancestors: M1、M1.1"),
        (loop_units, True, "units that are their own ancestors: "),
        (strange_notice, False, "notices of the database without a file: XX-1"),
    ],
)
def test_fault_of_what_came_in_is_named(
    imported: Engine, spoil: Callable[[Connection], None], contradiction: bool, sentence: str
) -> None:
    """The samples themselves have none of them."""
    for told in (True, False):
        assert sentence.partition(":")[0] not in sentences(imported, contradiction=told)
    with imported.begin() as connection:
        spoil(connection)
    assert sentence in sentences(imported, contradiction)


def told(engine: Engine) -> str:
    url = engine.url.render_as_string(hide_password=False)
    return "\n".join(finding.sentence("en") for finding in check_all(url))


@pytest.fixture
def private(imported: Engine) -> Iterator[Engine]:
    with disposing(private_engine(imported.url)) as engine:
        yield engine


@pytest.mark.slow
def test_the_private_place_is_looked_at(imported: Engine, private: Engine) -> None:
    before = told(imported)
    assert "private" not in before
    with private.begin() as connection:
        one = connection.scalars(
            select(delivery_private.c.receipt_key).order_by(delivery_private.c.receipt_key)
        ).first()
        connection.execute(delete(delivery_private).where(delivery_private.c.receipt_key == one))
        connection.execute(update(hazard_private).values(hazard_code="X" + hazard_private.c.hazard_code))
    assert "files whose private rows are not all there: " in told(imported)
    assert "rows of the private place belong to no public row" in told(imported)
    with private.begin() as connection:
        connection.execute(update(pairing_private).values(pair_id="another"))
    assert "the private place belongs to another database" in told(imported)


@pytest.mark.parametrize(
    ("there", "sentence"),
    [
        ("0001", "older than the program (revision 0001): run"),
        ("9999", "newer than the program (revision 9999): update"),
    ],
)
@pytest.mark.parametrize("place", ["public", "private"])
def test_tables_of_another_version_are_said_to_be(seeded: Engine, place: str, there: str, sentence: str) -> None:
    with disposing(private_engine(seeded.url)) as hidden:
        engine = seeded if place == "public" else hidden
        with engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{there}'")
    assert sentence in told(seeded)
    assert len(told(seeded).splitlines()) == 1


def test_a_file_that_changed_since_init_is_said(seeded: Engine) -> None:
    assert "since the last init" not in told(seeded)
    with seeded.begin() as connection:
        connection.execute(update(line).where(line.c.code == "M1.1").values(name_en="Another"))
    assert "changed since the last init (line)" in told(seeded)
    with seeded.connect() as connection:
        assert connection.scalar(select(line.c.name_en).where(line.c.code == "M1.1")) == "Another"


def test_a_private_file_that_is_not_there(databases: Databases) -> None:
    url = databases.copy("sqlite", "seeded")
    place = Path(str(url.database)).parent
    for path in place.glob("campaign-private.db*"):
        path.unlink()
    assert "private place is not there" in "\n".join(f.sentence("en") for f in check_all(url.render_as_string()))
    assert not (place / "campaign-private.db").exists()
