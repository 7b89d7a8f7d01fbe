"""What is told of a hazard: where it lies, who is in charge, what was ordered and done, and its class (C12, C13).

No narrative, no person, no reason of a change record, and no enterprise that was not named in public (returns §5).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from data_access.cases.case import Beside, Case, Fact, File, Row, Step, beside
from data_access.cases.items import item
from data_access.cases.steps import Dated, in_order, step
from data_access.cases.telling import Telling
from data_access.database.snapshot import Snapshot
from data_access.hazards.exposures import list_exposures
from data_access.hazards.happened import (
    HazardEvent,
    Supervision,
    find_hazard,
    list_events_of,
    list_supervisions,
)
from data_access.hazards.ledger import Hazard
from data_access.hazards.lists import list_longest_overdue
from data_access.question import Question

STATE_OF: Final = {"E": "overdue", "C": "done_late", "D": "done_late", "P": "not_due"}
"""The colour and sign of a class: those of a task that stands so; of the other classes done in time."""
EVERY: Final = 1_000
"""Overdue hazards of a city at most."""
CHANGES: Final = ("extend", "accept_fail", "reopen", "regrade", "void")
"""Events that the change records tell; the ledger tells the others."""


def hazard(s: Snapshot, told: Telling, code: str) -> Case | None:
    """The hazard of this number; None of what is not confirmed by T, or void."""
    q = told.q.unfiltered()
    one = find_hazard(s, q, code)
    if one is None:
        return None
    return Case(
        item("hazard", code),
        told.t(f"case.kind.hazard.{one.grade}"),
        title(told, one),
        state_of(one),
        verdict(told, one),
        tuple(_facts(told, one)),
        steps=_steps(s, told, q, one),
        why=tuple(_why(told, one)),
        rules=("C12", "C13"),
        reminder=reminder(told, [one]),
        file=_file(q, one),
        city=one.city.code,
        beside=_beside(s, told, q, one),
    )


def _beside(s: Snapshot, told: Telling, q: Question, one: Hazard) -> Beside | None:
    """Among those of its city that are overdue, the longest first."""
    if one.class_ != "E" or not one.city.code:
        return None
    late = list_longest_overdue(s, q.of_cities(one.city.code), EVERY)
    return beside(
        told.t("case.among.hazards"), [item("hazard", other.code) for other in late], item("hazard", one.code)
    )


def title(told: Telling, one: Hazard) -> str:
    """Where it lies and of which industry it is: 宝清县 城镇燃气."""
    place = told.name(one.place)
    return told.t("case.hazard", place=place, industry=told.name(one.industry) or told.t("case.no_industry"))


def state_of(one: Hazard) -> str:
    """Its colour and sign."""
    return STATE_OF.get(one.class_, "done_on_time")


def verdict(told: Telling, one: Hazard) -> str:
    """Its class in words, with the days that it is or was late."""
    late = told.t("case.days", one.days_overdue) if one.days_overdue else ""
    return f"{told.word('hazards.class', one.class_)} {late}".strip()


def hazard_row(told: Telling, one: Hazard) -> Row:
    """A hazard as one of several: where and what; how late, who is in charge, its listing."""
    in_charge = told.name(one.industry.regulator) or told.t("case.no_regulator")
    due = told.t("case.due.plain", day=told.day(one.due_at)) if one.due_at else ""
    listing = _listing(told, one) if one.listing.level else ""
    said = told.and_([verdict(told, one), due, in_charge, listing])
    return Row(title(told, one), said, state_of(one), item("hazard", one.code))


def reminder(told: Telling, hazards: Iterable[Hazard]) -> str:
    """What to send about those that are overdue, a sentence each; "" for none."""
    return "\n".join(_reminder(told, one) for one in hazards if one.class_ == "E" and one.due_at is not None)


def _reminder(told: Telling, one: Hazard) -> str:
    return told.t(
        "case.reminder.hazard",
        to=told.and_([told.name(one.city), told.name(one.industry.regulator)]),
        hazard=title(told, one),
        grade=told.word("grade", one.grade),
        code=one.code,
        due=told.day(one.due_at or told.q.as_of),
        days=one.days_overdue,
    )


def _listing(told: Telling, one: Hazard) -> str:
    if not one.listing.level:
        return told.word("listing", "none")
    level = told.t("case.listed", level=told.word("listing", one.listing.level))
    off = told.t("case.delisted", day=told.day(one.listing.delisted_at)) if one.listing.delisted_at else ""
    return f"{level} {off}".strip()


def _facts(told: Telling, one: Hazard) -> Iterator[Fact]:
    where = told.and_([told.name(one.city), told.name(one.place) if one.place != one.city else ""])
    due = told.moment(one.due_at) if one.due_at else told.t("case.no_order")
    place = " ".join(part for part in (one.unit_name or told.t("word.some_enterprise"), one.site_kind) if part)
    for key, text in (
        ("regulator", told.name(one.industry.regulator) or told.t("case.no_regulator")),
        ("where", where),
        ("listing", _listing(told, one)),
        ("due", due),
        ("industry", told.name(one.industry)),
        ("site", place),
        ("source", told.word("source", one.source)),
        ("round", told.t("case.rounds", n=one.round_no) if one.round_no > 1 else ""),
        ("things", _things(told, one)),
        ("number", one.code),
    ):
        if text:
            at = item("city", one.city.code, "") if key == "where" and one.city.code else ""
            yield Fact(told.t(f"case.fact.{key}"), text, at)


def _things(told: Telling, one: Hazard) -> str:
    """The five things of a major hazard that are not in place."""
    if one.grade != "major":
        return ""
    lacking = [told.t(f"column.f_{name}") for name, placed in one.things._asdict().items() if not placed]
    return told.t("case.things", names=told.t("list.and").join(lacking)) if lacking else told.t("case.things.all")


def _steps(s: Snapshot, told: Telling, q: Question, one: Hazard) -> tuple[Step, ...]:
    dated = [
        *_found(told, one),
        *_events(told, list_events_of(s, q, one.code)),
        *_supervised(told, list_supervisions(s, q, one.code)),
        *_exposed(s, told, q, one),
        *_due(told, one),
    ]
    return in_order(dated)


def _found(told: Telling, one: Hazard) -> Iterator[Dated]:
    if one.found_at is not None and one.found_at <= told.q.as_of:
        yield step(told, one.found_at, told.t("case.step.found"), "hazards")


def _events(told: Telling, events: Sequence[HazardEvent]) -> Iterator[Dated]:
    for event in events:
        due = told.t("case.until", day=told.day(event.new_due)) if event.new_due else ""
        grade = told.word("grade", event.new_grade) if event.kind == "regrade" else ""
        what = told.and_([told.word("fact", event.kind), due, grade, event.doc_no])
        yield step(told, event.at, what, "changes" if event.kind in CHANGES else "hazards")


def _supervised(told: Telling, listings: Sequence[Supervision]) -> Iterator[Dated]:
    for one in listings:
        level = told.t("case.listed", level=told.word("listing", one.level))
        due = told.t("case.until", day=told.day(one.due_at)) if one.due_at else ""
        yield step(told, one.listed_at, told.and_([level, due, one.doc_no]), "hazards")
        if one.delisted_at is not None:
            yield step(told, one.delisted_at, told.t("case.step.delisted"), "hazards")


def _exposed(s: Snapshot, told: Telling, q: Question, one: Hazard) -> Iterator[Dated]:
    if one.exposed_at is None:
        return
    for shown in list_exposures(s, q):
        if shown.hazard_code == one.code:
            yield step(told, shown.exposed_at, told.and_([told.t("case.step.exposed"), shown.outlet]), "hazards")


def _due(told: Telling, one: Hazard) -> Iterator[Dated]:
    if one.due_at is not None:
        yield step(told, one.due_at, told.t("case.step.due"), "changes" if one.extensions else "hazards")


def _why(told: Telling, one: Hazard) -> Iterator[str]:
    yield told.t(f"case.why.class.{one.class_}")
    yield told.t("case.why.deadline")
    yield told.t("case.why.public" if one.unit_name else "case.why.withheld")


def _file(q: Question, one: Hazard) -> File:
    county = (one.place.code,) if one.place.code and one.place != one.city else ()
    asked = q.of_cities(one.city.code) if one.city.code else q
    industry = (one.industry.code,) if one.industry.code else ()
    return File("hazards", asked.of_hazards(grades=(one.grade,), industries=industry, counties=county))
