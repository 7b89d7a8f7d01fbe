"""What is told of an activity: who held it, when and where, and which tasks it counts for (C5-C7, C11)."""

from collections.abc import Iterator

from data_access.activities.chosen import find_activity
from data_access.activities.ledger import Activity
from data_access.cases.case import Case, Fact, File, Group, Step, group
from data_access.cases.evidence import people
from data_access.cases.tasks import task_row
from data_access.cases.telling import Telling
from data_access.database.snapshot import Snapshot
from data_access.obligations.at_instant import list_obligations


def activity(s: Snapshot, told: Telling, code: str) -> Case | None:
    """The activity of this number."""
    q = told.q.unfiltered()
    one = find_activity(s, q, code)
    if one is None:
        return None
    asked = q.of_lines(one.line.code) if one.line.code else q
    return Case(
        f"activity:{code}",
        told.t("case.kind.activity"),
        one.title,
        verdict=told.word("activity", one.status),
        facts=tuple(_facts(told, one)),
        steps=tuple(_steps(told, one)),
        groups=_counts_for(s, told, one),
        why=(told.t(f"case.why.activity.{one.status}"), *([] if one.line.code else [told.t("case.why.own")])),
        rules=("C5", "C6", "C11"),
        file=File("activities", asked.of_cities(one.unit.city) if one.unit.city else asked),
        city=one.unit.city,
    )


def _facts(told: Telling, one: Activity) -> Iterator[Fact]:
    hosts = one.hosts_zh if told.lang == "zh" else one.hosts_en
    line = f"{one.line.code} {told.name(one.line)}" if one.line.code else told.t("case.own")
    for key, text in (
        ("hosts", hosts),
        ("line", line),
        ("place", told.name(one.place)),
        ("mode", told.word("mode", one.mode)),
        ("people", people(told, one)),
        ("number", one.code),
    ):
        if text:
            yield Fact(told.t(f"case.fact.{key}"), text)


def _steps(told: Telling, one: Activity) -> Iterator[Step]:
    source = told.t("case.source.activities")
    for key in ("planned_start", "planned_end", "held_start", "held_end"):
        at = getattr(one, key)
        if at is not None and not (key.endswith("_end") and at == getattr(one, key.replace("_end", "_start"))):
            yield Step(told.moment(at), told.t(f"case.step.{key}"), source, at > told.q.as_of)


def _counts_for(s: Snapshot, told: Telling, one: Activity) -> tuple[Group, ...]:
    """The tasks of this line of those who hold it; leagues have theirs from the rows that name them (C6)."""
    q = told.q.unfiltered()
    hosts = set(one.hosts_zh.split("、"))
    rows = tuple(
        task_row(told, owed)._replace(title=told.t("case.task", line=told.short(owed.line), unit=told.short(owed.unit)))
        for owed in list_obligations(s, q)
        if owed.line.code == one.line.code and owed.unit.zh in hosts
    )
    return group(told.t("case.counts_for", n=len(rows)), rows)
