"""Small frames with the columns that the loaders promise, and a view to read them with."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from dashboard.view import Choices, Deadline, Option, View
from data_access.completion import COMPLETION
from data_access.filters import Filters, Question
from data_access.frames import to_frame
from data_access.obligations import OBLIGATIONS
from data_access.stamp import Stamp

ZONE = ZoneInfo("Asia/Shanghai")
CITIES = {
    "230100": ("哈尔滨市", "Harbin", "哈尔滨"),
    "230200": ("齐齐哈尔市", "Qiqihar", "齐齐哈尔"),
    "230300": ("鸡西市", "Jixi", "鸡西"),
    "230400": ("鹤岗市", "Hegang", "鹤岗"),
    "230500": ("双鸭山市", "Shuangyashan", "双鸭山"),
    "230600": ("大庆市", "Daqing", "大庆"),
}
LINES = {
    "M1.1": ("专题学习", "Study session"),
    "D1": ("联络员", "Liaison"),
    "D2": ("做法素材", "Material"),
    "D3": ("综合情况", "Summary return"),
}


def at(day: str, time: str = "23:59:59") -> datetime:
    """A local instant."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZONE).astimezone(UTC)


def view(
    lang: str = "zh", as_of: datetime | None = None, filters: Filters | None = None, *, dark: bool = False
) -> View:
    """A view over the made-up campaign; T is 2020-07-04 00:00 unless told."""
    lines = (
        Option("M1", "学习论述", "Study"),
        *(
            Option(code, zh, en, depth=int(code == "M1.1"), parent="M1" if code == "M1.1" else "")
            for code, (zh, en) in LINES.items()
        ),
    )
    deadlines = tuple(
        Deadline(date.fromisoformat(day), (), stated=True) for day in ("2020-05-29", "2020-06-30", "2020-07-03")
    )
    choices = Choices(
        campaigns=(Option("N", "活动", "Campaign"),),
        cities=tuple(Option(code, zh, en) for code, (zh, en, _) in CITIES.items()),
        lines=lines,
        deadlines=deadlines,
        groups=("city", "member", "office", "county"),
        first=date(2020, 6, 1),
        last=date(2020, 12, 31),
        zone=ZONE,
    )
    question = Question(filters or Filters(campaign="N"), as_of or at("2020-07-04", "00:00:00"))
    return View(question, Stamp("1", None, "sample"), choices, lang, "overview", dark=dark)


def completion(*rows: dict[str, Any]) -> pd.DataFrame:
    """Counts per unit: `code` an adcode of CITIES (or any code with a `group`), the rest 0 unless told."""
    return to_frame([_counts(place, row) for place, row in enumerate(rows)], COMPLETION)


def obligations(*rows: dict[str, Any]) -> pd.DataFrame:
    """Obligations: `code`, `line`, `state`, `due` (day), `basis`, `done` (instant), `days`, … as told."""
    return to_frame([_obligation(row) for row in rows], OBLIGATIONS)


def _unit(row: dict[str, Any]) -> dict[str, Any]:
    code, group = row["code"], row.get("group", "city")
    zh, en, short = CITIES.get(code, (row.get("zh", code), row.get("en", code), row.get("zh", code)))
    city = {"city": code, "county": row.get("city", "")}.get(group, "")
    return {
        "unit_code": code,
        "unit_zh": zh,
        "unit_en": en,
        "unit_short": short,
        "unit_adcode": code if group in ("city", "county") else "",
        "unit_group": group,
        "city_adcode": city,
    }


def _counts(place: int, row: dict[str, Any]) -> list[Any]:
    known = {**dict.fromkeys(COMPLETION, 0), **_unit(row), "sort_order": place, **row}
    return [known[name] for name in COMPLETION]


def _obligation(row: dict[str, Any]) -> list[Any]:
    line = row.get("line", "D3")
    zh, en = LINES[line]
    due = at(row["due"]) if row.get("due") else None
    known = {
        **_unit(row),
        "line_code": line,
        "line_zh": zh,
        "line_en": en,
        "line_short_zh": zh,
        "line_short_en": en,
        "period": row.get("period", ""),
        "role": row.get("role", "submit"),
        "state": row["state"],
        "due_soon": row.get("due_soon", False),
        "due_basis": row.get("basis", "stated" if due else "none"),
        "due_at": due,
        "due_original": due,
        "extensions": row.get("extensions", 0),
        "fulfilled_at": row.get("done"),
        "waived_at": row.get("waived"),
        "provisional": row.get("provisional", False),
        "evidence": row.get("evidence", 0),
        "days_overdue": row.get("days"),
    }
    return [known[name] for name in OBLIGATIONS]
