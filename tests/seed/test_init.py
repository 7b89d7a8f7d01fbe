"""`seed init` loads everything once; another province and another year are files only."""

import csv
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, delete, func, insert, select, update
from typer.testing import CliRunner

from data_access.database.engine import disposing, write_engine
from data_access.database.schema import (
    admin_division,
    campaign,
    campaign_unit,
    line,
    load_log,
    metric,
    obligation,
    org_unit,
    org_unit_alias,
)
from seed.__main__ import app
from seed.init import initialise
from seed.merge import ids
from seed.notice import NoticeError
from seed.reference_tables import read_reference

pytestmark = pytest.mark.slow

CONTRACT = Path(__file__).parent / "contract" / "obligations.csv"


def count(engine: Engine, query: object) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(query)) or 0


def groups(engine: Engine, code: str) -> dict[str, int]:
    query = (
        select(campaign_unit.c.unit_group, func.count())
        .join(campaign, campaign.c.id == campaign_unit.c.campaign_id)
        .where(campaign.c.code == code)
        .group_by(campaign_unit.c.unit_group)
    )
    with engine.connect() as connection:
        return dict(connection.execute(query).all())


def test_everything_is_loaded(seeded: Engine) -> None:
    members = sum(unit.unit_group == "member" for unit in read_reference().units)
    assert groups(seeded, "HLJ-2020-43") == {"city": 13, "county": 121, "member": members, "office": 2}
    assert count(seeded, admin_division) == 139
    assert count(seeded, metric) == len(read_reference().metrics)
    assert count(seeded, line) == 48
    assert count(seeded, org_unit.select().where(org_unit.c.kind == "volunteer_league").subquery()) == 13 + 121
    sizes = {"EC": 13, "EU": 13 + members, "EK": 121}
    with CONTRACT.open(encoding="utf-8") as rows:
        expected = sum(sizes.get(row["obliged"], 1) for row in csv.DictReader(rows))
    assert count(seeded, obligation) == expected
    with seeded.connect() as connection:
        log = connection.execute(select(load_log)).mappings().one()
        assert (log["source"], log["status"], log["data_until"]) == ("seed init", "done", None)
        known = connection.scalars(select(obligation.c.recorded_at).distinct()).one()
        assert known == datetime(2020, 5, 21, 16, tzinfo=UTC)  # the day of issue begins in Heilongjiang
        parents = connection.execute(select(campaign.c.code, campaign.c.parent_id)).all()
        top = ids(connection, campaign)["HLJ-2020-43"]
        assert dict(parents) == {"HLJ-2020-43": None, "AQY2020": top, "LJX2020": top}


def test_second_run_changes_nothing(seeded: Engine) -> None:
    def everything() -> list[object]:
        with seeded.connect() as connection:
            return [
                connection.execute(select(t).order_by(*t.primary_key)).all() for t in (obligation, org_unit, load_log)
            ]

    before = everything()
    assert not initialise(seeded.url).changed
    assert everything() == before


def test_changed_row_is_mended(seeded: Engine) -> None:
    with seeded.begin() as connection:
        connection.execute(update(line).where(line.c.code == "M1.1").values(name_zh="错"))
        connection.execute(delete(obligation).where(obligation.c.period_key == "2020-W24"))
    summary = initialise(seeded.url)
    assert summary.tables["line"].updated == 1
    assert summary.tables["obligation"].inserted > 13
    assert count(seeded, load_log) == 2
    assert not initialise(seeded.url).changed


def test_imported_roster_stays(seeded: Engine) -> None:
    """What the province's roster said is not undone by the next init."""
    with seeded.begin() as connection:
        notice = ids(connection, campaign)["HLJ-2020-43"]
        units = ids(connection, org_unit)
        members = (campaign_unit.c.campaign_id == notice) & (campaign_unit.c.unit_group == "member")
        connection.execute(delete(campaign_unit).where(members, campaign_unit.c.org_unit_id != units["D-XF"]))
        connection.execute(update(campaign_unit).where(members).values(provenance="stated"))
        connection.execute(update(org_unit).where(org_unit.c.code == "D-XF").values(provenance="stated", sort_order=5))
        connection.execute(
            update(org_unit_alias).where(org_unit_alias.c.alias == "总工会").values(org_unit_id=units["D-FL"])
        )
    initialise(seeded.url)
    assert groups(seeded, "HLJ-2020-43")["member"] == 1
    assert not initialise(seeded.url).changed


def test_another_province_and_year_is_files_only(seeded: Engine, other_province: tuple[Path, Path]) -> None:
    notices, reference = other_province
    before = count(seeded, obligation)
    assert initialise(seeded.url, notices=notices, reference=reference).changed
    assert not initialise(seeded.url, notices=notices, reference=reference).changed
    assert groups(seeded, "EX-2031-7") == {"city": 2, "county": 2, "member": 1, "office": 1}
    assert groups(seeded, "HLJ-2020-43")["county"] == 121
    query = (
        select(org_unit.c.code, line.c.code, obligation.c.period_key, obligation.c.min_count, obligation.c.due_original)
        .join(org_unit, org_unit.c.id == obligation.c.org_unit_id)
        .join(line, line.c.id == obligation.c.line_id)
        .join(campaign, campaign.c.id == line.c.campaign_id)
        .where(campaign.c.year == 2031)
    )
    four = datetime(2031, 5, 20, 10, tzinfo=UTC)  # 16:00 in Ürümqi
    weeks = {
        "2031-W19": datetime(2031, 5, 11, 17, 59, 59, tzinfo=UTC),
        "2031-W20": datetime(2031, 5, 18, 17, 59, 59, tzinfo=UTC),
    }
    with seeded.connect() as connection:
        assert set(connection.execute(query).all()) == {
            ("990100", "M1.1", "once", 1, four),
            ("990200", "M1.1", "once", 1, four),
            ("X-1", "M1.1", "once", 3, None),
            *((code, "W", week, 1, due) for code in ("990102", "990201") for week, due in weeks.items()),
        }
    assert count(seeded, obligation) == before + 7


def test_unknown_named_unit_stops_before_anything_is_written(seeded: Engine, other_province: tuple[Path, Path]) -> None:
    notices, reference = other_province
    file = notices / "example-2031.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"X-1"', '"X-9"'), encoding="utf-8")
    before = count(seeded, org_unit)
    with pytest.raises(NoticeError, match=r"line M1\.1, duty 2, unit: 'X-9'"):
        initialise(seeded.url, notices=notices, reference=reference)
    assert count(seeded, org_unit) == before


def test_division_of_the_day_of_issue(tmp_path: Path, other_province: tuple[Path, Path]) -> None:
    """A county that came later owes nothing to an earlier notice."""
    notices, reference = other_province
    file = notices / "example-2031.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("issued_on = 2031", "issued_on = 2029"), encoding="utf-8")
    url = URL.create("sqlite", database=str(tmp_path / "x.db"))
    initialise(url, notices=notices, reference=reference)
    engine = write_engine(url)
    with engine.connect() as connection:
        counties = select(org_unit.c.code).where(org_unit.c.level == "county", org_unit.c.code.like("9901%"))
        assert connection.scalars(counties).all() == ["990101"]
        days = select(campaign.c.issued_on).where(campaign.c.code == "EX-2031-7")
        assert connection.scalars(days).one() == date(2029, 4, 1)


def test_command_says_what_it_did_and_then_that_nothing_changed(
    empty_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_url.render_as_string(hide_password=False))
    first = CliRunner().invoke(app, ["init"])
    assert (first.exit_code, "rows written" in first.output, "obligation" in first.output) == (0, True, True)
    second = CliRunner().invoke(app, ["init"])
    assert (second.exit_code, "nothing changed" in second.output) == (0, True)


def test_without_a_url_the_embedded_database_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr("data_access.database.engine.EMBEDDED", tmp_path / "var" / "campaign.db")
    assert CliRunner().invoke(app, ["init"]).exit_code == 0
    made = sorted(path.name for path in (tmp_path / "var").iterdir())
    assert made == ["campaign-private.db", "campaign.db"]
    assert (tmp_path / "var" / "campaign-private.db").stat().st_mode & 0o077 == 0


def test_row_of_another_system_is_left_alone(seeded: Engine) -> None:
    with seeded.begin() as connection:
        unit = {"code": "Z", "name_zh": "外来", "name_en": "", "short_zh": "外", "kind": "other", "level": "province"}
        connection.execute(insert(org_unit), [{**unit, "sort_order": 1, "provenance": "stated"}])
    assert not initialise(seeded.url).changed


def test_two_at_once_make_one_database(empty_url: URL) -> None:
    """Two machines start together: one does the work, the other finds it done."""
    with ThreadPoolExecutor(2) as pool:
        rows = [summary.rows for summary in pool.map(initialise, [empty_url, empty_url])]
    assert min(rows) == 0
    assert max(rows) > 2000
    with disposing(write_engine(empty_url)) as engine:
        assert count(engine, load_log) == 1
