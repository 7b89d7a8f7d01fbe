"""What the page of data quality shows: can the screen be trusted, and what should a person verify (question 20)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard.data import reader
from dashboard.data.memory import remembered
from dashboard.parts import findings
from dashboard.parts.figure import Figure, figure
from dashboard.parts.findings import Finding
from dashboard.view import View
from data_access.quality.findings import Evidence
from data_access.quality.rules import CONTRADICTIONS, RULES
from data_access.quality.units import GROUPS, Quality, list_findings, list_quality

FIRST: Final = 200
"""Rows of a rule that the page shows; the extract has all."""


@dataclass(frozen=True)
class Checked:
    """A rule, and how much it found."""

    code: str
    kind: str
    findings: int
    units: int


@dataclass(frozen=True)
class Found:
    """What the page shows; `view` asks without what does not narrow it."""

    view: View
    groups: dict[str, list[Quality]]
    """Cities, member units, provincial offices: tables of their own (G9)."""
    rules: list[Checked]
    """All of them, those that found nothing too."""
    rows: Sequence[Evidence]
    finding: Finding
    figures: list[Figure]

    def rows_of(self, rule: str) -> list[Evidence]:
        """The rows behind the findings of one rule."""
        return [row for row in self.rows if row.rule == rule]

    @property
    def first(self) -> str:
        """The first rule that found something."""
        return next((rule.code for rule in self.rules if rule.findings), self.rules[0].code)


def read(view: View) -> Found | None:
    """The quality of the data for `view`; None when nobody owes anything."""
    return _read(view.asking(view.question.placed().without_hazards()))


@remembered
def _read(view: View) -> Found | None:
    every = view.asking(view.question.unfiltered())
    units = [one for one in reader.read(list_quality, every) if _is_chosen(view, one.unit.city)]
    rows = [row for row in reader.read(list_findings, every) if _is_chosen(view, row.unit.city)]
    groups = {group: [one for one in units if one.unit.group == group] for group in GROUPS}
    groups = {group: listed for group, listed in groups.items() if listed}
    if not groups:
        return None
    rules = [_checked(rule, [row for row in rows if row.rule == rule]) for rule in RULES]
    return Found(view, groups, rules, rows, finding(view, groups, rows), figures(view, groups, rows))


def _is_chosen(view: View, city: str) -> bool:
    return not view.filters.cities or city in view.filters.cities


def _checked(rule: str, rows: Sequence[Evidence]) -> Checked:
    return Checked(rule, RULES[rule].kind, count(rows), len({row.unit.code for row in rows}))


def count(rows: Sequence[Evidence], *kinds: str) -> int:
    """How many findings these rows are, of these kinds or of all."""
    return len({row.finding for row in rows if not kinds or row.kind in kinds})


def finding(view: View, groups: dict[str, list[Quality]], rows: Sequence[Evidence]) -> Finding:
    """How much of the data is missing or contradicts itself; who has been silent for the longest."""
    cities = groups.get("city", [])
    title = view.t(
        "quality.finding",
        who=_who(view),
        missing=f"{sum(one.missing for one in cities):,}",
        due=f"{sum(one.due for one in cities):,}",
        odd=f"{count(rows, *CONTRADICTIONS):,}",
        refused=f"{count(rows, 'refused'):,}",
    )
    formal = view.t("quality.lead.formal", n=count(rows, "formal"), formal=f"{count(rows, 'formal'):,}")
    return Finding(title, _silent(view, cities) + formal)


def _who(view: View) -> str:
    names = [view.city(code) for code in view.filters.cities]
    return findings.some(view, names) if names else view.t("quality.who")


def _silent(view: View, cities: Sequence[Quality]) -> str:
    if nothing := [view.name(one.unit) for one in cities if one.silent_days is None]:
        return view.t("quality.lead.nothing", names=findings.some(view, nothing))
    most = max((one.silent_days or 0 for one in cities), default=0)
    if not most:
        return view.t("quality.lead.today", who=_who(view))
    names = [view.name(one.unit) for one in cities if one.silent_days == most]
    return view.t("quality.lead.silent", n=most, names=findings.some(view, names))


def figures(view: View, groups: dict[str, list[Quality]], rows: Sequence[Evidence]) -> list[Figure]:
    """Missing returns of the cities, and findings by what they say about the data."""
    cities, members = groups.get("city", []), groups.get("member", [])
    missing = figure(view, "quality_missing", cities, view.t("quality.figure.missing"), view.question)
    note = ""
    if members:
        said = {"n": f"{sum(one.missing for one in members):,}", "d": f"{sum(one.due for one in members):,}"}
        note = view.t("quality.note.members", missing=said["n"], due=said["d"])
    return [
        replace(missing, note=note, tone="red" if missing.n else "gray"),
        *(_counted(view, name, rows) for name in ("refused", "contradictions", "revised", "formal")),
    ]


def _counted(view: View, name: str, rows: Sequence[Evidence]) -> Figure:
    found = figure(view, f"quality_{name}", rows, view.t(f"quality.figure.{name}"), view.question)
    unit = view.t("quality.unit", n=int(found.value or 0))
    return replace(found, unit=unit, note=view.t(f"quality.note.{name}"), tone="gray")
