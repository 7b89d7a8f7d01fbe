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

from data_access import extracts
from data_access.campaigns import resolve
from data_access.engine import snapshot
from data_access.filters import Filters

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


CLASSES = {"A": "a", "B": "b", "C": "c", "D": "d", "E": "e", "A0": "a0", "P": "p"}


def test_hazards(read: Read, as_of: str) -> None:
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    cells: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in read("hazard-classes"):
        for place in (row["city"], "全省"):
            for name, value in row.items():
                if name not in ("city_adcode", "city", "grade"):
                    cells[place, row["grade"]][name] += int(value)
    for (place, grade), n in cells.items():
        matured = n["a"] + n["b"] + n["c"] + n["d"] + n["e"]
        found[place]["一般" if grade == "general" else "重大"] = {
            **{name: n[key] for name, key in CLASSES.items()},
            "整改率": [n["a"] + n["c"] + n["a0"], n["confirmed"]],
            "按期整改率": [n["a"] + n["b"], matured],
            "超期未整改": [n["e"], matured],
            "曝光后销号": [n["exposed_closed"], n["exposed"]],
            **({"挂牌督办": [n["listed"], n["confirmed"]]} if grade == "major" else {}),
        }
    assert found == EXPECTED[as_of]["hazards"]


def test_tips(read: Read, as_of: str) -> None:
    found: dict[str, dict[str, Any]] = {}
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in read("tips"):
        key = {"wechat": "微信", "weibo": "微博"}.get(row["channel"], row["channel"])
        for channel in (key, "合计"):
            for name, value in row.items():
                if name not in ("channel", "channel_name"):
                    sums[channel][name] += int(value)
    for channel, n in sums.items():
        found[channel] = {
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
            "受理率": [n["accepted"], n["received"] - n["duplicate"] - n["transferred"]],
            "办结率": [n["closed"], n["accepted"]],
            "按期办结率": [n["closed_on_time"], n["due"]],
            "属实率": [n["substantiated"], n["closed"] - n["withdrawn"]],
        }
    assert found == EXPECTED[as_of]["tips"]
