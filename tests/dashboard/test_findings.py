"""The sentences of the overview and of a city's page, in both languages, for each case that a leader can meet."""

from typing import Any

import pytest

from dashboard import findings, headlines
from data_access.completion import Counts
from data_access.filters import Filters
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


@pytest.mark.parametrize(
    ("rows", "counts", "zh", "en"),
    [
        ([], due(0, 0), "通知明示的期限尚未到", "No deadline stated in the notice has passed yet"),
        (
            [],
            due(27, 21),
            "通知明示期限的任务已全部完成，按时率 77.8% (21/27)",
            "Everything with a deadline stated in the notice is done, 77.8% (21/27) of it on time",
        ),
        (
            late(("230400", 1, "stated")),
            due(27, 21),
            "通知明示期限的任务仅 鹤岗市 1 项逾期未完成",
            "Of the deadlines stated in the notice one is missed, by Hegang",
        ),
        (
            late(("230400", 2, "stated")),
            due(27, 21),
            "通知明示期限：鹤岗市有 2 项逾期未完成",
            "Deadlines stated in the notice: Hegang has 2 overdue",
        ),
        (
            late(("230300", 1, "stated"), ("230400", 1, "stated")),
            due(27, 21),
            "通知明示期限：鸡西市和鹤岗市各有 1 项逾期未完成",
            "Deadlines stated in the notice: Jixi and Hegang have 1 overdue each",
        ),
        (
            late(("230300", 1, "stated"), ("230400", 3, "stated")),
            due(27, 21),
            "通知明示期限：2 个市(地)共 4 项逾期未完成，鹤岗市最多（3 项）",
            "Deadlines stated in the notice: 4 overdue in 2 cities, most in Hegang (3)",
        ),
    ],
)
def test_the_title_says_who_stands_out_on_stated_deadlines(
    rows: list[dict[str, Any]], counts: list[Counts], zh: str, en: str
) -> None:
    for lang, said in (("zh", zh), ("en", en)):
        assert findings.overview(view(lang), counts, obligations(*rows), "city").title == said


def test_many_names_are_cut_and_counted() -> None:
    frame = obligations(*late(*((code, 1, "stated") for code in CODES)))
    assert findings.overview(view("zh"), due(27, 21), frame, "city").title.startswith(
        "通知明示期限：哈尔滨市、齐齐哈尔市、鸡西市等 6 个市(地)"
    )
    assert "Harbin, Qiqihar, Jixi and others (6 cities in all)" in (
        findings.overview(view("en"), due(27, 21), frame, "city").title
    )


@pytest.mark.parametrize(
    ("units", "zh", "en"),
    [
        ([], "推定期限无逾期。", "Nothing is overdue on inferred deadlines. "),
        ([("230100", 2)], "推定期限：哈尔滨市逾期 2 项。", "Inferred deadlines: 2 overdue, all in Harbin. "),
        (
            [("230100", 2), ("230200", 2)],
            "推定期限：2 个市(地)逾期 4 项，各 2 项。",
            "Inferred deadlines: 4 overdue in 2 cities, 2 each. ",
        ),
        (
            [("230100", 2), ("230200", 1)],
            "推定期限：2 个市(地)逾期 3 项，哈尔滨市最多（2 项）。",
            "Inferred deadlines: 3 overdue in 2 cities, most in Harbin (2). ",
        ),
    ],
)
def test_inferred_deadlines_are_said_apart(units: list[tuple[str, int]], zh: str, en: str) -> None:
    frame = obligations(*late(*((code, n, "inferred") for code, n in units)))
    for lang, said in (("zh", zh), ("en", en)):
        found = findings.overview(view(lang), due(3, 3), frame, "city")
        assert found.lead.startswith(said)
        assert "overdue" not in found.title


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
            "Due latest: 2 lines on 3 Jul; 1 of 2 items done.",
        ),
    ],
)
def test_what_was_due_latest(rows: list[tuple[str, str, str]], zh: str, en: str) -> None:
    frame = obligations(
        *({"code": code, "line": line, "state": state, "due": "2020-07-03"} for code, line, state in rows)
    )
    assert findings.latest(view("zh"), frame, "city") == zh
    assert findings.latest(view("en"), frame, "city") == en


def test_a_citys_page_says_what_is_longest_overdue_and_its_rank() -> None:
    ranks = completion(
        {"code": "230100", "due": 9, "due_stated": 2, "on_time_stated": 1},
        {"code": "230200", "due": 9, "due_stated": 2, "on_time_stated": 2},
        {"code": "230300", "due": 9, "due_stated": 6, "on_time_stated": 3},
        {"code": "230400", "due": 9},
    )
    rows = [
        {"code": "230100", "line": "D1", "state": "overdue", "due": "2020-05-29", "days": 36},
        {"code": "230100", "line": "M1.1", "state": "overdue", "due": "2020-06-30", "basis": "inferred", "days": 4},
    ]
    found = findings.unit(view("zh"), ranks, obligations(*rows), HARBIN)
    assert found.title == "哈尔滨市有 2 项任务逾期未完成，其中通知明示期限 1 项；最久的是“联络员”，已逾期 36 天"
    assert found.lead == "明示期限按时率 50.0% (1/2)，在 3 个市(地)中并列第 2（小样本：到期不足 5 项）。"
    found = findings.unit(view("en"), ranks, obligations(*rows[:1]), HARBIN)
    assert found.title == "Harbin has 1 item overdue (1 with a stated deadline): Liaison, by 36 days"
    assert found.lead == (
        "On time on stated deadlines: 50.0% (1/2), rank 2 (shared) among 3 cities (small sample: fewer than 5 due)."
    )
    assert findings.unit(view("zh"), ranks, obligations(), unit("230400")).lead == "尚无明示期限到期，不排名。"
    assert findings.unit(view("en"), ranks, obligations(), unit("230200")).lead.startswith(
        "On time on stated deadlines: 100.0% (2/2), rank 1 among 3 cities"
    )


def test_several_equally_long_overdue_are_counted() -> None:
    rows = late(("230100", 3, "inferred"))
    ranks = completion({"code": "230100", "due": 9})

    def title(lang: str, *more: dict[str, Any]) -> str:
        return findings.unit(view(lang), ranks, obligations(*rows, *more), HARBIN).title

    shorter = {"code": "230100", "line": "D3", "state": "overdue", "due": "2020-07-03", "days": 1}
    assert title("zh").endswith("；均已逾期 36 天")
    assert title("en").endswith(", all by 36 days")
    assert title("zh", shorter).endswith("；最久的是“联络员”等 3 项，已逾期 36 天")
    assert title("en", shorter).endswith("; 3 of them, such as Liaison, by 36 days")


@pytest.mark.parametrize(
    ("passed", "zh", "en"),
    [
        (0, "哈尔滨市尚无任务到期", "Harbin: nothing has fallen due yet"),
        (5, "哈尔滨市到期的 5 项任务已全部完成", "Harbin has done all 5 items that have fallen due"),
        (1, "哈尔滨市到期的 1 项任务已全部完成", "Harbin has done the one item that has fallen due"),
    ],
)
def test_a_city_without_anything_overdue(passed: int, zh: str, en: str) -> None:
    ranks = completion({"code": "230100", "due": passed, "done_due": passed})
    assert findings.unit(view("zh"), ranks, obligations(), HARBIN).title == zh
    assert findings.unit(view("en"), ranks, obligations(), HARBIN).title == en


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
        (12, 20, None),
        (8, 10, None),
        (6, 10, None),
        (None, None, 2),
        (None, None, 1),
    ]
    assert figures[0].note == "较6月30日 +5.0 个百分点"
    assert figures[2].unit == "明示期限 50.0% (2/4)"
    assert figures[3].note == "1 个市(地) · 明示 1 项 · 较6月30日 −1"
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
    group = counted(
        {"code": "230100", **COUNTS}, {"code": "230200", **COUNTS, "done": 7}, {"code": "230300", "active": 3}
    )
    figures = headlines.figures(v, "city", group[:1], [], among=headlines.Among(group, 0))
    assert [f.note for f in figures[:3]] == ["rank 2 of 3", "rank 1 of 2", "rank 1 of 2"]
    assert headlines.figures(v, "city", group[2:], [], among=headlines.Among(group, 2))[2].note == ""
    assert figures[4].note == "all deadlines are past or met"
    assert figures[4].text == "/"


def test_days_to_the_next_deadline_are_days_of_the_calendar() -> None:
    owed = obligations({"code": "230100", "line": "D3", "state": "not_due", "due": "2020-07-05", "basis": "inferred"})
    group = counted({"code": "230100", **COUNTS})
    for instant, days in ((at("2020-07-04", "00:00:00"), 1), (at("2020-07-05", "23:00:00"), 0)):
        figure = headlines.figures(view("en", instant), "city", group, owed)[4]
        assert figure.value == days
        assert figure.note == "Summary return, 5 Jul (inferred) · 0/1 done"
