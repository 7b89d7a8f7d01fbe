"""The package's own answers, worked out by another program: through the importer and the plain extracts, on both
databases. Keys and words are those of its expected.json; a difference here is a wrong number on a screen.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from data_access.database.snapshot import snapshot
from data_access.extracts import files as extracts
from data_access.notice.campaigns import resolve
from data_access.question import Filters

EXPECTED = json.loads((Path(__file__).parent.parent / "returns" / "expected.json").read_text(encoding="utf-8"))["asof"]
GROUPS = {"cities": "city", "members": "member", "offices": "office", "counties": "county"}
RATES = {
    "完成率": ("done", "active"),
    "应完成完成率": ("done_due", "due"),
    "按时率": ("on_time", "due"),
    "应完成完成率_明示": ("done_due_stated", "due_stated"),
    "按时率_明示": ("on_time_stated", "due_stated"),
}
SETTINGS = {"enterprise": "企业", "village": "农村", "community": "社区", "school": "学校", "family": "家庭"}

Rows = list[dict[str, str]]
Read = Callable[[str], Rows]


@pytest.fixture(params=EXPECTED)
def as_of(request: pytest.FixtureRequest) -> str:
    instant: str = request.param
    return instant


@pytest.fixture
def read(campaign_engines: Engine, as_of: str) -> Read:
    """The rows of a plain extract at the instant."""
    instant = datetime.fromisoformat(as_of).replace(tzinfo=ZoneInfo("Asia/Shanghai"))

    def extract(name: str) -> Rows:
        with snapshot(campaign_engines) as conn:
            q = resolve(conn, Filters(as_of=instant), instant)
            text = b"".join(extracts.stream_csv(conn, name, q, plain=True)).decode()
        return list(csv.DictReader(io.StringIO(text, newline="")))

    return extract


def unit_key(row: dict[str, str]) -> str:
    """Counties go by adcode there, others by name."""
    return row["unit_adcode"] if row["unit_kind"] == "county" else row["unit"]


def task_key(row: dict[str, str]) -> str:
    return f"{row['line']}/{row['period']}" if row["period"] else row["line"]


def test_obligations(read: Read, as_of: str) -> None:
    found: dict[str, dict[str, dict[str, str]]] = {group: defaultdict(dict) for group in GROUPS}
    rows = read("obligations")
    names = {kind: group for group, kind in GROUPS.items()}
    for row in rows:
        found[names[row["unit_kind"]]][unit_key(row)][task_key(row)] = row["state"]
    assert found == EXPECTED[as_of]["obligations"]
    assert len(rows) == sum(len(tasks) for group in found.values() for tasks in group.values())


def test_rates(read: Read, as_of: str) -> None:
    rows = read("completion")
    found: dict[str, dict[str, dict[str, list[int]]]] = {}
    for group, kind in GROUPS.items():
        sums: dict[str, dict[str, list[int]]] = defaultdict(lambda: {rate: [0, 0] for rate in RATES})
        for row in rows:
            if row["unit_kind"] == kind:
                key = row["city_adcode"] if kind == "county" else row["unit"]
                for name in (key, "合计"):
                    for rate, parts in RATES.items():
                        sums[name][rate] = [old + int(row[p]) for old, p in zip(sums[name][rate], parts, strict=True)]
        found[group] = dict(sums)
    assert found == EXPECTED[as_of]["rates"]


def test_held_activities(read: Read, as_of: str) -> None:
    assert {row["place"]: int(row["held"]) for row in read("held-summary")} == EXPECTED[as_of]["held"]


def test_five_settings(read: Read, as_of: str) -> None:
    cells: dict[str, dict[str, int]] = defaultdict(dict)
    for row in read("five-settings"):
        cells[row["city"]][SETTINGS[row["setting"]]] = int(row["held"])
    expected = EXPECTED[as_of]["five"]
    assert cells == expected["cells"]
    covered = [number >= 1 for city in cells.values() for number in city.values()]
    assert [sum(covered), len(covered)] == expected["覆盖"]


def test_annex_3(read: Read, as_of: str) -> None:
    expected = EXPECTED[as_of]["annex3"]
    found: dict[str, Any] = {}
    for row in read("metrics"):
        unit = found.setdefault(row["unit"], {"期次": row["return_line"], "版本": row["return_version"], "values": {}})
        unit["values"][row["metric"]] = float(row["value"]) if row["value"] else None
    for name, unit in found.items():
        found[name] = {**unit, "版本": int(unit["版本"])} if unit["期次"] else None
        assert unit["期次"] or not any(unit["values"].values()), name
    assert found == expected["units"]


def test_annex_3_totals(read: Read, as_of: str) -> None:
    found: dict[str, dict[str, list[float]]] = {"city": {}, "member": {}}
    for row in read("metric-totals"):
        found[row["unit_kind"]][row["metric"]] = [float(row["total"] or 0), int(row["filled"])]
    expected = EXPECTED[as_of]["annex3"]
    assert found == {"city": expected["cities"], "member": expected["members"]}


CLASSES = ("A", "B", "C", "D", "E", "A0", "P")
PARTS = ("confirmed", "closed", "matured", "in_time", "exposed", "exposed_closed", "listed")


def test_hazards(read: Read, as_of: str) -> None:
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in read("hazard-summary"):
        n = {name: int(value) for name, value in row.items() if name in (*CLASSES, *PARTS)}
        assert n["confirmed"] == sum(n[name] for name in CLASSES)
        found[row["city"]]["一般" if row["grade"] == "general" else "重大"] = {
            **{name: n[name] for name in CLASSES},
            "整改率": [n["closed"], n["confirmed"]],
            "按期整改率": [n["in_time"], n["matured"]],
            "超期未整改": [n["E"], n["matured"]],
            "曝光后销号": [n["exposed_closed"], n["exposed"]],
            **({"挂牌督办": [n["listed"], n["confirmed"]]} if row["grade"] == "major" else {}),
        }
    assert found == EXPECTED[as_of]["hazards"]


def test_the_ledger_holds_what_the_summary_counts(read: Read, as_of: str) -> None:
    """Row by row: class, grade, listing and exposure of each hazard add up to the expected figures."""
    cells: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for row in read("hazards"):
        for place in (row["city"], "全省"):
            cell = cells[place]["一般" if row["grade"] == "general" else "重大"]
            cell[row["class"]] += 1
            cell["listed"] += row["listed_on"] != ""
            cell["exposed"] += row["exposed_on"] != ""
    for place, grades in EXPECTED[as_of]["hazards"].items():
        for grade, expected in grades.items():
            cell = cells[place][grade]
            assert {name: cell[name] for name in CLASSES} == {name: expected[name] for name in CLASSES}
            assert cell["exposed"] == expected["曝光后销号"][1]
            if grade == "重大":
                assert cell["listed"] == expected["挂牌督办"][0]
    majors = read("majors")
    assert len(majors) == sum(EXPECTED[as_of]["hazards"]["全省"]["重大"][name] for name in CLASSES)


def test_exposures_and_backlog(read: Read, as_of: str) -> None:
    expected = EXPECTED[as_of]["hazards"]["全省"]
    rows = read("exposures")
    for grade, word in (("general", "一般"), ("major", "重大")):
        exposed = {row["hazard"]: row for row in rows if row["record"] == "hazard" and row["grade"] == grade}
        closed = sum(row["closed_on"] != "" for row in exposed.values())
        assert [closed, len(exposed)] == expected[word]["曝光后销号"]
        [*_, last] = [row for row in read("backlog") if (row["city"], row["grade"]) == ("全省", grade)]
        assert int(last["closing"]) == sum(expected[word][name] for name in ("B", "D", "E", "P"))


def test_tips(read: Read, as_of: str) -> None:
    found: dict[str, dict[str, Any]] = {}
    for row in read("tips-summary"):
        n = {name: int(value) for name, value in row.items() if not name.startswith("channel") and "rate" not in name}
        found[{"wechat": "微信", "weibo": "微博"}.get(row["channel"], row["channel"])] = {
            "接报": n["received"],
            "重复": n["duplicate"],
            "移送": n["transferred"],
            "不予受理": n["rejected"],
            "受理": n["accepted"],
            "办结": n["closed"],
            "到期": n["due"],
            "按期办结": n["closed_on_time"],
            "属实": n["substantiated"],
            "撤回": n["withdrawn"],
            "受理率": [n["accepted"], n["eligible"]],
            "办结率": [n["closed"], n["accepted"]],
            "按期办结率": [n["closed_on_time"], n["due"]],
            "属实率": [n["substantiated"], n["verified"]],
        }
    assert found == EXPECTED[as_of]["tips"]
