"""Small sets of rows as the loaders give them, and a view to read them with."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.hazards.grades import Grades, Label
from dashboard.view import Choices, Deadline, Option, View
from data_access.database.stamp import Stamp
from data_access.hazards.sums import Sums
from data_access.notice.units import Line, Unit
from data_access.obligations.at_instant import Obligation
from data_access.obligations.counts import Counts, UnitCounts
from data_access.question import Filters, Question

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


def unit(code: str, group: str = "city", city: str = "") -> Unit:
    """A city of CITIES, or any code of another group."""
    zh, en, short = CITIES.get(code, (code, code, code))
    adcode = code if group in ("city", "county") else ""
    return Unit(code, zh, en, short, adcode, group, code if group == "city" else city)


def line(code: str) -> Line:
    """A line of LINES."""
    zh, en = LINES[code]
    return Line(code, zh, en, zh, en)


def counts(**known: int) -> Counts:
    """Counts that are 0 unless told."""
    return Counts(**known)


def completion(*rows: dict[str, Any]) -> list[UnitCounts]:
    """Counts per unit: `code` an adcode of CITIES (or any code with a `group`), the rest 0 unless told."""
    return [
        UnitCounts(
            unit(row["code"], row.get("group", "city"), row.get("city", "")),
            Counts(**{name: n for name, n in row.items() if name in Counts._fields}),
        )
        for row in rows
    ]


def hazards(*rows: dict[str, Any]) -> list[Grades[Sums]]:
    """General hazards of cities: `code` an adcode of CITIES, counts 0 unless told."""
    return [
        Grades(
            Label(row["code"], CITIES[row["code"]][0], CITIES[row["code"]][2]),
            Sums(**{name: n for name, n in row.items() if name in Sums._fields}),
            Sums(),
        )
        for row in rows
    ]


def obligations(*rows: dict[str, Any]) -> list[Obligation]:
    """Obligations: `code`, `line`, `state`, `due` (day), `basis`, `done` (instant), `days`, … as told."""
    return [_obligation(row) for row in rows]


def _obligation(row: dict[str, Any]) -> Obligation:
    due = at(row["due"]) if row.get("due") else None
    state = row["state"]
    return Obligation(
        unit=unit(row["code"], row.get("group", "city"), row.get("city", "")),
        line=line(row.get("line", "D3")),
        period=row.get("period", ""),
        role=row.get("role", "submit"),
        state=state,
        due_soon=row.get("due_soon", False),
        due_passed=due is not None and (due <= at("2020-07-04", "00:00:00") or state == "overdue"),
        due_basis=row.get("basis", "stated" if due else "none"),
        due_at=due,
        due_original=due,
        extensions=row.get("extensions", 0),
        fulfilled_at=row.get("done"),
        waived_at=row.get("waived"),
        provisional=row.get("provisional", False),
        key=row.get("key", 0),
        days_overdue=row.get("days"),
    )
