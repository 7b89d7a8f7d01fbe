"""A city's page below the page: parts of the notice, dates, sheets of text, county leagues."""

import pytest

from dashboard.city import dates as city_dates, page as city, tables as city_tables
from dashboard.parts import sheet as sheets
from dashboard.parts.table import Column
from data_access.notice.places import County
from data_access.obligations.counts import CountyCounts
from tests.dashboard.made import at, counts, obligations, view

ROWS = obligations(
    {
        "code": "230100",
        "line": "M1.1",
        "state": "done_on_time",
        "due": "2020-06-30",
        "basis": "inferred",
        "done": at("2020-06-10", "00:00:00"),
        "key": 1,
    },
    {
        "code": "230100",
        "line": "D1",
        "state": "done_late",
        "due": "2020-05-29",
        "done": at("2020-06-05", "10:00:00"),
        "days": 7,
    },
    {
        "code": "230100",
        "line": "D2",
        "period": "2020-W26",
        "state": "overdue",
        "due": "2020-06-28",
        "basis": "inferred",
        "days": 6,
    },
    {
        "code": "230100",
        "line": "D2",
        "period": "2020-W27",
        "state": "not_due",
        "due_soon": True,
        "due": "2020-07-05",
        "basis": "inferred",
    },
    {"code": "230100", "line": "D3", "state": "not_due", "due": "2020-12-31", "basis": "inferred"},
    {"code": "230100", "line": "D3", "period": "x", "state": "open"},
    {"code": "230100", "line": "D3", "period": "y", "state": "waived", "due": "2020-06-30", "waived": at("2020-06-20")},
)


def leagues(*rows: tuple[str, str, str]) -> list[CountyCounts]:
    """County leagues: (short name, English name, state)."""
    return [
        CountyCounts(
            County(str(n), f"{zh}县", en, zh, "county", True, None, None),
            True,
            counts(**{state: 1}, active=int(state != "waived"), done=int(state.startswith("done"))),
        )
        for n, (zh, en, state) in enumerate(rows)
    ]


@pytest.mark.parametrize(("lang", "first"), [("zh", "M1 学习论述（1/1）"), ("en", "M1 Study (1/1)")])
def test_parts_of_the_notice_come_in_its_order_with_what_is_done_and_late(lang: str, first: str) -> None:
    v = view(lang)
    parts = city.parts(v, ROWS)
    titles = [city.part_title(v, part) for part in parts]
    assert titles[0] == first
    assert len(parts) == 2
    assert parts[1].obligations[0].state == "overdue"
    assert titles[1].endswith("，逾期 1" if lang == "zh" else ", 1 overdue")
    assert sum(len(part.obligations) for part in parts) == len(ROWS)


@pytest.mark.parametrize(
    ("states", "covered", "title"),
    [
        (["done_on_time", "overdue"], False, "县级应急志愿服务联盟：1/2 已举办活动"),
        (["done_on_time", "done_late", "waived"], True, "县级应急志愿服务联盟：全覆盖，2 个均已举办活动"),
        (["done_on_time", "done_late"], False, "县级应急志愿服务联盟：2/2 已举办活动，市级联盟未举办"),
        (["done_on_time"], None, "县级应急志愿服务联盟：1/1 已举办活动"),
    ],
)
def test_a_city_is_covered_when_all_its_leagues_and_its_own_have_held_their_event(
    states: list[str], covered: bool | None, title: str
) -> None:
    frame = leagues(*((f"县{n}", f"County {n}", state) for n, state in enumerate(states)))
    assert city.league_title(view("zh"), frame, covered) == title


def test_leagues_are_named_by_state_those_that_have_not_held_it_first() -> None:
    found = leagues(("道里", "Daoli", "done_on_time"), ("宾县", "Binxian", "overdue"), ("依兰", "Yilan", "overdue"))
    assert city.league_states(view("en"), found) == [
        ("overdue", ["Binxian", "Yilan"]),
        ("done_on_time", ["Daoli"]),
    ]
    assert [row.counties for row in city.league_states(view("zh"), found)] == [["宾县", "依兰"], ["道里"]]
    assert city.league_states(view("zh"), []) == []


def test_each_obligation_with_a_date_has_its_mark_and_the_others_are_said() -> None:
    v = view("en")
    shown = city_dates.span(v, ROWS)
    marks = city_dates.marks(v, city.parts(v, ROWS), shown)
    assert sorted((mark.state, f"{mark.at:%m-%d}") for mark in marks) == [
        ("done_late", "06-05"),
        ("done_on_time", "06-10"),
        ("due_soon", "07-05"),
        ("overdue", "06-28"),
    ]
    assert shown.end - shown.as_of == city_dates.AHEAD
    assert city_dates.note(v, ROWS, shown).endswith("Not in the picture: 1 due later, 1 without a deadline.")
    assert "05-29" in city_dates.note(v, ROWS, shown)
    assert [due.name for due in city_dates.deadlines(v, ROWS) if due.stated] == ["05-29", "06-30"]


def test_marks_of_one_day_part_and_state_are_one_with_their_number() -> None:
    v = view("zh")
    again = [ROWS[2]] * 8
    [mark] = city_dates.marks(v, city.parts(v, again), city_dates.span(v, again))
    assert mark.n == 8
    assert mark.hover.count("<br>") == city_dates.NAMES + 1


def test_a_sheet_is_text_with_iso_dates_and_nothing_for_what_is_missing() -> None:
    v = view("zh")
    owed = [one for part in city.parts(v, ROWS) for one in part.obligations]
    rows = [one._replace(evidence=2 if one.key == 1 else 0) for one in owed]
    sheet = sheets.made(v, "k", "t", rows, city_tables.obligations(v, ()), "alt", "none")
    texts = [dict(zip((column.title for column in sheet.columns), row, strict=True)) for row in sheet.texts]
    assert len(texts) == len(ROWS)
    late = next(row for row in texts if row[v.t("column.line_label")] == "联络员")
    assert late[v.t("heading.due_on")] == "2020-05-29"
    assert late[v.t("heading.done_on")] == "2020-06-05"
    assert late[v.t("heading.days")] == "7"
    assert late[v.t("heading.state")] == "△ 逾期完成"
    assert texts[0][v.t("heading.days")] == ""
    assert [row[v.t("city.evidence")] for row in texts] == ["2", *["0"] * (len(ROWS) - 1)]


def test_numbers_are_separated_and_missing_ones_are_empty() -> None:
    columns = [Column("a", "A", "count", value=lambda row: row[0]), Column("b", "B", value=lambda row: row[1])]
    made = sheets.made(view(), "k", "t", [(26000, "x"), (None, None)], columns, "alt", "none")
    assert made.texts == [("26,000", "x"), ("", "")]


def test_a_sheet_is_html_in_which_nothing_of_a_cell_is_markup() -> None:
    columns = [Column("a", "A<", "count", value=lambda row: row[0]), Column("b", "B", value=lambda row: row[1])]
    told = sheets.html(sheets.made(view(), "k", "t", [(1, "<b>%s"), (2, "x" * 17)], columns, '"alt"', "none"))
    assert '<th scope="col" class="n whole">A&lt;</th><th scope="col">B</th>' in told
    assert '<td class="n whole">1</td><td>&lt;b&gt;%s</td>' in told
    assert 'aria-label="&quot;alt&quot;"' in told


def test_the_picture_starts_before_the_first_thing_done() -> None:
    v = view("zh", as_of=at("2020-05-20"))
    assert city_dates.span(v, []).start < city_dates.span(v, []).as_of
    early = obligations({"code": "230100", "state": "done_on_time", "due": "2020-06-30", "done": at("2020-04-01")})
    assert city_dates.span(view("zh"), early).start.month == 3
