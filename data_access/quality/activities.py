"""Rows of activities that cannot be right, that changed after the activity was reported held, that are worded alike."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, TypeAlias

from sqlalchemy import Row, Select, and_, case, func, or_, select
from sqlalchemy.sql.selectable import CompoundSelect

from data_access.activities.facts import activity_known, ended_at
from data_access.database.campaign_trees import campaign_ids
from data_access.database.schema import activity, activity_unit, admin_division, delivery, org_unit
from data_access.database.snapshot import Snapshot
from data_access.notice.units import NO_LINE, Line, Unit, load_lines_by_id, load_units
from data_access.obligations.states import decided_by
from data_access.quality.findings import Evidence, Texts, day, evidence, minute, texts
from data_access.quality.rules import SAME_TEXT_LENGTH, SAME_TEXT_UNITS
from data_access.question import Question

WATCHED: Final = ("status", "line_id", "held_start", "held_end", "attendance_onsite", "attendance_online", "views")
"""What of a held activity goes into figures."""
OWN: Final = ("lead", "attend")
"""Whose row it is: the lead's, or of a session that it only attends the attender's (C7)."""
Build: TypeAlias = Callable[[Question], Select[*tuple[Any, ...]]]
MARKS: Final = re.compile(r"[\W_]+")


def _mine(q: Question) -> Any:
    a = activity.c
    return and_(a.campaign_id.in_(campaign_ids(q.filters.campaign)), activity_unit.c.role.in_(OWN))


def select_odd(q: Question) -> Select[*tuple[Any, ...]]:
    """Held activities in force that ended after the row with them had been received; and those, not online ones, that
    had viewers and, as far as is reported, nobody present (1, else 0): unit, line, code, end, receipt, views, which.
    """
    a = activity.c
    nobody = and_(
        func.coalesce(a.attendance_onsite, a.attendance_online).is_not(None),
        func.coalesce(a.attendance_onsite, 0) + func.coalesce(a.attendance_online, 0) == 0,
        func.coalesce(a.mode, "") != "online",
        a.views > 0,
    )
    unseen = case((nobody, 1), else_=0)
    return (
        select(activity_unit.c.org_unit_id, a.line_id, a.code, ended_at(), a.recorded_at, a.views, unseen)
        .join(activity_unit, activity_unit.c.activity_id == a.id)
        .where(_mine(q), a.status == "held", activity_known(q), or_(ended_at() > a.recorded_at, nobody))
        .order_by(a.code)
    )


def _rows(s: Snapshot, q: Question, build: Build) -> Sequence[Row[*tuple[Any, ...]]]:
    """What `build` selects, which depends on no T: read once for all of them."""
    every = q.unfiltered().timeless().known(q.known_at)
    return s.lasting((_rows, build, every), lambda: s.ask(build, every))


def odd(s: Snapshot, q: Question) -> Iterator[Evidence]:
    """The rows of select_odd as evidence, each for the rules that it meets: received by T and K, or held by T."""
    units, lines = load_units(s, q), load_lines_by_id(s, q)
    until = decided_by(q)
    for unit_id, line_id, code, ended, received, views, unseen in _rows(s, q, select_odd):
        unit, line = units.get(unit_id), lines.get(line_id, NO_LINE)
        if unit is None or ended is None or not (ended > received <= until or (unseen and ended <= q.as_of)):
            continue
        where: dict[str, Any] = {"line": line, "item": code}
        if ended > received:
            values = {"fact": texts("activity.held"), "day": day(ended, q), "received": minute(received, q)}
            detail = texts("rule.dated_after_receipt.row", **values)
            yield evidence(unit, "dated_after_receipt", f"{unit.code}:{code}", detail, at=ended, **where)
        else:
            detail = texts("rule.views_without_people.row", views=views)
            yield evidence(
                unit,
                "views_without_people",
                f"{unit.code}:{code}",
                detail,
                at=ended,
                value=views,
                compared=0,
                **where,
            )


def select_revised(q: Question) -> Select[*tuple[Any, ...]]:
    """Versions that reported held and were replaced by another one: unit, code, when, then WATCHED before and after. A
    co-host's copy that gives way to the lead's own row is no revision (returns §3).
    """
    old, new = activity.alias("old"), activity.alias("new")
    inside = campaign_ids(q.filters.campaign)
    return (
        select(
            activity_unit.c.org_unit_id,
            old.c.code,
            new.c.recorded_at,
            *(old.c[name] for name in WATCHED),
            *(new.c[name] for name in WATCHED),
        )
        .join_from(old, new, and_(new.c.code == old.c.code, new.c.recorded_at == old.c.superseded_at))
        .join(activity_unit, activity_unit.c.activity_id == old.c.id)
        .outerjoin(delivery, delivery.c.id == old.c.delivery_id)
        .where(
            old.c.campaign_id.in_(inside),
            new.c.campaign_id.in_(inside),
            activity_unit.c.role.in_(OWN),
            old.c.status == "held",
            old.c.recorded_at < old.c.superseded_at,
            or_(delivery.c.id.is_(None), delivery.c.org_unit_id == activity_unit.c.org_unit_id),
        )
        .order_by(old.c.code, old.c.superseded_at, new.c.id)
    )


def revised(s: Snapshot, q: Question) -> Iterator[Evidence]:
    """What changed in rows of activities after they were reported held, column by column, by T and K (G13)."""
    units, lines, until = load_units(s, q), load_lines_by_id(s, q), decided_by(q)
    for unit_id, code, at, *values in map(tuple, _rows(s, q, select_revised)):
        if at > until:
            continue
        unit, half = units.get(unit_id), len(WATCHED)
        before, after = dict(zip(WATCHED, values, strict=False)), dict(zip(WATCHED, values[half:], strict=True))
        for name in WATCHED:
            was, now = before[name], after[name]
            if unit is None or was == now:
                continue
            numbers = {} if name in WATCHED[:4] else {"value": now, "compared": was}
            words = {"what": texts(f"column.{name.removesuffix('_id')}"), "at": minute(at, q)}
            detail = texts(
                "rule.revised_activity.row",
                **words,
                was=_value_text(name, was, lines, q),
                now=_value_text(name, now, lines, q),
            )
            line = lines.get(after["line_id"], NO_LINE)
            subject = f"{unit.code}:{code}"
            yield evidence(unit, "revised_activity", subject, detail, line=line, item=code, at=at, **numbers)


def _value_text(name: str, value: Any, lines: Mapping[int, Line], q: Question) -> Texts:
    if value is None:
        return texts("word.missing")
    if name == "status":
        return texts(f"activity.{value}")
    if name == "line_id":
        code = lines.get(value, NO_LINE).code
        return Texts(code, code)
    text = f"{value:,}" if isinstance(value, int) else minute(value, q)
    return Texts(text, text)


def select_titles(q: Question) -> Select[*tuple[Any, ...]]:
    """Held activities with title and whose they are, those led only: what is attended is worded by its host."""
    a = activity.c
    return (
        select(activity_unit.c.org_unit_id, a.line_id, a.code, a.title, ended_at())
        .join(activity_unit, activity_unit.c.activity_id == a.id)
        .where(a.campaign_id.in_(campaign_ids(q.filters.campaign)), activity_unit.c.role == "lead")
        .where(a.status == "held", activity_known(q), ended_at().is_not(None))
        .order_by(a.code)
    )


def select_names(_: Question) -> CompoundSelect[*tuple[Any, ...]]:
    """The names of all places and units, of any time: to be taken out of titles."""
    d, u = admin_division.c, org_unit.c
    first, *more = (d.name_zh, d.short_zh, u.name_zh, u.short_zh)
    return select(first).union(*(select(name) for name in more))


def _alike(s: Snapshot, q: Question) -> dict[str, list[tuple[Unit, Line, str, datetime]]]:
    """The titles that several units have alike once places and units are taken out, with unit, line, code and end of
    each activity, in the order of codes; whatever T is.
    """
    every = q.unfiltered().timeless().known(q.known_at)

    def made() -> dict[str, list[tuple[Unit, Line, str, datetime]]]:
        units, lines = load_units(s, every), load_lines_by_id(s, every)
        names = frozenset(name for (name,) in s.ask_lasting(select_names, every) if name and len(name) > 1)
        alike: defaultdict[str, list[tuple[Unit, Line, str, datetime]]] = defaultdict(list)
        for unit_id, line_id, code, title, ended in s.ask(select_titles, every):
            text = bare(title, names)
            if unit_id in units and len(text) >= SAME_TEXT_LENGTH:
                alike[text].append((units[unit_id], lines.get(line_id, NO_LINE), code, ended))
        return {text: rows for text, rows in alike.items() if _units_of(rows) >= SAME_TEXT_UNITS}

    return s.lasting((_alike, every), made)


def _units_of(rows: Iterable[tuple[Unit, Line, str, datetime]]) -> int:
    return len({unit.code for unit, *_ in rows})


def same_text(s: Snapshot, q: Question) -> Iterator[Evidence]:
    """Titles that several units have alike once places and units are taken out of them: a row for each activity that
    was held by T.

    Folded (NFKC), without spaces and punctuation. Where the notice's own words are the reason the row says so.
    """
    held = {text: [row for row in rows if row[3] <= q.as_of] for text, rows in _alike(s, q).items()}
    for text, rows in sorted(held.items(), key=lambda one: [row[2] for row in one[1][:1]]):
        n = _units_of(rows)
        if n < SAME_TEXT_UNITS:
            continue
        for unit, line, code, ended in rows:
            ordered = line.code and bare(line.zh, frozenset()) in text
            key = "rule.same_text.notice" if ordered else "rule.same_text.row"
            detail = texts(key, text=text, units=n, activities=len(rows))
            yield evidence(unit, "same_text", rows[0][2], detail, line=line, item=code, at=ended, value=n)


@lru_cache(20_000)
def bare(text: str, names: frozenset[str]) -> str:
    """`text` folded, without these names, spaces and punctuation."""
    folded = unicodedata.normalize("NFKC", text)
    return MARKS.sub("", _pattern(names).sub("", folded) if names else folded)


@lru_cache(4)
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name)))))
