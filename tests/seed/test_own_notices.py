"""Notices and reference tables of the office's own folder, and notices that are removed."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from typer.testing import CliRunner

from data_access.database.engine import disposing
from data_access.database.schema import admin_division, campaign, metadata
from seed.__main__ import app
from seed.check import check_files
from seed.check.revision import check_notice_files
from seed.init import initialise, would_change
from seed.loads import FACTS
from seed.notice import NoticeError
from seed.notice_files import NOTICES, notice_files, read_notices
from seed.private import private_engine
from seed.private.tables import metadata as private_metadata, pairing_private
from seed.reference_tables import REFERENCE, read_reference
from seed.remove import remove
from seed.usage import UsageError

pytestmark = pytest.mark.slow

OURS, LATER = "heilongjiang-2020.toml", "heilongjiang-2021.toml"
JIA = "990000,2000-01-01,,示例省,Example,示例,province,,120,40,yes\n"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office's own folder, with the notice of the year after."""
    folder = tmp_path / "own"
    (folder / "reference").mkdir(parents=True)
    text = (NOTICES / OURS).read_text(encoding="utf-8")
    (folder / LATER).write_text(text.replace("2020", "2021"), encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_NOTICES", str(folder))
    return folder


def rows(engine: Engine, but: tuple[str, ...] = ()) -> dict[str, int]:
    with engine.connect() as connection:
        tables = [table for table in metadata.sorted_tables if table.name not in but]
        return {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}


def codes(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(select(campaign.c.code).where(campaign.c.kind == "notice")))


def test_own_files_join_those_of_the_project(seeded: Engine, own: Path) -> None:
    columns = (REFERENCE / "divisions.csv").read_text("utf-8").splitlines()[0]
    (own / "reference" / "divisions.csv").write_text(f"{columns}\n{JIA}", encoding="utf-8")
    initialise(seeded.url)
    assert codes(seeded) == {"HLJ-2020-43", "HLJ-2021-43"}
    with seeded.connect() as connection:
        assert (
            connection.scalar(select(admin_division.c.name_zh).where(admin_division.c.adcode == "990000")) == "示例省"
        )
    assert not initialise(seeded.url).changed


def test_a_row_of_the_own_folder_takes_the_place_of_ours(own: Path) -> None:
    kept = next(unit for unit in read_reference().units if unit.code == "D-YJ")
    columns = "province_adcode,code,name_zh,name_en,short_zh,kind,unit_group,provenance,aliases"
    row = f"{kept.province_adcode},D-YJ,省应急厅,Emergency,应急厅,member_dept,office,stated,"
    (own / "reference" / "units.csv").write_text(f"{columns}\n{row}\n", encoding="utf-8")
    units = read_reference().units
    assert [unit.name_zh for unit in units if unit.code == "D-YJ"] == ["省应急厅"]
    assert len(units) == len(read_reference(REFERENCE).units)


def test_a_file_of_the_same_name_takes_the_place_of_ours_and_an_empty_one_takes_it_out(own: Path) -> None:
    assert set(notice_files()) == {OURS, LATER}
    (own / OURS).write_text((NOTICES / OURS).read_text("utf-8").replace("HLJ-2020-43", "HLJ-X"), encoding="utf-8")
    assert [order.notice.code for order in read_notices()] == ["HLJ-X", "HLJ-2021-43"]
    (own / OURS).write_text("", encoding="utf-8")
    assert [order.notice.code for order in read_notices()] == ["HLJ-2021-43"]


def test_what_cannot_be_meant_is_named(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (own / "twice.toml").write_text((NOTICES / OURS).read_text("utf-8"), encoding="utf-8")
    with pytest.raises(NoticeError, match=r"twice.toml: code 'HLJ-2020-43': expected in one file, found in heilong"):
        read_notices()
    monkeypatch.setenv("DASHBOARD_NOTICES", str(own / "nowhere"))
    with pytest.raises(NoticeError, match="DASHBOARD_NOTICES: there is no folder"):
        read_notices()


def test_an_own_file_that_changed_is_said(seeded: Engine, own: Path) -> None:
    initialise(seeded.url)
    assert would_change(seeded.url) == []
    text = (own / LATER).read_text("utf-8")
    (own / LATER).write_text(text.replace("学习论述", "学论述"), encoding="utf-8")
    assert would_change(seeded.url) == ["line"]


def test_a_notice_without_returns_goes_and_leaves_all_else(imported: Engine, own: Path) -> None:
    before = rows(imported, but=("load_log",))
    initialise(imported.url)
    assert rows(imported, but=("load_log",)) != before
    with pytest.raises(UsageError, match="would bring it back"):
        remove(imported.url, "HLJ-2021-43")
    (own / LATER).unlink()
    assert remove(imported.url, "HLJ-2021-43").facts == 0
    assert (rows(imported, but=("load_log",)), codes(imported)) == (before, {"HLJ-2020-43"})


def test_returns_hold_a_notice_until_told(imported: Engine, own: Path) -> None:
    initialise(imported.url)
    (own / OURS).write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="rows of returns hang on the notice HLJ-2020-43"):
        remove(imported.url, "HLJ-2020-43")
    assert codes(imported) == {"HLJ-2020-43", "HLJ-2021-43"}
    assert remove(imported.url, "HLJ-2020-43", with_returns=True).facts > 0
    assert codes(imported) == {"HLJ-2021-43"}
    left = rows(imported)
    assert not any(left[table.name] for table in FACTS)
    assert left["org_unit"] > 0 < left["obligation"]
    with disposing(private_engine(imported.url)) as private, private.connect() as connection:
        for table in private_metadata.sorted_tables:
            assert table is pairing_private or connection.execute(select(table).limit(1)).first() is None


def test_the_command_says_what_it_did(seeded: Engine, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", seeded.url.render_as_string(hide_password=False))
    run = CliRunner().invoke
    initialise(seeded.url)
    unknown = run(app, ["remove", "NOBODY", "--lang", "en"])
    assert (unknown.exit_code, unknown.stderr) == (2, "no notice NOBODY; there are: HLJ-2020-43, HLJ-2021-43\n")
    held = run(app, ["remove", "HLJ-2021-43"])
    assert held.exit_code == 2
    assert "请移走该文件" in held.stderr
    (own / LATER).unlink()
    done = run(app, ["remove", "HLJ-2021-43"])
    assert done.exit_code == 0
    assert done.stdout.startswith("通知 HLJ-2021-43 已删除：")


def test_check_names_lines_that_no_file_has_and_files_that_no_name_tells_apart(seeded: Engine, own: Path) -> None:
    initialise(seeded.url)
    with seeded.connect() as connection:
        assert not [one for one in check_notice_files(connection) if "T6" in one.en]
    text = (own / LATER).read_text("utf-8")
    (own / LATER).write_text(text.replace('code = "T6"', 'code = "T7"').replace('file_words = "总结"\n', ""), "utf-8")
    with seeded.connect() as connection:
        assert "LJX2021 T6" in " ".join(one.en for one in check_notice_files(connection))
    said = [one.en for one in check_files() if not one.contradiction]
    assert said == ["lines D3、D4 of HLJ-2021-43 all take annex3: give each its file_words, or say --line"]
