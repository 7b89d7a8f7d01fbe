"""What is told of a task: who owes which line by when, what came of it, and why it stands as it does (C3-C8)."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, bindparam, select

from data_access.activities.chosen import list_behind
from data_access.activities.ledger import Activity
from data_access.cases.case import Beside, Case, Fact, File, Row, beside, group
from data_access.cases.evidence import activities_behind, handed_in
from data_access.cases.items import item
from data_access.cases.steps import Dated, in_order, step
from data_access.cases.telling import Telling
from data_access.database.schema import line, obligation
from data_access.database.snapshot import Snapshot
from data_access.obligations.acts import list_acts
from data_access.obligations.agenda import overdue
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.obligations.pace_words import in_words
from data_access.obligations.reason import said
from data_access.question import Question
from data_access.returns.reminders import letters, reminders_of
from data_access.returns.submissions import Submission, list_submissions

RULES: Final = {"submit": ("C4", "G2"), "hold": ("C5", "C6"), "attend": ("C7",)}
SHOWN_STEPS: Final = 8
"""So many activities stand among the steps, the last ones; all of them are listed below."""


class Owed(NamedTuple):
    """What the notice says of one obligation."""

    min_count: int
    date_rule: str
    quote: str | None


def select_owed(_: Question) -> Select[*tuple[Any, ...]]:
    """The row of Owed of the obligation `key`."""
    o = obligation.c
    return (
        select(o.min_count, o.date_rule, line.c.quote)
        .join_from(obligation, line, line.c.id == o.line_id)
        .where(o.id == bindparam("key"))
    )


def task(s: Snapshot, told: Telling, unit: str, code: str, period: str = "") -> Case | None:
    """The task of a unit on a line; of a line owed period by period, without one, all its periods."""
    q = told.q.unfiltered()
    owed = [one for one in list_obligations(s, q) if one.unit.code == unit and one.line.code == code]
    owed = [one for one in owed if one.period == period] if period else owed
    if not owed:
        return None
    return _one(s, told, q, owed[0]) if len(owed) == 1 else _periods(told, q, owed)


def task_item(one: Obligation) -> str:
    """The item of a task."""
    return item("task", one.unit.code, one.line.code, one.period)


def _one(s: Snapshot, told: Telling, q: Question, one: Obligation) -> Case:
    details = Owed._make(s.ask(select_owed, q, key=one.key)[0])
    behind = () if one.role == "submit" else list_behind(s, q, one.key)
    sent = _versions(s, q, one) if one.role == "submit" else []
    return Case(
        task_item(one),
        told.t("case.kind.task"),
        _title(told, one),
        one.drawn_state,
        verdict(told, one),
        tuple(_facts(told, one, details)),
        details.quote or "",
        in_order([*_decided(s, told, q, one), *_sent(told, sent), *_held(told, one, behind)]),
        (*activities_behind(told, behind), *handed_in(told, sent)),
        why=tuple(_why(told, one, details)),
        rules=_rules(one),
        reminder=reminder(told, [one]),
        file=_file(q, one),
        city=one.unit.city,
        beside=_beside(s, told, q, one),
    )


def _beside(s: Snapshot, told: Telling, q: Question, one: Obligation) -> Beside | None:
    """Among what is overdue of the unit, in the order of what to do first."""
    late = overdue(other for other in list_obligations(s, q) if other.unit == one.unit)
    return beside(told.t("case.among.overdue"), [task_item(other) for other in late], task_item(one))


def _periods(told: Telling, q: Question, owed: Sequence[Obligation]) -> Case:
    one = owed[0]
    return Case(
        item("task", one.unit.code, one.line.code),
        told.t("case.kind.task"),
        told.t("case.task", line=told.short(one.line), unit=told.short(one.unit)),
        facts=tuple(_whose(told, one)),
        groups=group(told.t("case.periods", n=len(owed)), tuple(task_row(told, own) for own in owed)),
        why=(told.t(f"case.why.role.{one.role}", n=1),),
        rules=RULES[one.role],
        reminder=reminder(told, owed),
        file=_file(q, one),
        city=one.unit.city,
    )


def task_row(told: Telling, one: Obligation) -> Row:
    """A task as one of several: its line and period, when it is due, its state."""
    title = f"{told.short(one.line)} {one.period}".strip()
    basis = told.word("basis.short", one.due_basis)
    due = told.t("case.due", day=told.day(one.due_at), basis=basis) if one.due_at else ""
    return Row(
        title,
        told.and_([verdict(told, one), due]),
        one.drawn_state,
        item("task", one.unit.code, one.line.code, one.period),
    )


def verdict(told: Telling, one: Obligation) -> str:
    """Its state in words, with the days that it is or was late, whether it is behind pace and still being reviewed."""
    word = told.word("state", one.drawn_state)
    late = told.t("case.days", one.days_overdue) if one.days_overdue else ""
    behind = told.t("definition.behind.title") if one.behind else ""
    reviewed = told.t("case.provisional") if one.provisional else ""
    return told.and_([" ".join(part for part in (word, late, reviewed) if part), behind])


def reminder(told: Telling, owed: Sequence[Obligation]) -> str:
    """The sentence that reminds the unit of these tasks; "" where none of them is late or soon due."""
    return "".join(letter.sentence for letter in letters(reminders_of(owed, told.q), told.q, told.lang))


def _title(told: Telling, one: Obligation) -> str:
    name = f"{told.short(one.line)} {one.period}".strip()
    return told.t("case.task", line=name, unit=told.short(one.unit))


def _whose(told: Telling, one: Obligation) -> Iterator[Fact]:
    unit = item("city" if one.unit.group == "city" else "unit", one.unit.code)
    yield Fact(told.t("case.fact.unit"), told.and_([told.name(one.unit), told.word("group", one.unit.group)]), unit)
    yield Fact(told.t("case.fact.line"), f"{one.line.code} {told.name(one.line)}")


def _facts(told: Telling, one: Obligation, details: Owed) -> Iterator[Fact]:
    yield from _whose(told, one)
    yield Fact(told.t("case.fact.role"), told.t(f"case.role.{one.role}", details.min_count))
    basis = told.word("basis.short", one.due_basis)
    due = told.t("case.due", day=told.moment(one.due_at), basis=basis) if one.due_at else told.word("basis", "none")
    yield Fact(told.t("case.fact.due"), due)
    if one.pace:
        yield Fact(told.t("case.fact.pace"), in_words(one.pace, told.q.zone, told.lang))
    if one.fulfilled_at:
        yield Fact(told.t("case.fact.done"), told.moment(one.fulfilled_at))


def _versions(s: Snapshot, q: Question, one: Obligation) -> list[Submission]:
    mine = one.unit.code, one.line.code, one.period
    return [sent for sent in list_submissions(s, q) if (sent.unit.code, sent.line.code, sent.period) == mine]


def _decided(s: Snapshot, told: Telling, q: Question, one: Obligation) -> Iterator[Dated]:
    """The deadline, its extensions, and that it is waived, each with its reason."""
    source = "notice" if one.due_basis == "stated" else "ours"
    if one.due_original is not None and one.due_original != one.due_at:
        yield step(told, one.due_original, told.t("case.step.due_original"), source)
    if one.due_at is not None:
        yield step(told, one.due_at, told.t("case.step.due"), source if not one.extensions else "adjustments")
    for act in list_acts(s, q):
        if (act.unit, act.line, act.period) == (one.unit, one.line, one.period) and act.act != "returned":
            done = told.t(f"case.step.{act.act}", due=told.day(act.new_due) if act.new_due else "")
            yield step(told, act.acted_at, told.and_([done, said(act.reason, told.lang), act.doc_no]), "adjustments")


def _sent(told: Telling, sent: Sequence[Submission]) -> Iterator[Dated]:
    for one in sent:
        zero = told.t("case.zero") if one.is_zero_report else ""
        received = told.t("case.step.received", version=one.version)
        what = told.and_([received, told.word("channel", one.channel), zero])
        yield step(told, one.submitted_at, what, "register")
        if one.reviewed_at is not None:
            kind = "returned" if one.status == "returned" else "accepted"
            judged = told.t(f"case.step.{kind}", version=one.version)
            why = said(one.sent_back, told.lang)
            yield step(told, one.reviewed_at, told.and_([judged, why]), "register")


def _held(told: Telling, one: Obligation, behind: Sequence[Activity]) -> Iterator[Dated]:
    held = [activity for activity in behind if activity.status == "held" and activity.end is not None]
    for activity in sorted(held, key=lambda activity: activity.end or told.q.as_of)[-SHOWN_STEPS:]:
        what = told.t(f"case.step.{one.role}", title=activity.title)
        yield step(told, activity.end or told.q.as_of, what, "activities")


def _why(told: Telling, one: Obligation, details: Owed) -> Iterator[str]:
    bound = "_on" if details.date_rule == "on" else ""
    yield told.t(f"case.why.role.{one.role}{bound}", details.min_count)
    if one.unit.group == "county":
        yield told.t("case.why.league")
    yield told.t(f"case.why.basis.{one.due_basis}")
    yield told.t(f"case.why.state.{one.state}")
    if one.behind:
        yield told.t("definition.behind")
    if one.provisional:
        yield told.t("case.why.provisional")


def _rules(one: Obligation) -> tuple[str, ...]:
    moved = ("C8",) if one.extensions or one.waived_at else ()
    return (*RULES[one.role], "C2", *moved, *(("G15",) if one.behind else ()))


def _file(q: Question, one: Obligation) -> File:
    asked = q.of_lines(one.line.code).of_groups(one.unit.group)
    asked = asked.of_cities(one.unit.city) if one.unit.city else asked
    return File("submissions" if one.role == "submit" else "activities", asked)
