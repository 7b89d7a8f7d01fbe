"""What is told of a city or another unit: what is overdue, due soon or missing, and the hazards that lie there."""

from collections.abc import Iterable, Sequence
from typing import Final

from data_access.cases.case import Beside, Case, Fact, File, Group, Row, beside, group
from data_access.cases.hazards import EVERY, hazard_row, reminder as of_hazards
from data_access.cases.items import item
from data_access.cases.tasks import reminder, task_row
from data_access.cases.telling import Telling
from data_access.database.snapshot import Snapshot
from data_access.hazards.ledger import Hazard
from data_access.hazards.lists import list_longest_overdue
from data_access.notice.units import Unit
from data_access.obligations.agenda import behind, overdue
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.obligations.counts import counts_of
from data_access.obligations.pace_words import in_words
from data_access.obligations.rates import ratio_of
from data_access.obligations.states import STATES
from data_access.question import Question
from data_access.wording import rate_text

OVERDUE, SOON, MISSING, HAZARDS, MAJORS = "overdue", "due_soon", "missing", "hazards", "majors"
BEHIND: Final = "behind"
DRAWN: Final = ("done_on_time", "done_off_date", "done_late", OVERDUE, SOON, "not_due", "open", "waived")
GRADES: Final = {HAZARDS: "general", MAJORS: "major"}
SECTIONS: Final = (*DRAWN, BEHIND, MISSING, HAZARDS, MAJORS)
"""What an address may ask of a unit: its tasks in a state or behind pace, its missing returns, its overdue hazards."""
USUAL: Final = (OVERDUE, MAJORS, HAZARDS, BEHIND, SOON)


def unit(s: Snapshot, told: Telling, code: str, section: str = "") -> Case | None:
    """The unit of this code, or one section of it; a city with the hazards that lie there."""
    q = told.q.unfiltered()
    owed = [one for one in list_obligations(s, q) if one.unit.code == code]
    if not owed or (section and section not in SECTIONS):
        return None
    who = owed[0].unit
    is_city = who.group == "city"
    hazards = _overdue_hazards(s, q, who.adcode) if is_city else ()
    chosen = (section,) if section else USUAL
    groups = tuple(part for name in chosen for part in _section(told, name, owed, hazards, wanted=bool(section)))
    return Case(
        item("city" if is_city else "unit", code, section),
        told.t("case.kind.unit" if not is_city else "case.kind.city"),
        told.name(who),
        verdict=_verdict(told, owed, hazards),
        facts=tuple(_facts(told, who, owed)),
        groups=groups,
        why=(told.t("case.why.unit.county" if who.group == "county" else "case.why.unit"),),
        rules=("C3", "C9", "C13") if is_city else ("C3", "C9"),
        reminder=_reminder(told, section, owed, hazards),
        file=_file(q, who, section),
        city=who.city,
        beside=_beside(s, told, q, who, section),
    )


def _beside(s: Snapshot, told: Telling, q: Question, who: Unit, section: str) -> Beside | None:
    """Among the units of its group, in official order."""
    units = list(dict.fromkeys(one.unit for one in list_obligations(s, q) if one.unit.group == who.group))
    items = [item("city" if one.group == "city" else "unit", one.code, section) for one in units]
    place = units.index(who)
    names = ["", *map(told.short, units), ""]
    found = beside(told.t("case.among.units"), items, items[place])
    return found and found._replace(before_name=names[place], after_name=names[place + 2])


def _overdue_hazards(s: Snapshot, q: Question, city: str) -> tuple[Hazard, ...]:
    return list_longest_overdue(s, q.of_cities(city), EVERY)


def _section(
    told: Telling, name: str, owed: Sequence[Obligation], hazards: Sequence[Hazard], *, wanted: bool
) -> tuple[Group, ...]:
    """The group of a section; also where it is empty, if it was asked for: that there is none is the answer."""
    rows = _rows(told, name, owed, hazards)
    title = told.t(f"case.section.{name}", n=len(rows)) if name not in DRAWN else _states(told, name, len(rows))
    return group(title, rows) or ((Group(title, ()),) if wanted else ())


def _states(told: Telling, state: str, n: int) -> str:
    return told.t("case.section.tasks", n=n, state=told.word("state", state))


def _rows(told: Telling, name: str, owed: Sequence[Obligation], hazards: Sequence[Hazard]) -> tuple[Row, ...]:
    if name in GRADES:
        return tuple(hazard_row(told, one) for one in hazards if one.grade == GRADES[name])
    if name == OVERDUE:
        return tuple(task_row(told, one) for one in overdue(owed))
    return tuple(task_row(told, one) for one in owed if _is_of(one, name))


def _is_of(one: Obligation, section: str) -> bool:
    if section == MISSING:
        return one.role == "submit" and one.state == "overdue"
    return one.behind if section == BEHIND else one.drawn_state == section


def _verdict(told: Telling, owed: Sequence[Obligation], hazards: Sequence[Hazard]) -> str:
    late = sum(one.state == "overdue" for one in owed)
    general, major = (sum(one.grade == grade for one in hazards) for grade in GRADES.values())
    parts = [told.t("case.verdict.tasks", late)] if late else []
    parts += [told.t("case.verdict.hazards", general)] if general else []
    parts += [told.t("case.verdict.majors", major)] if major else []
    parts += [told.t("case.verdict.behind", one.pace.short) for one in behind(owed)]
    return told.t("list.and").join(parts) or told.t("case.verdict.nothing")


def _facts(told: Telling, who: Unit, owed: Sequence[Obligation]) -> Iterable[Fact]:
    counts = counts_of(owed)
    yield Fact(told.t("case.fact.group"), told.word("group", who.group))
    for rate in ("completion", "on_time"):
        found = ratio_of(counts, rate)
        yield Fact(told.t(f"definition.{rate}.title"), rate_text(found.n, found.d))
    states = [f"{told.word('state', state)} {n}" for state in STATES if (n := getattr(counts, state))]
    yield Fact(told.t("case.fact.states", n=len(owed)), told.and_(states))
    for one in behind(owed):
        yield Fact(told.t("case.fact.pace"), in_words(one.pace, told.q.zone, told.lang))


def _reminder(told: Telling, section: str, owed: Sequence[Obligation], hazards: Sequence[Hazard]) -> str:
    graded = [one for one in hazards if section not in GRADES or one.grade == GRADES[section]]
    parts = [reminder(told, owed) if section not in GRADES else "", of_hazards(told, graded)]
    return "\n".join(part for part in parts if part)


def _file(q: Question, who: Unit, section: str) -> File:
    mine = q.of_cities(who.city) if who.city else q
    if section in GRADES:
        return File("hazards", mine.of_hazards(grades=(GRADES[section],), classes=("E",)))
    return File("overdue" if section in ("", OVERDUE) else "obligations", mine.of_groups(who.group))
