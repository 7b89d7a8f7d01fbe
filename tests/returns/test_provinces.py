"""Two provinces in one database do not mix; a roster says who joins and who leaves, and none leaves unseen."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from data_access.database.schema import campaign, campaign_unit, obligation, org_unit, org_unit_alias
from data_access.database.snapshot import snapshot
from data_access.notice.campaigns import resolve
from data_access.notice.units import load_units
from data_access.question import Filters
from seed.init import initialise
from seed.notice import NoticeError
from seed.notice_files import NOTICES
from seed.reference_tables import REFERENCE
from seed.returns.importing import import_paths
from seed.returns.report import Report
from tests.returns.making import Package, book, table

pytestmark = pytest.mark.slow

HERE, THERE = "HLJ-2020-43", "SD-2020-1"
DEPARTMENTS = ["省安委办", "省应急管理厅", "省消防救援总队", "省交通运输厅", "省教育厅"]


@pytest.fixture
def two_provinces(seeded: Engine, tmp_path: Path) -> Engine:
    """Beside ours the notice of a province whose departments have the names of ours."""
    reference, notices = tmp_path / "reference", tmp_path / "notices"
    for source, copy in ((REFERENCE, reference), (NOTICES, notices)):
        copy.mkdir()
        for file in source.iterdir():
            if file.is_file() and file.suffix != ".py":
                (copy / file.name).write_bytes(file.read_bytes())
    with (reference / "divisions.csv").open("a", encoding="utf-8") as rows:
        rows.write(
            "370000,2000-01-01,,山东省,Shandong,山东,province,,117,36.7,yes\n"
            "370100,2000-01-01,,济南市,Jinan,济南,prefecture,370000,117,36.7,yes\n"
            "370200,2000-01-01,,青岛市,Qingdao,青岛,prefecture,370000,120.4,36.1,yes\n"
            "370202,2000-01-01,,市南区,Shinan,市南,county,370200,120.4,36.1,yes\n"
        )
    with (reference / "units.csv").open("a", encoding="utf-8") as rows:
        for number, name in enumerate(DEPARTMENTS):
            group = "office" if number < 2 else "member"
            rows.write(f"370000,SD-{number},{name},{name},{name},member_dept,{group},stated,{name[1:]}\n")
    (notices / "shandong.toml").write_text(NOTICE, encoding="utf-8")
    initialise(seeded.url, notices=notices, reference=reference)
    return seeded


NOTICE = f"""
[notice]
code = "{THERE}"
name_zh = "齐鲁行"
issued_on = 2020-05-22
year = 2020
province_adcode = "370000"
timezone = "Asia/Shanghai"
starts_on = 2020-06-01
ends_on = 2020-12-31

[[campaigns]]
code = "QLX2020"
name_zh = "齐鲁行"
kind = "tour"
starts_on = 2020-06-01
ends_on = 2020-12-31

[[lines]]
code = "D1"
campaign = "{THERE}"
kind = "deliverable"
name_zh = "联络员"
short_zh = "联络员"
provenance = "stated"
quote = "各单位报联络员"

[[lines.duties]]
scope = "each_unit"
role = "submit"

[[lines]]
code = "D9"
campaign = "{THERE}"
kind = "deliverable"
name_zh = "牵头"
short_zh = "牵头"
provenance = "stated"
quote = "省应急管理厅牵头"

[[lines.duties]]
scope = "named"
unit = "SD-1"
role = "submit"
"""


def members(engine: Engine, code: str) -> list[tuple[str, str]]:
    """Code and group of each member unit and office of a notice."""
    query = (
        select(org_unit.c.code, campaign_unit.c.unit_group)
        .join_from(campaign_unit, org_unit)
        .join(campaign, campaign.c.id == campaign_unit.c.campaign_id)
        .where(campaign.c.code == code, campaign_unit.c.unit_group.in_(("member", "office")))
    )
    with engine.connect() as conn:
        return sorted(map(tuple, conn.execute(query)))


def roster(root: Path, *names: str, **aliases: str) -> Path:
    """A package of a roster: the first two names lead."""
    rows = [[name, "省级牵头" if place < 2 else "成员单位", aliases.get(name)] for place, name in enumerate(names)]
    path = root / "省安委办" / "单位名录.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(book([["单位", "类别", "别名"], *rows]))
    return root


def said(report: Report) -> list[tuple[str, str]]:
    told = [*report.files[0].notes, *report.files[0].faults]
    return [(fault.code, fault.details["units"]) for fault in told if "units" in fault.details]


def test_a_roster_takes_no_department_of_another_province(two_provinces: Engine, tmp_path: Path) -> None:
    before = members(two_provinces, THERE)
    package = roster(tmp_path / "r", *DEPARTMENTS, "省新设厅", 省教育厅="教育厅")
    for _ in range(2):
        import_paths(two_provinces.url, [package], notice=HERE, confirm_leaving=True)
        assert members(two_provinces, THERE) == before
        codes = [code for code, _ in members(two_provinces, HERE)]
        assert codes[:5] == ["D-AWB", "D-JT", "D-JY", "D-XF", "D-YJ"]
        assert codes[5].startswith("U-")
    import_paths(two_provinces.url, [package], notice=THERE)
    assert [code for code, _ in members(two_provinces, THERE)][:5] == [f"SD-{number}" for number in range(5)]
    assert [code for code, _ in members(two_provinces, HERE)] == codes
    with two_provinces.connect() as conn:
        whose = select(org_unit.c.code).join(org_unit_alias).where(org_unit_alias.c.alias == "教育厅")
        assert set(conn.scalars(whose)) == {"D-JY", "SD-4"}


def test_places_of_another_province_are_unknown(two_provinces: Engine, tmp_path: Path) -> None:
    package = Package(tmp_path / "p")
    there = {"市(地)": "青岛市", "县(市、区)": "市南区", "主办单位": "青岛市"}
    package.add("哈尔滨市/活动台账.xlsx", book(table("活动台账", there)))
    package.add("哈尔滨市/隐患台账.xlsx", book(table("隐患台账", {"市(地)": "青岛", "县(市、区)": "市南区"})))
    package.add("省应急管理厅/举报台账.xlsx", book(table("举报台账", {"市(地)": "青岛市", "县(市、区)": None})))
    report = import_paths(two_provinces.url, [package.register().root], notice=HERE)
    for file in report.files[1:]:
        assert ("unknown_city", "市(地)") in [(fault.code, fault.column) for fault in file.faults]
    row = [["单位", "类别", "别名"], ["青岛市", "市(地)", None]]
    (tmp_path / "c" / "省安委办").mkdir(parents=True)
    (tmp_path / "c" / "省安委办" / "单位名录.xlsx").write_bytes(book(row))
    [file] = import_paths(two_provinces.url, [tmp_path / "c"], notice=HERE).files
    assert [(fault.code, fault.row) for fault in file.faults] == [("unknown_city", 2)]


def test_a_notice_names_units_of_its_own_province(two_provinces: Engine, tmp_path: Path) -> None:
    notices, reference = tmp_path / "notices", tmp_path / "reference"
    (notices / "shandong.toml").write_text(NOTICE.replace('"SD-1"', '"D-YJ"'), encoding="utf-8")
    with pytest.raises(NoticeError, match=r"line D9, duty 1, unit: 'D-YJ'; .*province"):
        initialise(two_provinces.url, notices=notices, reference=reference)


def test_who_joins_and_who_leaves_is_said(imported: Engine, tmp_path: Path) -> None:
    """The samples' roster has eight member units and two offices, all of which sent something."""
    before, owed = members(imported, HERE), obligations(imported)
    package = roster(tmp_path / "r", "省安委办", "省应急管理厅", "省林草局", "省新设厅")
    report = import_paths(imported.url, [package], label="sample")
    told = dict(said(report))
    assert report.files[0].outcome == "refused"
    assert report.exit_status == 2
    assert told["joining"] == "省新设厅"
    assert set(told["leaving_with_returns"].split("、")) == set(told["leaving"].split("、"))
    assert {"省总工会", "省气象局"} < set(told["leaving"].split("、"))
    assert "省林草局" not in told["leaving"]
    assert "--confirm-leaving" in report.files[0].faults[0].sentence("x")
    assert (members(imported, HERE), obligations(imported)) == (before, owed)
    confirmed = import_paths(imported.url, [package], label="sample", confirm_leaving=True)
    assert [code for code, _ in said(confirmed)] == ["joining", "leaving"]
    assert len(members(imported, HERE)) == 4


def test_a_unit_without_returns_leaves_with_a_word_in_the_report(seeded: Engine, tmp_path: Path) -> None:
    report = import_paths(seeded.url, [roster(tmp_path / "r", "省安委办", "省应急管理厅", "省林草局")])
    assert report.files[0].outcome == "loaded"
    assert [code for code, _ in said(report)] == ["leaving"]
    assert len(members(seeded, HERE)) == 3
    assert said(import_paths(seeded.url, [tmp_path / "r"])) == []


def test_another_notices_roster_neither_renames_nor_reorders(seeded: Engine, tmp_path: Path) -> None:
    """Each notice shows a unit as its own roster writes it, and in its place there."""
    import_paths(seeded.url, [roster(tmp_path / "a", "省安委办", "省应急管理厅", "省林草局", "省总工会")])
    text = next(NOTICES.glob("*.toml")).read_text(encoding="utf-8")
    for old, new in ((HERE, "NEXT"), ("AQY2020", "A"), ("LJX2020", "L")):
        text = text.replace(old, new)
    (tmp_path / "n").mkdir()
    (tmp_path / "n" / "next.toml").write_text(text, encoding="utf-8")
    initialise(seeded.url, notices=tmp_path / "n")
    names = ("省安委办", "省应急管理厅", "省总工会", "省林业和草原局")
    import_paths(seeded.url, [roster(tmp_path / "b", *names, 省林业和草原局="省林草局")], notice="NEXT")
    for code, wanted in ((HERE, ["省林草局", "省总工会"]), ("NEXT", ["省总工会", "省林业和草原局"])):
        with snapshot(seeded) as conn:
            q = resolve(conn, Filters(campaign=code), datetime(2020, 7, 1, tzinfo=UTC))
            assert [unit.zh for unit in load_units(conn, q).values() if unit.group == "member"] == wanted
    with seeded.connect() as conn:
        assert conn.execute(select(func.count()).where(org_unit.c.name_zh == "省林业和草原局")).scalar() == 0


def obligations(engine: Engine) -> int:
    with engine.connect() as conn:
        return conn.execute(select(func.count()).select_from(obligation)).scalar_one()
