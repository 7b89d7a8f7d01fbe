"""The notice of 2020 as data: it says what the notice says, and owes what the contract of the returns says."""

import csv
import re
from pathlib import Path

import pytest

from data_access.database.schema.campaign import THINGS
from seed.notice import Notice, NoticeError
from seed.notice_files import NOTICES, read_notice, read_notices
from seed.reference_tables import read_reference
from seed.roster import places

HERE = Path(__file__).parent
HEILONGJIANG = NOTICES / "heilongjiang-2020.toml"
SETTINGS = {"企业": "enterprise", "农村": "village", "社区": "community", "学校": "school", "家庭": "family", "": None}
SCOPES = {"each_city": "EC", "each_unit": "EU", "each_county": "EK"}


def table(name: str) -> list[dict[str, str]]:
    with (HERE / "contract" / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def notice() -> Notice:
    return read_notice(HEILONGJIANG)


def test_duties_are_the_contract_row_for_row(notice: Notice) -> None:
    reference = read_reference()
    names = {unit.code: unit.name_zh for unit in reference.units}
    names |= {city.adcode: city.name_zh for city in places(notice, reference)[0]}
    ours = [
        {
            "code": line.code,
            "obliged": names[duty.unit] if duty.unit else SCOPES[duty.scope],
            "role": duty.role,
            "period": period.key,
            "due_on": period.due_on.isoformat() if period.due_on else "",
            "due_basis": duty.due_provenance,
            "date_rule": duty.date_rule,
            "min_count": str(duty.min_count),
        }
        for line in notice.lines
        for duty in line.duties
        for period in duty.rows()
    ]
    assert ours == table("obligations.csv")


def test_lines_are_the_contract_row_for_row(notice: Notice) -> None:
    campaigns = {notice.notice.code: "both"}
    ours = [
        (
            line.code,
            line.name_zh,
            line.kind,
            line.parent or "",
            campaigns.get(line.campaign, line.campaign),
            line.setting,
        )
        for line in notice.lines
    ]
    theirs = [
        (r["code"], r["name_zh"], r["kind"], r["parent"], r["campaign"], SETTINGS[r["setting"]])
        for r in table("lines.csv")
    ]
    assert ours == theirs


def test_each_quote_is_in_the_notice(notice: Notice) -> None:
    words = (HERE / "notice-2020-43.txt").read_text(encoding="utf-8")
    assert [line.code for line in notice.lines if line.quote not in words] == []
    assert notice.notice.theme
    assert notice.notice.theme in words


def test_figures_beside_activity_rows_are_people_of_annex_3_each_told_by_one_measure(notice: Notice) -> None:
    """Attendance, views and quiz answers are never added (G14); whole lines that count for a setting tell of E07."""
    people = {m.code for m in read_reference().metrics if m.unit == "人次"}
    figures = [(line, figure) for line in notice.lines for figure in line.figures]
    told = [(figure.metric, figure.measure) for _, figure in figures if figure.measure != "events"]
    assert {metric for metric, _ in told} == {"A02", "A08", "B05", "B07", "B10", "C01", "C03", "E07"} <= people
    assert len(set(told)) == len({metric for metric, _ in told})
    assert {line.code for line in notice.lines if line.setting} == {
        line.code for line, figure in figures if figure.metric == "E07"
    }


def test_figures_that_count_events_are_those_of_settings_and_leagues(notice: Notice) -> None:
    counted = [(line, one.metric) for line in notice.lines for one in line.figures if one.measure == "events"]
    assert {code.code for code, metric in counted if metric == "E06"} == {
        one.code for one in notice.lines if one.setting
    }
    leagues = {one.code for one in notice.lines if any(duty.host == "league" for duty in one.duties)}
    assert {code.code for code, metric in counted if metric == "E10"} == leagues
    assert {metric for _, metric in counted} == {"E06", "E10"}


def test_items_inside_a_line_are_in_its_quote(notice: Notice) -> None:
    (line,) = (line for line in notice.lines if line.items)
    assert (line.code, len(line.items)) == ("M4.4", 6)
    assert [item.name_zh for item in line.items if item.name_zh not in line.quote] == []
    metrics = {m.code for m in read_reference().metrics}
    assert {item.metric for item in line.items if item.metric} <= metrics


def test_things_of_lines_are_counted_by_figures_of_annex_3_each_by_one(notice: Notice) -> None:
    """A figure may count what two lines tell of (good practice), and no thing has two figures."""
    told = {(told.thing, told.metric) for line in notice.lines for told in line.things}
    assert len(told) == len({thing for thing, _ in told}) == len(THINGS)
    assert {thing for thing, _ in told} == set(THINGS)
    figures = {metric for _, metric in told}
    assert figures == {"F01a", "F01b", "F01c", "F01d", "F02", "F03", "F05", "F06", "F07", "F11"}
    assert figures <= {m.code for m in read_reference().metrics}


def test_only_four_deadlines_are_stated(notice: Notice) -> None:
    stated = {
        (line.code, period.due_on.isoformat())
        for line in notice.lines
        for duty in line.duties
        if duty.due_provenance == "stated"
        for period in duty.rows()
        if period.due_on
    }
    day = "2020-06-16"
    assert stated == {("M4.1", day), ("M4.2", day), ("M4.3", day), ("D1", "2020-05-29"), ("D3", "2020-07-03")}


def test_only_three_quantities_are_stated(notice: Notice) -> None:
    stated = {line.code for line in notice.lines for duty in line.duties if duty.min_provenance == "stated"}
    assert stated == {"D1", "M5.3b", "M3.3"}


def test_leagues_host_only_their_own_line(notice: Notice) -> None:
    assert {line.code for line in notice.lines for duty in line.duties if duty.host == "league"} == {"M5.3b"}


def test_names_are_short_enough_for_a_matrix_and_there_in_english(notice: Notice) -> None:
    assert [line.code for line in notice.lines if len(line.short_zh) > 6 or not line.short_en or not line.name_en] == []
    short = [line.short_zh for line in notice.lines]
    assert len(set(short)) == len(short)


def test_nobody_in_person(notice: Notice) -> None:
    """The notice names a contact with telephone and mail; none of it is loaded."""
    words = HEILONGJIANG.read_text(encoding="utf-8") + (HERE / "notice-2020-43.txt").read_text(encoding="utf-8")
    assert re.findall(r"联系人|电话[:：]|\b0\d{2,3}-?\d{7,8}\b|\b1\d{10}\b|\w+@\w+", words) == []


def test_reference_is_the_contract(notice: Notice) -> None:
    reference = read_reference()
    cities, counties = places(notice, reference)
    assert (len(cities), len(counties)) == (13, 121)
    city_names = {city.name_zh: city.adcode for city in cities}
    names = {(county.parent_adcode, county.adcode): county.name_zh for county in counties}
    theirs = [(city_names[r["city"]], r["old_name"], r["current_name"], r["note"]) for r in table("old_names.csv")]
    ours = [(o.city_adcode, o.old_name, names[o.city_adcode, o.adcode], o.note) for o in reference.old_names]
    assert ours[: len(theirs)] == theirs
    still_there = {(county.parent_adcode, county.name_zh) for county in counties}
    assert not still_there & {(old.city_adcode, old.old_name) for old in reference.old_names}
    metrics = [(m.code, m.name_zh, m.unit, m.aggregation) for m in reference.metrics]
    assert metrics == [(r["code"], r["name_zh"], r["unit"], r["kind"]) for r in table("metrics.csv")]
    assert all(m.name_en and m.unit_en for m in reference.metrics)


SMALL = """
[notice]
code = "X-1"
name_zh = "某省通知"
issued_on = 2031-04-01
year = 2031
province_adcode = "990000"
timezone = "Asia/Shanghai"
starts_on = 2031-05-01
ends_on = 2031-05-31

[[campaigns]]
code = "X"
name_zh = "某活动"
kind = "special"
starts_on = 2031-05-01
ends_on = 2031-05-31

[[lines]]
code = "A1"
campaign = "X"
kind = "activity"
name_zh = "演练"
short_zh = "演练"
provenance = "stated"
quote = "开展演练"

[[lines.duties]]
scope = "each_city"
role = "hold"
due_on = 2031-05-20
due_provenance = "stated"
date_rule = "by"
"""

FAULTS = [
    ('role = "hold"', 'role = "holds"', "line A1, duty 1, role: 'holds'; expected 'hold', 'attend' or 'submit'"),
    ('kind = "activity"', "", "line A1, kind: expected, but missing"),
    ('short_zh = "演练"', 'short_zh = "演练"\nshort_cn = "x"', "line A1, short_cn: 'x'; not a field here"),
    ('campaign = "X"', 'campaign = "Y"', "line A1, campaign: 'Y'; expected one of ['X-1', 'X']"),
    ('kind = "activity"', 'kind = "activity"\nparent = "A"', "line A1, parent: 'A'; expected a line further up"),
    ('due_provenance = "stated"\n', "", "line A1, duty 1: due_provenance: expected 'stated' or 'inferred'"),
    ('date_rule = "by"', "", "line A1, duty 1: date_rule: expected 'by' or 'on'"),
    ('scope = "each_city"', 'scope = "named"', "line A1, duty 1: unit: expected with scope 'named'"),
    ("due_on = 2031-05-20", "due_on = 2031-05-20\nmin_count = 0", "min_count: 0; expected greater than or equal to 1"),
    ("due_on = 2031-05-20", "due_on = 2031-02-30", "x.toml: "),
    ('role = "hold"', 'role = "hold"\nhost = "league"', "line A1, host: 'league'; expected a [league] in the file"),
    ("ends_on = 2031-05-31\n\n[[campaigns]]", "ends_on = 2031-04-01\n\n[[campaigns]]", "notice: ends_on: expected not"),
    ('timezone = "Asia/Shanghai"', 'timezone = "Asia/Nowhere"', "notice, timezone: expected the name of a time zone"),
    ('kind = "special"', 'kind = "tour"\nshort_zh = "{x}行"', "campaign X, short_zh: expected words without braces"),
    (
        'timezone = "Asia/Shanghai"',
        'timezone = "Asia/Shanghai"\ncity_zh = "{市}"',
        "city_zh: expected words without braces",
    ),
    ("\n[[campaigns]]\n", '\n[[campaigns]]\nending = "x"\n', "campaign X, ending: 'x'; not a field here"),
    (
        "due_on = 2031-05-20",
        'due_on = 2031-05-20\nperiods = [{ key = "w1" }]',
        "line A1, duty 1: due_on: expected inside periods",
    ),
    (
        'date_rule = "by"',
        f'date_rule = "by"\n{SMALL[SMALL.index("[[lines.duties]]") :]}',
        "each_city  hold once expected once",
    ),
    ('date_rule = "by"', f'date_rule = "by"\n{SMALL[SMALL.index("[[lines]]") :]}', "code 'A1': expected once"),
]


@pytest.mark.parametrize(("good", "bad", "sentence"), FAULTS)
def test_faults_are_named(tmp_path: Path, good: str, bad: str, sentence: str) -> None:
    file = tmp_path / "x.toml"
    file.write_text(SMALL.replace(good, bad, 1), encoding="utf-8")
    assert SMALL.count(good) >= 1
    with pytest.raises(NoticeError) as caught:
        read_notice(file)
    assert sentence in str(caught.value)
    assert str(caught.value).startswith("x.toml: ")


def test_good_notice_passes(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(SMALL, encoding="utf-8")
    assert [n.notice.code for n in read_notices(tmp_path)] == ["X-1"]
