"""What map, matrix and timeline show, worked out by hand on small frames: measures, worst states, late facts, spans."""

import math
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from dashboard.charts.ramp import Scale
from dashboard.charts.time_axis import Span
from dashboard.completion import cells, coverage
from dashboard.filters import choice as page_choice
from dashboard.parts import axis_names
from dashboard.places import measures, words as place_words
from dashboard.province import counties
from dashboard.timeline import page as timeline, periods, schedule
from dashboard.timeline.schedule import Bins, Fact
from data_access.activities.ledger import Hosting
from data_access.notice.campaigns import Campaign
from data_access.notice.places import City
from data_access.notice.units import NO_LINE
from data_access.obligations.counts import CellCounts, UnitCounts
from data_access.obligations.pace import Account, Pace
from data_access.question import Filters
from tests.dashboard import made

SEATS = [
    City(code, zh, en, short, 126.5 + place, 45.8 + place)
    for place, (code, (zh, en, short)) in enumerate(made.CITIES.items())
]
HELD = {"all": 20, "province": 5, "230100": 12}


def three_cities() -> list[UnitCounts]:
    return made.completion(
        {"code": "230100", "active": 10, "done": 6, "due": 8, "done_due": 6, "on_time": 5, "overdue": 2},
        {"code": "230200", "active": 10, "done": 6, "due": 4, "done_due": 3, "on_time": 3, "overdue": 1},
        {"code": "230300", "active": 5, "done": 5},
    )


@pytest.mark.parametrize(
    ("measure", "texts", "ranks"),
    [
        ("completion", ["60.0% (6/10)", "60.0% (6/10)", "100.0% (5/5)"], [2, 2, 1]),
        ("on_time", ["62.5% (5/8)", "75.0% (3/4)", "/"], [1, None, None]),
        ("due_completion", ["75.0% (6/8)", "75.0% (3/4)", "/"], [1, None, None]),
        ("on_time_stated", ["/", "/", "/"], [None, None, None]),
        ("overdue", ["2", "1", "0"], [None, None, None]),
        ("held", ["12", "0", "0"], [None, None, None]),
    ],
)
def test_a_measure_of_the_map_in_the_order_given(measure: str, texts: list[str], ranks: list[int | None]) -> None:
    found = measures.places(made.view(), three_cities(), HELD, SEATS, measure)
    assert [place.code for place in found] == ["230100", "230200", "230300"]
    assert [place.text for place in found] == texts
    assert [place.rank for place in found] == ranks
    assert [not place.known for place in found] == [text == "/" for text in texts]
    assert not any(math.isnan(place.lon) for place in found)


def test_small_samples_are_marked() -> None:
    found = measures.places(made.view(), three_cities(), HELD, SEATS, "on_time")
    assert {place.code: place.small for place in found} == {"230200": True, "230100": False, "230300": False}
    assert "小样本" in found[1].hover


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        ("completion", "68.0% (17/25)"),
        ("on_time", "66.7% (8/12)"),
        ("on_time_stated", "/"),
        ("overdue", "3"),
        ("held", "20"),
    ],
)
def test_the_whole_is_the_sum_of_parts_and_never_a_mean(measure: str, text: str) -> None:
    assert measures.whole(three_cities(), HELD, measure).text == text


@pytest.mark.parametrize("measure", ["on_time", "overdue"])
def test_units_beside_the_map_say_the_same_as_those_on_it(measure: str) -> None:
    on_map = {p.unit_code: p.text for p in measures.places(made.view(), three_cities(), HELD, SEATS, measure)}
    beside = {one.unit.code: measures.text(one, measure) for one in three_cities()}
    assert beside == on_map


@pytest.mark.parametrize(
    ("values", "measure", "scale"),
    [
        ([0.526, 0.744], "completion", Scale(0.5, 0.8, ".0%")),
        ([0.6, 0.6], "completion", Scale(0.6, 0.7, ".0%")),
        ([1.0, 1.0], "completion", Scale(0.9, 1.0, ".0%")),
        ([float("nan")], "completion", Scale(0.0, 1.0, ".0%")),
        ([0.0, 0.0], "overdue", Scale(0.0, 1.0, ",.0f")),
        ([2.0, 9.0], "overdue", Scale(0.0, 9.0, ",.0f")),
    ],
)
def test_the_ends_of_the_colours(values: list[float], measure: str, scale: Scale) -> None:
    some = measures.places(made.view(), three_cities(), HELD, SEATS, measure)[0]
    found = measures.scale([some._replace(value=value) for value in values], measure)
    assert (round(found.low, 9), round(found.high, 9), found.tick) == (scale.low, scale.high, scale.tick)


def cell(code: str = "230100", line: str = "D2", group: str = "city", **counts: int) -> CellCounts:
    return CellCounts(made.unit(code, group, code), made.line(line), made.counts(**counts))


@pytest.mark.parametrize(
    ("counts", "state", "text"),
    [
        ({"done_on_time": 1, "active": 1, "done": 1}, "done_on_time", "✓"),
        ({"done_on_time": 4, "overdue": 1, "active": 5, "done": 4}, "overdue", "4/5"),
        ({"done_on_time": 4, "done_late": 1, "active": 5, "done": 5}, "done_late", "5/5"),
        ({"done_on_time": 4, "not_due": 1, "due_soon": 1, "active": 5, "done": 4}, "due_soon", "4/5"),
        ({"done_on_time": 4, "not_due": 1, "active": 5, "done": 4}, "not_due", "4/5"),
        ({"done_on_time": 4, "waived": 1, "active": 4, "done": 4}, "done_on_time", "4/4"),
        ({"waived": 1}, "waived", "—"),
        ({"waived": 5}, "waived", "—"),
        ({"open": 1, "active": 1}, "open", "·"),
        ({"done_off_date": 1, "active": 1, "done": 1}, "done_off_date", "◇"),
    ],
)
def test_a_cell_shows_the_worst_state_and_how_many_are_done(counts: dict[str, int], state: str, text: str) -> None:
    [found] = cells.cells(made.view(), [cell(**counts)])
    assert (found.state, found.text) == (state, text)
    assert "哈尔滨市" in found.hover


def test_a_cell_behind_pace_has_its_sign_and_says_by_how_much() -> None:
    """Beside the state, which stays: the hover names both."""
    account = Account("city", "230100", date(2020, 6, 1), made.at("2020-06-30"))
    pace = Pace(account, days=30, passed=20, tasks=19, done=7)
    counted = [cell(not_due=1, active=1, line=line) for line in ("M1.1", "D3")]
    one, other = cells.cells(made.view(), counted, None, {("230100", "M1.1"): pace})
    assert (one.state, one.text, one.behind) == ("not_due", "◐", True)
    assert "未到期" in one.hover
    assert "应完成 12 项，已完成 7 项，差 5 项" in one.hover
    assert (other.text, other.behind) == ("○", False)


def test_chosen_cities_and_lines_stand_out() -> None:
    counted = [cell(c, line, active=1, open=1) for c in ("230100", "230200") for line in ("M1.1", "D3")]
    view = made.view(filters=Filters("N", cities=("230100",)))
    assert [c.faded for c in cells.cells(view, counted, {"M1", "M1.1"})] == [False, True, True, True]
    assert not any(c.faded for c in cells.cells(made.view(), counted))


def test_lines_stand_under_their_group() -> None:
    lines = [made.line("D3"), made.line("M1.1"), made.line("D3")]
    found = axis_names.lines(made.view(), lines)
    assert [(heading.code, heading.group) for heading in found] == [("M1.1", "M1 学习论述"), ("D3", "材料报送")]
    assert axis_names.lines(made.view("en"), lines)[1].group == "Reports"


def hosting(code: str, status: str, line: str = "M1.1", unit: str = "230100", **days: str) -> Hosting:
    nothing = dict.fromkeys(("planned_start", "planned_end", "held_start", "held_end"))
    known = {name: made.at(day, "09:00:00") for name, day in days.items()}
    labels = made.line(line) if line else NO_LINE
    return Hosting(made.unit(unit), labels, code, f"活动{code}", status, **{**nothing, **known})


def some_facts() -> list[Fact]:
    timeline = [
        hosting("A", "held", held_start="2020-06-10", held_end="2020-06-12", planned_start="2020-06-01"),
        hosting("B", "held", held_start="2020-07-02"),
        hosting("C", "held", unit="230200", held_start="2020-07-02"),
        hosting("C", "held", unit="230300", held_start="2020-07-02"),
        hosting("D", "postponed", planned_start="2020-06-20", planned_end="2020-06-21"),
        hosting("E", "cancelled", planned_start="2020-06-20"),
        hosting("F", "planned"),
        hosting("G", "held", line="", held_start="2020-06-15"),
    ]
    event = {"line": "M1.1", "role": "hold", "due": "2020-06-30"}
    report = {"line": "D3", "due": "2020-07-03"}
    soon_after = made.at("2020-07-03", "23:59:59") + timedelta(hours=1)
    obligations = made.obligations(
        {**event, "code": "230100", "state": "done_on_time", "done": made.at("2020-06-12")},
        {**event, "code": "230200", "state": "done_late", "done": made.at("2020-07-02")},
        {**report, "code": "230100", "state": "done_late", "done": soon_after},
        {**report, "code": "230200", "state": "overdue"},
    )
    return schedule.facts(made.view(), timeline, obligations)


def test_facts_are_dated_locally_and_late_only_where_an_obligation_became_late() -> None:
    found = {(fact.code, fact.unit.code): fact for fact in some_facts()}
    assert {key[0]: fact.kind for key, fact in found.items() if key[1] != "230300"} == {
        "A": "held",
        "B": "held",  # its task was done on time before
        "C": "late",
        "D": "planned",
        "E": "cancelled",
        "G": "held",
        "230100 D3 ": "late",
    }
    assert found["C", "230300"].kind == "held"  # owes nothing here
    assert found["A", "230100"].end == datetime.fromisoformat("2020-06-12T09:00")
    assert found["230100 D3 ", "230100"].start == datetime.fromisoformat("2020-07-04T00:59:59")
    assert not found["230100 D3 ", "230100"].activity


def test_what_no_period_shows_is_counted_in_words() -> None:
    view = made.view()
    facts = some_facts()
    whole = {"all": Span(min(f.start for f in facts), max(f.end for f in facts), facts[0].start, "")}
    found = timeline.Timeline("city", facts, [], [], [], True)
    assert timeline.outside(view, found, whole) == ""
    away = [fact._replace(start=datetime(202, 6, 5), end=datetime(202, 6, 5)) for fact in facts if fact.code == "B"]
    assert timeline.outside(view, replace(found, facts=[*facts, *away]), whole).startswith("另有 1 项")


def test_a_joint_activity_counts_once_on_a_line_and_once_per_unit() -> None:
    facts, day = some_facts(), datetime.fromisoformat
    by_line = {(strip.row, strip.start): strip for strip in schedule.strips(made.view(), facts, "line", Bins(1))}
    second = by_line["M1.1", day("2020-07-02")]
    assert (second.held, second.late) == (2, 1)  # B, and C, which made one of its two hosts late
    assert by_line["M1.1", day("2020-06-12")].held == 1
    assert "自主开展" in by_line["", day("2020-06-15")].hover
    by_unit = {(strip.row, strip.start): strip for strip in schedule.strips(made.view(), facts, "unit", Bins(7))}
    assert by_unit["230200", day("2020-06-29")].held == 1
    week = by_unit["230100", day("2020-06-15")]
    assert (week.planned, week.cancelled) == (1, 1)


def test_bars_name_what_they_are() -> None:
    found = schedule.bars(made.view(), some_facts())
    bar = next(bar for bar in found if (bar.row, bar.kind) == ("M1.1", "planned"))
    assert "活动D" in bar.hover
    assert "2020-06-20 – 06-21" in bar.hover
    assert "计划" in bar.hover
    assert sum(bar.kind == "late" for bar in found) == 2
    assert len(found) == 7


def test_deadlines_are_named_once_in_order_of_time() -> None:
    rows = [
        {"code": "230100", "line": "D2", "state": "overdue", "due": "2020-06-14", "basis": "inferred"},
        {"code": "230100", "line": "D2", "state": "overdue", "due": "2020-06-07", "basis": "inferred"},
        {"code": "230100", "line": "D3", "state": "overdue", "due": "2020-07-03"},
        {"code": "230100", "line": "D1", "state": "open"},
    ]
    found = schedule.deadlines(made.view(), made.obligations(*rows))
    assert [(d.name, d.stated) for d in found] == [
        ("06-07 做法素材（推定）", False),
        ("06-14", False),
        ("07-03 综合情况", True),
    ]
    assert found[-1].at == datetime.fromisoformat("2020-07-03T23:59:59")
    ticks = schedule.dues(made.view(), made.obligations(*rows), "line")
    assert [due.row for due in ticks] == ["D2", "D2", "D3"]


CAMPAIGNS = tuple(
    Campaign(code, zh, en, parent, made.at("2020-06-01", "00:00:00"), made.at(end), "day", "230000")
    for code, zh, en, parent, end in (
        ("N", "2020年", "Year 2020", "", "2020-12-31"),
        ("AQY", "活动月", "Month", "N", "2020-06-30"),
        ("LJX", "龙江行", "Tour", "N", "2020-12-31"),
    )
)


@pytest.mark.parametrize(
    ("as_of", "first"), [("2020-05-20", "all"), ("2020-06-16", "AQY"), ("2020-07-25", "AQY"), ("2020-10-01", "all")]
)
def test_a_reader_first_sees_the_stretch_around_the_instant(
    monkeypatch: pytest.MonkeyPatch, as_of: str, first: str
) -> None:
    monkeypatch.setattr(periods.store, "campaigns", lambda view: CAMPAIGNS)
    view = made.view(as_of=made.at(as_of))
    rows = [
        {"code": "230100", "line": line, "state": "overdue", "due": due}
        for line, due in (("D1", "2020-05-29"), ("D3", "2020-07-03"))
    ]
    spans = periods.offered(view, schedule.deadlines(view, made.obligations(*rows)), narrow=False)
    assert list(spans) == ["AQY", "all"]  # a campaign as long as the whole is left to it
    assert periods.names(view, spans) == {"AQY": "活动月", "all": "全程"}
    assert periods.first(view, spans) == first
    assert spans["AQY"].start <= datetime.fromisoformat("2020-05-27")
    assert spans["AQY"].end >= datetime.fromisoformat("2020-07-04")
    assert spans["all"].month == spans["AQY"].month
    assert (periods.bins(spans["AQY"], narrow=False).unit, periods.bins(spans["all"], narrow=False).unit) == (
        "day",
        "week",
    )
    assert periods.bins(spans["AQY"], narrow=True).unit == "week"


def test_a_city_is_covered_when_its_own_league_and_all_counties_have_done_it(monkeypatch: pytest.MonkeyPatch) -> None:
    states = [
        ("230100", "city", "done_on_time"),
        ("230200", "city", "overdue"),
        ("230300", "city", "done_late"),
        ("230100", "county", "done_on_time"),
        ("230100", "county", "done_late"),
        ("230100", "county", "waived"),
        ("230200", "county", "done_on_time"),
        ("230300", "county", "done_on_time"),
        ("230300", "county", "overdue"),
        ("230400", "county", "waived"),
    ]
    owed = made.obligations(
        *(
            {"code": city if group == "city" else f"{city}-{n}", "group": group, "city": city, "line": "D1"}
            | {"state": state, "due": "2020-06-30"}
            for n, (city, group, state) in enumerate(states)
        ),
        {"code": "230100", "line": "D2", "state": "open"},  # no county owes it
    )
    monkeypatch.setattr(coverage.store, "obligations", lambda view: owed)
    monkeypatch.setattr(coverage.store, "of_notice", lambda view, load: SEATS)
    found = coverage.read(made.view())
    assert {one.city: one.full for one in found} == {"230100": True, "230200": False, "230300": False}
    assert [bar.text for bar in coverage.bars(made.view(), found)] == [
        "2/2 全覆盖",
        "1/1，市级联盟未举办",
        "1/2，市级联盟已举办",
    ]
    assert coverage.title(made.view(), found) == "县级应急志愿服务联盟已举办 4/5；1/3 个市(地)全覆盖"


def test_the_province_follows_from_the_codes_of_its_cities() -> None:
    assert place_words.province(made.view()) == "230000"


@pytest.mark.parametrize(
    ("name", "short"),
    [("Daoli District", "Daoli"), ("Dorbod Mongol Autonomous County", "Dorbod Mongol"), ("Fujin City", "Fujin")],
)
def test_an_english_map_leaves_out_the_kind_of_a_county(name: str, short: str) -> None:
    assert counties.KIND.sub("", name) == short


def test_boxes_are_narrow_enough_for_a_telephone() -> None:
    assert page_choice.WIDTH < 366
