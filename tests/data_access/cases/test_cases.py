"""What a case tells, on the sample returns: the cities of these examples were read in their ledgers by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from data_access.cases.case import Case
from data_access.cases.figures import asked, narrowing_of
from data_access.cases.finding import find
from data_access.cases.items import item, read
from data_access.database.snapshot import Snapshot, snapshot
from data_access.events.happened import list_events
from data_access.extracts.files import manifest, question_of
from data_access.hazards.lists import list_hazards
from data_access.notice.campaigns import resolve
from data_access.obligations.at_instant import list_obligations
from data_access.question import Filters, Question, Scope

SHANGHAI = ZoneInfo("Asia/Shanghai")
JULY = datetime(2020, 7, 4, tzinfo=SHANGHAI)
SHUANGYASHAN, DAQING, HARBIN = "230500", "230600", "230100"


@pytest.fixture
def s(campaign_engines: Engine) -> Iterator[Snapshot]:
    with snapshot(campaign_engines) as opened:
        yield opened


def q_at(s: Snapshot, at: datetime = JULY, **filters: tuple[str, ...]) -> Question:
    return resolve(s, Filters(as_of=at, **filters), at)


def case(s: Snapshot, asked_for: str, at: datetime = JULY, lang: str = "zh") -> Case:
    found = find(s, q_at(s, at), asked_for, lang)
    assert found is not None, asked_for
    return found


@pytest.mark.parametrize(
    ("text", "kind", "codes"),
    [
        ("task:230900:M1.1", "task", ("230900", "M1.1")),
        ("task:D-JT:D2:2020-W23", "task", ("D-JT", "D2", "2020-W23")),
        ("hazard:YH230523-2020-0008", "hazard", ("YH230523-2020-0008",)),
        ("city:230900:overdue", "city", ("230900", "overdue")),
        ("day:2020-06-16:M4.1", "day", ("2020-06-16", "M4.1")),
        ("figure:on_time:group.city:line.M5.3b:-city", "figure", ("on_time", "group.city", "line.M5.3b", "-city")),
    ],
)
def test_an_item_is_read_as_it_is_written(text: str, kind: str, codes: tuple[str, ...]) -> None:
    assert read(text) == (kind, codes)
    assert item(kind, *codes, "") == text


@pytest.mark.parametrize(
    "text",
    ["", "task", "task:230900", "task:230900:M1.1:W23", "tip:1", "hazard:", "hazard:a b", "day:16 June", "figure:",
     "city:23", "task:230900:M1.1:2020-W23:x", "figure:overdue:group city", f"figure:overdue{':-line' * 40}"],
)  # fmt: skip
def test_what_is_no_item_is_read_as_none(text: str) -> None:
    assert read(text) is None


def test_what_is_behind_pace_says_by_how_much_before_it_is_late(s: Snapshot) -> None:
    """七台河 on 2020-06-20: 7 of 19 tasks of June are done, 12 expected."""
    june = datetime(2020, 6, 20, 23, 59, 59, tzinfo=SHANGHAI)
    how = "6月1日至6月30日须办 19 项，已过 20/30 天，应完成 12 项，已完成 7 项，差 5 项"
    task, city = case(s, "task:230900:M1.1", june), case(s, "city:230900:behind", june)
    assert (task.state, task.verdict) == ("not_due", "未到期 · 滞后于序时进度")
    assert ("序时进度", how) in [(fact.label, fact.text) for fact in task.facts]
    assert "G15" in task.rules
    assert how in task.reminder
    assert [len(group.rows) for group in city.groups] == [12]
    assert "滞后于序时进度，差 5 项" in city.verdict
    assert "G15" not in case(s, "task:230900:M1.1").rules, "past its deadline it is overdue or done"


def test_the_overdue_hazards_of_a_city_and_who_is_in_charge_of_them(s: Snapshot) -> None:
    """Rows of 双鸭山's ledger: due 06-03 and twice 06-23, of which one was completed that day and refused on 06-28."""
    found = case(s, f"city:{SHUANGYASHAN}:hazards")
    [group] = found.groups
    assert [(row.title, row.item) for row in group.rows] == [
        ("宝清县 城镇燃气", "hazard:YH230523-2020-0008"),
        ("集贤县 电力", "hazard:YH230521-2020-0002"),
        ("宝清县 水上交通", "hazard:YH230523-2020-0009"),
    ]
    assert [row.detail.split(" · ")[2] for row in group.rows] == ["省住建厅", "东北能监局", "黑龙江海事局"]
    assert found.file is not None
    assert manifest(s, found.file.name, found.file.question)["rows"] == 3
    assert found.reminder.count("双鸭山市") == 3
    assert "31 天" in found.reminder


def test_a_hazard_tells_its_steps_and_neither_enterprise_nor_reason(s: Snapshot) -> None:
    found = case(s, "hazard:YH230523-2020-0009")
    assert [(step.when, step.what) for step in found.steps if step.what != "期限"] == [
        ("6月22日", "发现"),
        ("6月23日", "确认"),
        ("6月23日", "责令整改 · 至6月23日"),
        ("6月23日", "整改完成"),
        ("6月28日", "验收不合格"),
    ]
    facts = {fact.label: fact.text for fact in found.facts}
    assert (facts["主管部门"], facts["来源"], facts["挂牌督办"]) == ("黑龙江海事局", "举报", "未挂牌")
    assert facts["场所"] == "某企业 加油站"
    assert "尖山" not in repr(found), "the name of the enterprise, which was found through a tip"


def test_nothing_is_told_of_what_has_not_happened_yet(s: Snapshot) -> None:
    before = datetime(2020, 6, 22, 12, tzinfo=SHANGHAI)
    assert find(s, q_at(s, before), "hazard:YH230523-2020-0009", "zh") is None, "confirmed on 06-23"
    on_the_way = case(s, "hazard:YH230523-2020-0009", datetime(2020, 6, 24, tzinfo=SHANGHAI))
    assert "验收不合格" not in {step.what for step in on_the_way.steps}
    assert on_the_way.verdict == "按期整改，待销号"


def test_a_day_in_a_city_as_its_ledger_has_it(s: Snapshot) -> None:
    """大庆's ledger: numbers 47 and 50 ended on 16 June, 49 was to begin then and ended on 06-22."""
    [group] = case(s, f"day:2020-06-16:{DAQING}").groups
    told = [(row.title, row.detail.split(" · ")[0], row.item.rpartition("-")[2]) for row in group.rows]
    assert told[:3] == [
        ("大庆市开展冰城安全马拉松", "举办活动", "0047"),
        ("大庆市开展应急志愿服务联盟组织1次志愿服务活动", "举办活动", "0050"),
        ("大同区组织应急志愿服务联盟组织1次志愿服务活动", "计划举办、未办", "0049"),
    ]
    assert "线上 879 人次" in group.rows[1].detail
    assert [(row.title, row.detail) for row in group.rows if "到期" in row.detail] == [
        ("开放日直播", "任务到期 · 大庆 · 异日举办")
    ]


def test_a_day_of_all_cities_names_each_and_has_a_file_of_the_same_events(s: Snapshot) -> None:
    found = case(s, "day:2020-06-16")
    assert len(found.groups) == 13, "省直 and all cities but 大兴安岭"
    shown = sum(len(group.rows) for group in found.groups)
    assert found.file is not None
    assert manifest(s, found.file.name, question_of(found.file.name, found.file.question))["rows"] == shown
    held = {one.code for one in list_events(s, found.file.question) if one.kind == "held"}
    assert f"举办活动 {len(held)} · " in found.facts[0].text


def test_a_day_ahead_tells_what_is_planned_and_due(s: Snapshot) -> None:
    found = case(s, f"day:2020-07-05:{DAQING}")
    assert "周报资料 2020-W27" in {row.title for group in found.groups for row in group.rows}
    assert found.file is None
    assert case(s, "day:2021-05-01").verdict == "没有已知的安排"


def test_a_task_tells_why_it_is_overdue_and_what_to_send(s: Snapshot) -> None:
    """鹤岗 never handed Annex 2 in; the notice names 05-29."""
    found = case(s, "task:230400:D1")
    assert (found.state, found.verdict) == ("overdue", "逾期未完成 36 天")
    assert "5月29日前确定1名联络员" in found.quote
    assert "鹤岗市：贵单位逾期未完成 1 项" in found.reminder
    assert found.rules[0] == "C4"


def test_a_return_that_was_sent_back_tells_both_versions(s: Snapshot) -> None:
    """伊春's first version was sent back, its second came on 06-02."""
    found = case(s, "task:230700:D1")
    kinds = [step.what.split(" · ")[0] for step in found.steps]
    assert [kind for kind in kinds if "版" in kind][:3] == ["收到第 1 版", "退回第 1 版", "收到第 2 版"]
    assert found.state == "done_late"


def test_an_extension_tells_its_paper_from_its_day_on(s: Snapshot) -> None:
    """大庆's Annex 3 (D3, 07-03) was extended to 07-10 by 3号, granted on 07-01."""
    steps = [step.what for step in case(s, "task:230600:D3").steps]
    assert "延期至7月10日 · 疫情防控 · 黑安办调〔2020〕3号" in steps
    june = case(s, "task:230600:D3", datetime(2020, 6, 30, 12, tzinfo=SHANGHAI))
    assert [step for step in june.steps if "延期" in step.what] == []


def test_the_evidence_of_a_task_is_its_own_activities(s: Snapshot) -> None:
    found = case(s, "task:230605-L:M5.3b", datetime(2020, 6, 17, tzinfo=SHANGHAI))
    [group] = found.groups
    held = [row.item for row in group.rows if not row.state]
    assert held == ["activity:HD230600-0050"], "红岗 co-hosts what 龙凤 leads"
    joint = case(s, "activity:HD230600-0050")
    assert {row.item for row in joint.groups[0].rows} >= {"task:230603-L:M5.3b", "task:230605-L:M5.3b"}


def test_tasks_of_several_periods_stand_in_one_case(s: Snapshot) -> None:
    [group] = case(s, "task:230100:D2").groups
    assert [row.item for row in group.rows] == [f"task:230100:D2:2020-W{week}" for week in range(23, 28)]


def test_a_figure_has_its_misses_before_its_hits(s: Snapshot) -> None:
    found = case(s, "figure:on_time:group.city")
    assert found.verdict == "75.1% (253/337)"
    assert found.grid is not None
    marks = [row[0] for row in found.grid.rows]
    assert marks == sorted(marks, key=["否", "是"].index)
    assert marks.count("否") == 84
    assert find(s, q_at(s), "figure:on_time:nothing.x", "zh") is None
    assert find(s, q_at(s), "figure:nothing", "zh") is None


def test_a_figure_of_another_question_finds_it_again(s: Snapshot) -> None:
    page = q_at(s, cities=(DAQING,), lines=("M5",))
    other = page.of_groups("city").without_lines().of_hazards(grades=("major",), classes=("E", "P"))
    assert asked(page, narrowing_of(page, other)) == other
    assert narrowing_of(page, other) == ("-line", "group.city", "grade.major", "class.E", "class.P")
    assert narrowing_of(page, page) == ()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_mark_has_its_case(s: Snapshot, lang: str) -> None:
    """Some tasks and hazards of each state, and a day of each week: nothing is without words, states agree."""
    q = q_at(s)
    tasks = {(one.state, one.role, one.unit.group): one for one in list_obligations(s, q)}
    for one in tasks.values():
        found = find(s, q, item("task", one.unit.code, one.line.code, one.period), lang)
        assert found is not None
        assert found.state == one.drawn_state
    for hazard in {(one.class_, one.grade): one for one in list_hazards(s, q)}.values():
        found = find(s, q, item("hazard", hazard.code), lang)
        assert found is not None
        assert bool(found.reminder) == (hazard.class_ == "E")
    assert len(tasks) > 15


SEEN = Scope((HARBIN,))


@pytest.mark.parametrize(
    "asked_for",
    [f"city:{SHUANGYASHAN}", "hazard:YH230523-2020-0008", "activity:HD230600-0050", "task:230400:D1", "unit:D-JT"],
)
def test_nobody_is_told_of_what_lies_outside_his_scope(s: Snapshot, asked_for: str) -> None:
    assert find(s, q_at(s), asked_for, "zh") is not None
    assert find(s, replace(q_at(s), scope=SEEN), asked_for, "zh") is None


def test_a_day_and_a_figure_are_those_of_the_scope(s: Snapshot) -> None:
    q = replace(q_at(s), scope=SEEN)
    day, figure = find(s, q, "day:2020-06-16", "zh"), find(s, q, "figure:overdue:group.city", "zh")
    assert day is not None
    assert [group.title.split()[0] for group in day.groups] == ["哈尔滨"]
    assert figure is not None
    assert figure.verdict == "5"
    for elsewhere in (f"day:2020-06-16:{SHUANGYASHAN}", f"figure:overdue:city.{SHUANGYASHAN}", "figure:overdue:city.9"):
        assert find(s, q, elsewhere, "zh") is None


def test_what_was_not_known_then_is_not_told(s: Snapshot) -> None:
    """大庆's ledger of activities came in January, 双鸭山's of hazards in August."""
    q = q_at(s).known(datetime(2020, 7, 4, tzinfo=UTC))
    assert find(s, q, "hazard:YH230523-2020-0008", "zh") is None
    assert find(s, q, "activity:HD230600-0050", "zh") is None
