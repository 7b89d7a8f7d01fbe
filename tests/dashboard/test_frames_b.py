"""What map, matrix and timeline show, worked out by hand on small frames: measures, worst states, late facts, spans."""

from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from dashboard import (
    cells,
    completion,
    counties,
    coverage,
    headings,
    measures,
    page_choice,
    periods,
    schedule,
    territory,
)
from dashboard.figures.ramp import Scale
from data_access.activities import TIMELINE
from data_access.completion import MATRIX
from data_access.filters import Filters
from data_access.frames import to_frame
from data_access.held import HELD_SUMMARY
from data_access.places import CITIES as PLACES
from tests.dashboard import made_frames as made

SEATS = to_frame(
    [
        (code, zh, en, short, 126.5 + place, 45.8 + place)
        for place, (code, (zh, en, short)) in enumerate(made.CITIES.items())
    ],
    PLACES,
)
HELD = to_frame(
    [("all", "全省", "Province", 20), ("province", "省直", "Provincial", 5), ("230100", "哈尔滨市", "Harbin", 12)],
    HELD_SUMMARY,
)


def three_cities() -> pd.DataFrame:
    return made.completion(
        {"code": "230100", "active": 10, "done": 6, "due": 8, "done_due": 6, "on_time": 5, "overdue": 2},
        {"code": "230200", "active": 10, "done": 6, "due": 4, "done_due": 3, "on_time": 3, "overdue": 1},
        {"code": "230300", "active": 5, "done": 5},
    )


@pytest.mark.parametrize(
    ("measure", "codes", "texts", "ranks"),
    [
        ("completion", ["230300", "230100", "230200"], ["100.0% (5/5)", "60.0% (6/10)", "60.0% (6/10)"], [1, 2, 2]),
        ("on_time", ["230200", "230100", "230300"], ["75.0% (3/4)", "62.5% (5/8)", "/"], [1, 2, None]),
        ("due_completion", ["230100", "230200", "230300"], ["75.0% (6/8)", "75.0% (3/4)", "/"], [1, 1, None]),
        ("on_time_stated", ["230100", "230200", "230300"], ["/", "/", "/"], [None, None, None]),
        ("overdue", ["230100", "230200", "230300"], ["2", "1", "0"], [None, None, None]),
        ("held", ["230100", "230200", "230300"], ["12", "0", "0"], [None, None, None]),
    ],
)
def test_a_measure_of_the_map(measure: str, codes: list[str], texts: list[str], ranks: list[int | None]) -> None:
    found = measures.places(made.view(), three_cities(), HELD, SEATS, measure)
    assert found["adcode"].tolist() == codes
    assert found["text"].tolist() == texts
    assert [None if pd.isna(rank) else rank for rank in found["rank"]] == ranks
    assert found["value"].isna().tolist() == [text == "/" for text in texts]
    assert found["lon"].notna().all()


def test_small_samples_are_marked() -> None:
    found = measures.places(made.view(), three_cities(), HELD, SEATS, "on_time")
    assert dict(zip(found["adcode"], found["small"], strict=True)) == {"230200": True, "230100": False, "230300": False}
    assert "小样本" in found["hover"].iloc[0]


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
    there = measures.places(made.view(), three_cities(), HELD, SEATS, measure).set_index("unit_code")["text"]
    beside = measures.values(made.view("en"), three_cities(), measure).set_index("unit_code")
    assert beside["text"].to_dict() == there.to_dict()
    assert beside["name"].tolist() == ["Harbin", "Qiqihar", "Jixi"]


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
    found = measures.scale(pd.DataFrame({"value": values}), measure)
    assert (round(found.low, 9), round(found.high, 9), found.tick) == (scale.low, scale.high, scale.tick)


def matrix_row(code: str = "230100", line: str = "D2", **counts: Any) -> list[Any]:
    zh, en, short = made.CITIES[code]
    line_zh, line_en = made.LINES[line]
    known: dict[str, Any] = {
        **dict.fromkeys(MATRIX, 0),
        "unit_code": code,
        "unit_zh": zh,
        "unit_en": en,
        "unit_short": short,
        "unit_adcode": code,
        "unit_group": "city",
        "city_adcode": code,
        "line_code": line,
        "line_zh": line_zh,
        "line_en": line_en,
        "line_short_zh": line_zh,
        "line_short_en": line_en,
        **counts,
    }
    return [known[name] for name in MATRIX]


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
    found = cells.cells(made.view(), to_frame([matrix_row(**counts)], MATRIX))
    assert (found["state"].iloc[0], found["text"].iloc[0]) == (state, text)
    assert "哈尔滨市" in found["hover"].iloc[0]


def test_chosen_cities_and_lines_stand_out() -> None:
    frame = to_frame(
        [matrix_row(c, line, active=1, open=1) for c in ("230100", "230200") for line in ("M1.1", "D3")], MATRIX
    )
    shown = cells.cells(made.view(), frame)
    chosen = completion._chosen(made.view(filters=Filters("N", cities=("230100",), lines=("M1",))), shown)
    assert chosen.tolist() == [True, False, False, False]
    assert completion._chosen(made.view(), shown).all()


def test_lines_stand_under_their_group() -> None:
    frame = to_frame([matrix_row(line="D3"), matrix_row(line="M1.1")], MATRIX)
    found = headings.lines(made.view(), frame)
    assert [(heading.code, heading.group) for heading in found] == [("M1.1", "M1 学习论述"), ("D3", "材料报送")]
    assert headings.lines(made.view("en"), frame)[1].group == "Reports"


def timeline_row(code: str, status: str, line: str = "M1.1", unit: str = "230100", **days: str) -> list[Any]:
    zh, en, short = made.CITIES[unit]
    line_zh, line_en = made.LINES.get(line, ("", ""))
    known: dict[str, Any] = {
        **dict.fromkeys(TIMELINE, ""),
        "unit_code": unit,
        "unit_zh": zh,
        "unit_en": en,
        "unit_short": short,
        "unit_adcode": unit,
        "unit_group": "city",
        "city_adcode": unit,
        "line_code": line,
        "line_zh": line_zh,
        "line_en": line_en,
        "code": code,
        "title": f"活动{code}",
        "status": status,
        **dict.fromkeys(("planned_start", "planned_end", "held_start", "held_end"), None),
        **{name: made.at(day, "09:00:00") for name, day in days.items()},
    }
    return [known[name] for name in TIMELINE]


def some_facts() -> pd.DataFrame:
    timeline = to_frame(
        [
            timeline_row("A", "held", held_start="2020-06-10", held_end="2020-06-12", planned_start="2020-06-01"),
            timeline_row("B", "held", held_start="2020-07-02"),
            timeline_row("C", "held", unit="230200", held_start="2020-07-02"),
            timeline_row("C", "held", unit="230300", held_start="2020-07-02"),
            timeline_row("D", "postponed", planned_start="2020-06-20", planned_end="2020-06-21"),
            timeline_row("E", "cancelled", planned_start="2020-06-20"),
            timeline_row("F", "planned"),
            timeline_row("G", "held", line="", held_start="2020-06-15"),
        ],
        TIMELINE,
    )
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
    found = {(row["code"], row["unit_code"]): row for row in some_facts().to_dict("records")}
    assert {key[0]: row["kind"] for key, row in found.items() if key[1] != "230300"} == {
        "A": "held",
        "B": "held",  # its task was done on time before
        "C": "late",
        "D": "planned",
        "E": "cancelled",
        "G": "held",
        "230100 D3 ": "late",
    }
    assert found["C", "230300"]["kind"] == "held"  # owes nothing here
    assert found["A", "230100"]["end"] == pd.Timestamp("2020-06-12 09:00")
    assert found["230100 D3 ", "230100"]["start"] == pd.Timestamp("2020-07-04 00:59:59")
    assert not found["230100 D3 ", "230100"]["activity"]


def test_a_joint_activity_counts_once_on_a_line_and_once_per_unit() -> None:
    facts = some_facts()
    by_line = schedule.cells(made.view(), facts, "line_code", schedule.Bins(1)).set_index(["row", "start"])
    second = by_line.loc[("M1.1", pd.Timestamp("2020-07-02"))]
    assert (second["held"], second["late"]) == (2, 1)  # B, and C, which made one of its two hosts late
    assert by_line.loc[("M1.1", pd.Timestamp("2020-06-12")), "held"] == 1
    assert "自主开展" in by_line.loc[("", pd.Timestamp("2020-06-15")), "hover"]
    by_unit = schedule.cells(made.view(), facts, "unit_code", schedule.Bins(7)).set_index(["row", "start"])
    assert by_unit.loc[("230200", pd.Timestamp("2020-06-29")), "held"] == 1
    assert by_unit.loc[("230100", pd.Timestamp("2020-06-15")), ["planned", "cancelled"]].tolist() == [1, 1]


def test_bars_name_what_they_are() -> None:
    found = schedule.bars(made.view(), some_facts())
    bar = found[(found["row"] == "M1.1") & (found["kind"] == "planned")].iloc[0]
    assert "活动D" in bar["hover"]
    assert "2020-06-20 – 06-21" in bar["hover"]
    assert "计划" in bar["hover"]
    assert found["kind"].tolist().count("late") == 2
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
    ticks = schedule.dues(made.view(), made.obligations(*rows), "line_code")
    assert ticks["row"].tolist() == ["D2", "D2", "D3"]


CAMPAIGNS = pd.DataFrame(
    [
        ("N", "2020年", "Year 2020", "", "2020-06-01", "2020-12-31"),
        ("AQY", "活动月", "Month", "N", "2020-06-01", "2020-06-30"),
        ("LJX", "龙江行", "Tour", "N", "2020-06-01", "2020-12-31"),
    ],
    columns=["campaign_code", "campaign_zh", "campaign_en", "parent_code", "starts_at", "ends_at"],
).assign(
    starts_at=lambda frame: [pd.Timestamp(made.at(day, "00:00:00")) for day in frame["starts_at"]],
    ends_at=lambda frame: [pd.Timestamp(made.at(day)) for day in frame["ends_at"]],
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
    def league(city: str, done: int, active: int = 1, group: str = "county") -> list[Any]:
        return matrix_row(city, "D1", unit_group=group, done=done, active=active)

    matrix = to_frame(
        [
            league("230100", 1, group="city"),
            league("230200", 0, group="city"),
            league("230300", 1, group="city"),
            league("230100", 1),
            league("230100", 1),
            league("230100", 0, active=0),  # waived
            league("230200", 1),
            league("230300", 1),
            league("230300", 0),
            league("230400", 0, active=0),
            matrix_row("230100", "D2", active=1),  # no county owes it
        ],
        MATRIX,
    )
    monkeypatch.setattr(coverage.store, "matrix", lambda view: matrix)
    monkeypatch.setattr(coverage.store, "cities", lambda view: SEATS)
    found = coverage.read(made.view())
    assert dict(zip(found["adcode"], found["full"], strict=True)) == {"230100": True, "230200": False, "230300": False}
    assert found["text"].tolist() == ["2/2 全覆盖", "1/1，市级联盟未举办", "1/2，市级联盟已举办"]
    assert coverage.title(made.view(), found) == "县级应急志愿服务联盟已举办 4/5；1/3 个市(地)全覆盖"


def test_the_province_follows_from_the_codes_of_its_cities() -> None:
    assert territory.province(made.view()) == "230000"


@pytest.mark.parametrize(
    ("name", "short"),
    [("Daoli District", "Daoli"), ("Dorbod Mongol Autonomous County", "Dorbod Mongol"), ("Fujin City", "Fujin")],
)
def test_an_english_map_leaves_out_the_kind_of_a_county(name: str, short: str) -> None:
    assert counties.KIND.sub("", name) == short


def test_boxes_are_narrow_enough_for_a_telephone() -> None:
    assert page_choice.WIDTH < 366
