"""What the sentences about two instants say, counted anew at each of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from data_access.question import Filters
from tests.dashboard.sentences.sentence_facts import Facts, Row, rows
from tests.dashboard.sentences.sentence_reading import Rule, number

V = Mapping[str, str]


def _rows(f: Facts, extract: str, at: datetime, known: datetime | None = None, *, placed: bool = False) -> list[Row]:
    """The rows of a file at an instant, as known then; of hazards without what does not narrow them."""
    q = f.view.question
    filters = Filters(q.filters.campaign, q.filters.cities) if placed else q.filters
    return rows(extract, replace(q, filters=filters, as_of=at, known_at=known, since=None))


def _first(f: Facts) -> datetime:
    since = f.view.question.since
    assert since is not None
    return since


def _overdue(f: Facts, at: datetime, known: datetime | None = None) -> set[tuple[str, ...]]:
    groups = f.view.filters.groups or ("city",)
    group = next(one for one in ("city", "member", "office", "county") if one in groups)
    owed = _rows(f, "obligations", at, known)
    return {_key(row) for row in owed if row["unit_group"] == group and row["state"] == "overdue"}


def _key(row: Row) -> tuple[str, ...]:
    return row["unit_code"], row["line_code"], row["period"]


def _tasks(f: Facts, v: V) -> bool:
    before, now = _overdue(f, _first(f)), _overdue(f, f.view.question.as_of)
    said = [number(v[name]) for name in ("n", "came", "gone")]
    same = number(v.get("before", v["n"])) == len(before)
    return same and said == [len(now), len(now - before), len(before - now)]


def _hazards(f: Facts, v: V, grade: str) -> bool:
    n = [
        sum(row["grade"] == grade and row["class"] == "E" for row in _rows(f, "hazards", at, placed=True))
        for at in (_first(f), f.view.question.as_of)
    ]
    return [number(v.get("before", v["n"])), number(v["n"])] == n


def _revised(f: Facts) -> int:
    """How many tasks and hazards were known otherwise at the first instant."""
    since, found = _first(f), 0
    for extract, key, what in (("obligations", _key, "state"), ("hazards", lambda row: (row["code"],), "class")):
        placed = extract == "hazards"
        if placed and (f.view.filters.lines or "city" not in (f.view.filters.groups or ("city",))):
            continue
        then, known = (
            {key(row): row[what] for row in _rows(f, extract, since, at, placed=placed)} for at in (since, None)
        )
        found += sum(then.get(one) != known.get(one) for one in {*then, *known})
    return found


def _lead(f: Facts, v: V) -> bool:
    then, known = (len(_overdue(f, _first(f), at)) for at in (_first(f), None))
    told = (number(v["then"]), number(v["known"])) == (then, known) if "then" in v else then == known
    return told and number(v["count"]) >= max(_revised(f), 1)


def _nothing_due(f: Facts) -> bool:
    owed = _rows(f, "obligations", _first(f))
    return not any(row["due_passed"] and row["state"] != "waived" for row in owed)


def _earliest(f: Facts, v: V) -> bool:
    owed: list[dict[str, Any]] = _rows(f, "obligations", f.view.question.as_of)
    dues = [row["due_at"] for row in owed if row["due_at"] is not None and row["state"] != "waived"]
    return v["earliest"] == f.view.day(min(dues)) if "earliest" in v else not dues or min(dues) >= f.view.question.as_of


CHANGES: dict[str, Rule] = {
    "compared.finding": lambda f, v: _tasks(f, v) and v["before"] != v["n"],
    "compared.finding.same": _tasks,
    **{
        f"compared.finding.{grade}{same}": lambda f, v, grade=grade: _hazards(f, v, grade)
        for grade in ("general", "major")
        for same in ("", ".same")
    },
}
CHANGES_LEAD: dict[str, Rule] = {
    "compared.lead.none": lambda f, v: not _revised(f),
    "compared.lead.other": _lead,
    "compared.lead.overdue": _lead,
}
REFUSED: dict[str, Rule] = {
    "compared.refused.order": lambda f, v: _first(f) >= f.view.question.as_of,
    **{
        f"compared.refused.{why}{never}": lambda f, v: _nothing_due(f) and _earliest(f, v)
        for why in ("issue", "due", "another")
        for never in ("", ".never")
    },
}
