"""Hazards whose dates cannot be right, or are so regular that somebody should look (C12, C13, R4)."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

import numpy as np

from data_access.columns.codes import wanted as codes_among
from data_access.columns.counting import counted
from data_access.columns.instants import NEVER, instant_at
from data_access.database.schema.hazard import GRADES
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import chosen_rows, hazards_at
from data_access.hazards.lists import finished
from data_access.hazards.register.events import KINDS, Events
from data_access.hazards.register.rows import RECT_TYPES
from data_access.notice.places import load_areas, load_city_of
from data_access.notice.units import Unit, load_units
from data_access.quality.findings import Evidence, Texts, day, evidence, minute, texts, word
from data_access.quality.rules import CLOSED_LEAST, SAME_DAY_LEAST
from data_access.question import Question

COUNTED: Final = ("all", "closed", "undated", "ordered", "same_day")


class Odd(NamedTuple):
    """An event that no ledger should tell; instants in UTC."""

    rule: str
    hazard: str
    adcode: str
    kind: str
    at: datetime
    against: datetime


def odd_events(s: Snapshot, q: Question) -> tuple[Odd, ...]:
    """Events that no ledger should tell and that pass its reading.

    Dated after they had been received; a deadline before its order; closed before the acceptance of the same round.
    All of them in force or as known at K, whatever T is: an event may be dated later than T, which is what is looked
    for. Ordered by rule, hazard, place and time.
    """
    at = hazards_at(s, q)
    e = at.known.events.where(chosen_rows(s, q)[at.known.events.hazard])
    undated, order = np.arange(len(e)), e.of("order")
    pairs = {
        "dated_after_receipt": (undated[e.at > e.recorded], e.recorded),
        "due_before_order": (undated[order & (e.due < e.at)], e.due),
    }
    found = [(rule, place, against[place]) for rule, (places, against) in pairs.items() for place in places]
    found += [("closed_before_acceptance", place, against) for place, against in _closed_before(e)]
    rows = at.rows
    return tuple(
        sorted(
            Odd(
                rule,
                rows.code[e.hazard[place]].decode(),
                rows.adcodes[rows.adcode[e.hazard[place]]],
                KINDS[e.kind[place]],
                _instant(e.at[place]),
                _instant(against),
            )
            for rule, place, against in found
        )
    )


def _closed_before(e: Events) -> Iterator[tuple[int, int]]:
    """The place of each closing that is dated before an acceptance of the same round, and when that was."""
    closings, passed = np.flatnonzero(e.of("close")), np.flatnonzero(e.of("accept_pass"))
    key = (e.hazard.astype(np.int64) << 16) | e.round
    passed = passed[np.lexsort((e.at[passed], key[passed]))]
    first, last = (np.searchsorted(key[passed], key[closings], side) for side in ("left", "right"))
    several = last > first
    late = closings[several][e.at[closings[several]] < e.at[passed[last[several] - 1]]]
    for place in late:
        for other in passed[
            np.searchsorted(key[passed], key[place]) : np.searchsorted(key[passed], key[place], "right")
        ]:
            if e.at[place] < e.at[other]:
                yield place, e.at[other]


def _instant(number: int) -> datetime:
    at = instant_at(number)
    assert at is not None
    return at


def odd(s: Snapshot, q: Question) -> Iterator[Evidence]:
    """The odd events as evidence of the city where the hazard lies; what happened, or was received, by T."""
    cities, city_of = _cities(s, q), load_city_of(s, q)
    every = q.unfiltered().timeless().known(q.known_at)
    for rule, code, adcode, kind, at, against in s.lasting((odd_events, every), lambda: odd_events(s, every)):
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


def regular(s: Snapshot, q: Question) -> Iterator[Evidence]:
    """Places whose hazards with a deadline were all rectified on the day of the order; cities of which all hazards of a
    grade are closed, some of them without a deadline, so that nothing can have been overdue (整改率 100 %, E unknown).
    """
    cities, city_of = _cities(s, q), load_city_of(s, q)
    names: dict[str, Texts] = {code: Texts(one.place.zh, one.place.en) for code, one in load_areas(s, q).items()}
    places: defaultdict[str, Counter[str]] = defaultdict(Counter)
    grades: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    at = hazards_at(s, q)
    dated = (at.rows.rect_type[at.chosen] == RECT_TYPES.index("deadline")) & (at.instants("ordered") != NEVER)
    same_day = dated & (at.days("rectified") == at.days("ordered"))
    masks = (~at.open, ~at.open & (at.instants("due") == NEVER), dated, same_day)
    for (place, of_grade), counts in counted((at.adcode, at.grade), *masks):
        adcode, grade = at.rows.adcodes[place], GRADES[of_grade]
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
    there = at.where(codes_among(at.rows.adcodes, wanted)[at.adcode])
    there = there.where(np.argsort(there.rows.rank[there.chosen]))
    for one in finished(s, there):
        code, adcode, grade, rect_type = one.code, one.place.code, one.grade, one.rect_type
        ordered_at, due_at, closed_at = one.ordered_at, one.due_at, one.closed_at
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
