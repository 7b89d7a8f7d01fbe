"""The sentences of the overview and of a city's page, in both languages, for each case that a leader can meet."""

from collections.abc import Sequence
from typing import Any

import pytest

from dashboard.parts import findings, headlines
from data_access.notice.units import Unit
from data_access.obligations.at_instant import Obligation
from data_access.obligations.counts import Counts, UnitCounts
from data_access.obligations.rates import RATES, ranks as ranks_of
from data_access.question import Filters
from data_access.urgency.standings import Standing
from tests.dashboard.made import CITIES, at, completion, obligations, unit, view

CODES = list(CITIES)
HARBIN = unit("230100")


def due(stated: int, on_time: int) -> list[Counts]:
    """Six cities with so many stated deadlines passed in all, so many of them met on time."""
    first = {"code": CODES[0], "due_stated": stated, "done_due_stated": on_time, "on_time_stated": on_time}
    return [one.counts for one in completion(first, *({"code": code} for code in CODES[1:]))]


def late(*units: tuple[str, int, str]) -> list[dict[str, Any]]:
    """Overdue obligations: (city, how many, stated or inferred)."""
    return [
        {"code": code, "line": "D1", "state": "overdue", "due": "2020-05-29", "basis": basis, "days": 36}
        for code, n, basis in units
        for _ in range(n)
    ]


def on_track(due: int, on_time: int, stated: int = 0, stated_on_time: int = 0) -> list[Counts]:
    """Six cities of which the first has done all that has fallen due, so many of it on time."""
    own = {"due": due, "done_due": due, "on_time": on_time, "due_stated": stated, "on_time_stated": stated_on_time}
    return [one.counts for one in completion({"code": CODES[0], **own}, *({"code": code} for code in CODES[1:]))]


@pytest.mark.parametrize(
    ("rows", "counts", "zh", "en"),
    [
        ([], on_track(0, 0), "尚无任务到期", "No task has fallen due yet"),
        (
            [],
            on_track(28, 21),
            "到期的 28 项任务已全部完成，按时率 75.0% (21/28)",
            "All 28 tasks that have fallen due are done; on time: 75.0% (21/28)",
        ),
        (
            [],
            on_track(1, 0),
            "到期的 1 项任务已全部完成，按时率 0.0% (0/1)",
            "The one task that has fallen due is done; on time: 0.0% (0/1)",
        ),
        (
            late(("230400", 1, "stated")),
            due(27, 21),
            "鹤岗市有 1 项任务逾期未完成",
            "Hegang has 1 task overdue",
        ),
        (
            late(("230400", 1, "stated"), ("230400", 8, "inferred")),
            due(27, 21),
            "鹤岗市有 9 项任务逾期未完成",
            "Hegang has 9 tasks overdue",
        ),
        (
            late(("230300", 1, "inferred"), ("230400", 1, "stated")),
            due(27, 21),
            "2 项任务逾期未完成：鸡西市和鹤岗市各 1 项",
            "2 tasks overdue: Jixi and Hegang, 1 each",
        ),
        (
            late(("230300", 1, "stated"), ("230400", 3, "inferred")),
            due(27, 21),
            "2 个市(地)共 4 项任务逾期未完成，鹤岗市最多（3 项）",
            "4 tasks overdue in 2 cities, most in Hegang (3)",
        ),
        (
            late(("230100", 1, "stated"), ("230300", 3, "stated"), ("230400", 3, "inferred")),
            due(27, 21),
            "3 个市(地)共 7 项任务逾期未完成，鸡西市和鹤岗市最多（各 3 项）",
            "7 tasks overdue in 3 cities, most in Jixi and Hegang (3 each)",
        ),
    ],
)
def test_the_title_is_about_everything_late_and_says_who_stands_out(
    rows: list[dict[str, Any]], counts: list[Counts], zh: str, en: str
) -> None:
    for lang, said in (("zh", zh), ("en", en)):
        assert findings.overview(view(lang), counts, obligations(*rows), "city").title == said
        worse = findings.overview(view(lang), counts, obligations(*rows), "city", "3 …").title
        assert worse in (f"{said}；3 …", f"{said}; 3 …")


def test_many_names_are_cut_and_counted() -> None:
    rows = obligations(*late(*((code, 1, "stated") for code in CODES)))
    assert findings.overview(view("zh"), due(27, 21), rows, "city").title == (
        "6 项任务逾期未完成：哈尔滨市、齐齐哈尔市、鸡西市等 6 个市(地)各 1 项"
    )
    assert findings.overview(view("en"), due(27, 21), rows, "city").title == (
        "6 tasks overdue: Harbin, Qiqihar, Jixi and others (6 cities in all), 1 each"
    )


@pytest.mark.parametrize(
    ("stated", "units", "zh", "en"),
    [
        (0, [("230100", 2, "inferred")], "通知明示的期限尚未到。", "No deadline stated in the notice has passed yet. "),
        (
            3,
            [("230100", 2, "inferred")],
            "通知明示期限到期的 3 项均已完成，按时率 66.7% (2/3)。",
            "All 3 tasks due on deadlines stated in the notice are done; on time: 66.7% (2/3). ",
        ),
        (
            3,
            [("230100", 1, "stated"), ("230200", 2, "inferred")],
            "其中通知明示期限 1 项：哈尔滨市，其余 2 项为推定期限。",
            "1 of them on a deadline stated in the notice: Harbin; the other 2 on inferred ones. ",
        ),
        (
            3,
            [("230100", 1, "stated"), ("230200", 1, "stated")],
            "其中通知明示期限 2 项：哈尔滨市和齐齐哈尔市各 1 项。",
            "2 of them on deadlines stated in the notice: Harbin and Qiqihar, 1 each. ",
        ),
        (
            4,
            [("230100", 1, "stated"), ("230200", 2, "stated"), ("230200", 1, "inferred")],
            "其中通知明示期限 3 项，齐齐哈尔市最多（2 项），其余 1 项为推定期限。",
            "3 of them on deadlines stated in the notice, most in Qiqihar (2); the other 1 on an inferred one. ",
        ),
    ],
)
def test_the_deadlines_of_the_notice_are_the_second_sentence(
    stated: int, units: list[tuple[str, int, str]], zh: str, en: str
) -> None:
    for lang, said in (("zh", zh), ("en", en)):
        found = findings.overview(view(lang), due(stated, max(stated - 1, 0)), obligations(*late(*units)), "city")
        assert found.lead.startswith(said)


@pytest.mark.parametrize(
    ("filters", "group", "zh", "en"),
    [
        (Filters("N", ("230600",), ("D1",)), "", "大庆市不承担“D1 联络员”", "Not asked of Daqing: D1 Liaison"),
        (Filters("N", ("230600",), ("D1",)), "city", "大庆市不承担“D1 联络员”", "Not asked of Daqing: D1 Liaison"),
        (
            Filters("N", ("230600", "230100"), ("D1", "D2"), ("county",)),
            "",
            "大庆市和哈尔滨市的县级联盟不承担“D1 联络员和D2 做法素材”",
            "Not asked of county leagues of Daqing and Harbin: D1 Liaison and D2 Material",
        ),
        (Filters("N", ("230600",)), "member", "没有大庆市的成员单位", "There are no member units of Daqing"),
        (
            Filters("N", (), ("D1",), ("office",)),
            "",
            "省级牵头单位不承担“D1 联络员”",
            "Not asked of provincial leads: D1 Liaison",
        ),
        (Filters("N"), "", "所选单位没有任务", "No task is asked of the chosen units"),
    ],
)
def test_an_empty_choice_says_who_does_not_owe_what(filters: Filters, group: str, zh: str, en: str) -> None:
    assert findings.nothing(view("zh", filters=filters), group) == zh
    assert findings.nothing(view("en", filters=filters), group) == en


@pytest.mark.parametrize(
    ("rows", "zh", "en"),
    [
        ([], "尚无任务到期。", "Nothing has fallen due yet."),
        (
            [("230100", "D3", "done_on_time"), ("230200", "D3", "overdue")],
            "最近到期：7月3日“综合情况”（通知明示期限），2 个市(地)中 1 个已完成。",
            "Due latest: Summary return, 3 Jul (stated in the notice); done by 1 of 2 cities.",
        ),
        (
            [("230100", "D3", "overdue")],
            "最近到期：7月3日“综合情况”（通知明示期限），未完成。",
            "Due latest: Summary return, 3 Jul (stated in the notice); not done.",
        ),
        (
            [("230100", "D3", "done_late")],
            "最近到期：7月3日“综合情况”（通知明示期限），已完成。",
            "Due latest: Summary return, 3 Jul (stated in the notice); done.",
        ),
        (
            [("230100", "D3", "done_late"), ("230100", "D1", "overdue")],
            "最近到期：7月3日，2 个事项，应完成 2 项，已完成 1 项。",
            "Due latest: 2 lines on 3 Jul; 1 of 2 tasks done.",
        ),
    ],
)
def test_what_was_due_latest(rows: list[tuple[str, str, str]], zh: str, en: str) -> None:
    frame = obligations(
        *({"code": code, "line": line, "state": state, "due": "2020-07-03"} for code, line, state in rows)
    )
    assert findings.latest(view("zh"), frame, "city") == zh
    assert findings.latest(view("en"), frame, "city") == en


def standings(among: Sequence[Counts], place: int) -> dict[str, Standing]:
    """Rate -> the place of one of a group by it."""
    found = {}
    for rate in RATES:
        order = ranks_of(among, rate)
        of = sum(rank is not None for rank in order)
        found[rate] = Standing(HARBIN, rate, order[place], of, order.count(order[place]) > 1)
    return found


def unit_page(lang: str, among: list[UnitCounts], owed: list[Obligation], one: Unit) -> findings.Finding:
    """What the page of a unit of this group finds."""
    place = [other.unit for other in among].index(one)
    placed = standings([other.counts for other in among], place)
    return findings.unit(view(lang), among[place], owed, placed["on_time_stated"])


def test_a_citys_page_says_what_is_longest_overdue_and_its_rank() -> None:
    ranks = completion(
        {"code": "230100", "due": 9, "due_stated": 6, "on_time_stated": 3},
        {"code": "230200", "due": 9, "due_stated": 5, "on_time_stated": 5},
        {"code": "230300", "due": 9, "due_stated": 6, "on_time_stated": 3},
        {"code": "230400", "due": 9},
        {"code": "230500", "due": 9, "due_stated": 4, "on_time_stated": 4},
    )
    rows = [
        {"code": "230100", "line": "D1", "state": "overdue", "due": "2020-05-29", "days": 36},
        {"code": "230100", "line": "M1.1", "state": "overdue", "due": "2020-06-30", "basis": "inferred", "days": 4},
    ]
    found = unit_page("zh", ranks, obligations(*rows), HARBIN)
    assert found.title == "哈尔滨市有 2 项任务逾期未完成，其中通知明示期限 1 项；最久的是“联络员”，已逾期 36 天"
    assert found.lead == "明示期限按时率 50.0% (3/6)，在 3 个市(地)中并列第 2。"
    found = unit_page("en", ranks, obligations(*rows[:1]), HARBIN)
    assert found.title == "Harbin has 1 task overdue (1 with a stated deadline): Liaison, by 36 days"
    assert found.lead == "On time on stated deadlines: 50.0% (3/6), rank 2 (shared) among 3 cities."
    leads = {code: unit_page("zh", ranks, [], unit(code)).lead for code in ("230400", "230500")}
    assert leads == {
        "230400": "尚无明示期限到期，不排名。",
        "230500": "明示期限按时率 100.0% (4/4)，到期不足 5 项，不排名。",
    }
    assert unit_page("en", ranks, [], unit("230200")).lead.startswith(
        "On time on stated deadlines: 100.0% (5/5), rank 1 among 3 cities"
    )
    untold = findings.unit(view("zh"), ranks[0], [], None)
    assert untold.lead == "明示期限按时率 50.0% (3/6)。"


def test_several_equally_long_overdue_are_counted() -> None:
    rows = late(("230100", 3, "inferred"))
    ranks = completion({"code": "230100", "due": 9})

    def title(lang: str, *more: dict[str, Any]) -> str:
        return unit_page(lang, ranks, obligations(*rows, *more), HARBIN).title

    shorter = {"code": "230100", "line": "D3", "state": "overdue", "due": "2020-07-03", "days": 1}
    assert title("zh").endswith("；均已逾期 36 天")
    assert title("en").endswith(", all by 36 days")
    assert title("zh", shorter).endswith("；最久的是“联络员”等 3 项，已逾期 36 天")
    assert title("en", shorter).endswith("; 3 of them, such as Liaison, by 36 days")


@pytest.mark.parametrize(
    ("passed", "zh", "en"),
    [
        (0, "哈尔滨市尚无任务到期", "Harbin: nothing has fallen due yet"),
        (5, "哈尔滨市到期的 5 项任务已全部完成", "Harbin has done all 5 tasks that have fallen due"),
        (1, "哈尔滨市到期的 1 项任务已全部完成", "Harbin has done the one task that has fallen due"),
    ],
)
def test_a_city_without_anything_overdue(passed: int, zh: str, en: str) -> None:
    ranks = completion({"code": "230100", "due": passed, "done_due": passed})
    assert unit_page("zh", ranks, [], HARBIN).title == zh
    assert unit_page("en", ranks, [], HARBIN).title == en


COUNTS = {"active": 10, "done": 6, "due": 5, "done_due": 4, "on_time": 3, "due_stated": 2, "on_time_stated": 1}


def counted(*rows: dict[str, Any]) -> list[Counts]:
    return [one.counts for one in completion(*rows)]


def test_five_figures_with_their_parts_and_what_has_changed_since() -> None:
    v = view("zh", filters=Filters(campaign="N"))
    now = counted({"code": "230100", **COUNTS, "overdue": 2}, {"code": "230200", **COUNTS})
    then = counted({"code": "230100", **COUNTS, "done": 5, "overdue": 3}, {"code": "230200", **COUNTS})
    owed = obligations(
        *late(("230100", 1, "stated"), ("230100", 1, "inferred")),
        {"code": "230100", "line": "D3", "state": "not_due", "due": "2020-07-05"},
        {"code": "230200", "line": "D3", "state": "done_on_time", "due": "2020-07-05"},
    )
    figures = headlines.figures(v, "city", now, owed, headlines.Before(v.choices.deadlines[1].day, then))
    assert [(f.n, f.d, f.value) for f in figures] == [
        (1, 4, None),  # of the four obligations, two of which are due; what has changed comes from the counts
        (0, 2, None),
        (0, 2, None),
        (None, None, 2),
        (None, None, 1),
    ]
    assert figures[0].note == "较6月30日 +5.0 个百分点"
    assert figures[2].unit == "明示期限 50.0% (2/4)"
    assert figures[3].note == "明示 1 项 · 较6月30日 −1"
    assert figures[4].note == "7月5日 综合情况 · 已完成 1/2"
    assert {f.definition_key for f in figures} == {
        "completion",
        "due_completion",
        "on_time",
        "overdue",
        "next_deadline",
    }


def test_a_citys_figures_say_its_rank_and_nothing_where_there_is_none() -> None:
    v = view("en")
    few = {"code": "230300", "active": 4, "due": 4, "done_due": 4, "on_time": 4}
    group = counted({"code": "230100", **COUNTS}, {"code": "230200", **COUNTS, "done": 7}, few)
    figures = headlines.figures(v, "city", group[:1], [], standings=standings(group, 0))
    assert [f.note for f in figures[:3]] == ["rank 2 of 2", "rank 1 of 2", "rank 1 of 2"]
    unranked = headlines.figures(v, "city", group[2:], [], standings=standings(group, 2))
    untold = headlines.figures(v, "city", group[:1], [])
    assert {one.note for one in (*unranked[:3], *untold[:3])} == {""}
    assert figures[4].note == "all deadlines are past or met"
    assert figures[4].text == "/"


def test_days_to_the_next_deadline_are_days_of_the_calendar() -> None:
    owed = obligations({"code": "230100", "line": "D3", "state": "not_due", "due": "2020-07-05", "basis": "inferred"})
    group = counted({"code": "230100", **COUNTS})
    for instant, days in ((at("2020-07-04", "00:00:00"), 1), (at("2020-07-05", "23:00:00"), 0)):
        figure = headlines.figures(view("en", instant), "city", group, owed)[4]
        assert figure.value == days
        assert figure.note == "Summary return, 5 Jul (inferred) · 0/1 done"
