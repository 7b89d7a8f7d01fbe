"""Hazards whose dates cannot be right, or are so regular that somebody should look (C12, C13, R4)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import CompoundSelect, Select, and_, func, literal, or_, select, union_all

from data_access.database.days import day_of
from data_access.database.parameters import instant
from data_access.database.schema import hazard, hazard_event
from data_access.database.snapshot import Snapshot
from data_access.hazards.facts import hazard_conditions
from data_access.hazards.states import hazard_states
from data_access.notice.places import load_areas, load_city_of
from data_access.notice.units import Unit, load_units
from data_access.quality.findings import Evidence, Texts, day, evidence, minute, texts, word
from data_access.quality.rules import CLOSED_LEAST, SAME_DAY_LEAST
from data_access.question import Question

COUNTED: Final = ("all", "closed", "undated", "ordered", "same_day")


def select_odd(q: Question) -> CompoundSelect[*tuple[Any, ...]]:
    """Events that no ledger should tell and that pass its reading: rule, hazard, adcode, kind, when, and against what.

    Dated after they had been received; a deadline before its order; closed before the acceptance of the same round.
    All of them, whatever T is: there are few, and to find them takes a pass over all events.
    """
    event, passed = hazard_event, hazard_event.alias("passed")
    e, h = event.c, hazard.c
    odd = {
        "dated_after_receipt": (e.occurred_at > e.recorded_at, e.recorded_at),
        "due_before_order": (e.kind == "order", e.new_due < e.occurred_at, e.new_due),
    }
    rows = [
        select(literal(rule), h.code, h.adcode, e.kind, e.occurred_at, against)
        .join_from(event, hazard, h.id == e.hazard_id)
        .where(*conditions, *_in_force(e, q), *hazard_conditions(q))
        for rule, (*conditions, against) in odd.items()
    ]
    same_round = and_(passed.c.hazard_id == e.hazard_id, passed.c.round_no == e.round_no)
    rows.append(
        select(literal("closed_before_acceptance"), h.code, h.adcode, e.kind, e.occurred_at, passed.c.occurred_at)
        .join_from(event, hazard, h.id == e.hazard_id)
        .join(passed, same_round)
        .where(
            e.kind == "close",
            passed.c.kind == "accept_pass",
            e.occurred_at < passed.c.occurred_at,
            *_in_force(e, q),
            *_in_force(passed.c, q),
            *hazard_conditions(q),
        )
    )
    return union_all(*rows)


def _in_force(e: Any, q: Question) -> list[Any]:
    """Told by T, in force or at K; an event may be dated later than T, which is what is looked for."""
    if q.known_at is None:
        return [e.superseded_at.is_(None)]
    known = instant("known_at", q)
    return [e.recorded_at <= known, or_(e.superseded_at.is_(None), e.superseded_at > known)]


def odd(s: Snapshot, q: Question) -> Iterator[Evidence]:
    """The rows of select_odd as evidence of the city where the hazard lies; what happened, or was received, by T."""
    cities, city_of = _cities(s, q), load_city_of(s, q)
    every = q.unfiltered().timeless().known(q.known_at)
    rows = s.lasting((select_odd, every), lambda: s.ask(select_odd, every))
    for rule, code, adcode, kind, at, against in sorted(map(tuple, rows), key=str):
        unit = cities.get(city_of.get(adcode, ""))
        told_at = against if rule == "dated_after_receipt" else at
        if unit is None or told_at > q.as_of:
            continue
        values = {
            "fact": texts(f"fact.{kind}"),
            "day": day(at, q),
            "received": minute(against, q),
            "other": day(against, q),
        }
        yield evidence(unit, rule, f"{unit.code}:{code}", texts(f"rule.{rule}.row", **values), item=code, at=at)


def select_regular(q: Question) -> Select[*tuple[Any, ...]]:
    """Hazards in F by place and grade: all, closed, closed ones without a deadline; and of those ordered with a
    deadline all, and those rectified on the day of their order.
    """
    s = hazard_states(q, "ordered_at").cte("states").c
    dated = and_(s.rect_type == "deadline", s.ordered_at.is_not(None))
    return select(
        s.adcode,
        s.grade,
        func.count(),
        func.count().filter(s.closed_at.is_not(None)),
        func.count().filter(s.closed_at.is_not(None), s.due_at.is_(None)),
        func.count().filter(dated),
        func.count().filter(dated, day_of(s.rectified_at, q) == day_of(s.ordered_at, q)),
    ).group_by(s.adcode, s.grade)


def select_rows(q: Question, adcodes: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """The hazards in F of these places: code, adcode, grade, type, order, deadline, closing."""
    s = hazard_states(q, "ordered_at").cte("states").c
    columns = (s.code, s.adcode, s.grade, s.rect_type, s.ordered_at, s.due_at, s.closed_at)
    return select(*columns).where(s.adcode.in_(adcodes)).order_by(s.code)


def regular(s: Snapshot, q: Question) -> Iterator[Evidence]:
    """Places whose hazards with a deadline were all rectified on the day of the order; cities of which all hazards of a
    grade are closed, some of them without a deadline, so that nothing can have been overdue (整改率 100 %, E unknown).
    """
    cities, city_of = _cities(s, q), load_city_of(s, q)
    names: dict[str, Texts] = {code: Texts(one.place.zh, one.place.en) for code, one in load_areas(s, q).items()}
    places: defaultdict[str, Counter[str]] = defaultdict(Counter)
    grades: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for adcode, grade, *counts in map(tuple, s.ask(select_regular, q)):
        if city_of.get(adcode, "") in cities:
            values = dict(zip(COUNTED, counts, strict=True))
            places[adcode].update(values)
            grades[city_of[adcode], grade].update(values)
    at_once = {key for key, n in places.items() if n["ordered"] >= SAME_DAY_LEAST and n["ordered"] == n["same_day"]}
    undated = {
        key for key, n in grades.items() if n["all"] >= CLOSED_LEAST and n["all"] == n["closed"] and n["undated"]
    }
    wanted = at_once | {adcode for adcode in places for city, _ in undated if city_of[adcode] == city}
    if not wanted:
        return
    for code, adcode, grade, rect_type, ordered_at, due_at, closed_at in map(
        tuple, s.ask(select_rows, q, tuple(sorted(wanted)))
    ):
        key = (city_of[adcode], grade)
        unit = cities[key[0]]
        if adcode in at_once and rect_type == "deadline" and ordered_at is not None:
            said_of = {"place": names[adcode], "n": places[adcode]["ordered"], "day": day(ordered_at, q)}
            detail = texts("rule.same_day.row", **said_of)
            yield evidence(unit, "same_day", adcode, detail, item=code, at=ordered_at)
        if key in undated and due_at is None:
            n = grades[key]
            detail = texts(
                "rule.closed_without_deadline.row", grade=word(f"grade.{grade}"), n=n["all"], undated=n["undated"]
            )
            subject = f"{unit.code}:{grade}"
            yield evidence(unit, "closed_without_deadline", subject, detail, item=code, at=closed_at)


def _cities(s: Snapshot, q: Question) -> dict[str, Unit]:
    return {unit.adcode: unit for unit in load_units(s, q).values() if unit.group == "city"}
