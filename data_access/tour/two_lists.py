"""The two lists 两个清单: problems and measures with their dates, each item in one state at T (C1, C2, G4).

Never the hazard that an item belongs to. 责任单位 only where it is a unit on record: as written it may name anybody.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, case, exists, func, or_, select

from data_access.annex3.figures import RETURNING
from data_access.database.campaign_trees import campaign_ids, notice_id
from data_access.database.days import end_of_day, start_of_day
from data_access.database.parameters import day, instant
from data_access.database.schema import campaign_unit, measure_list_item, org_unit, org_unit_alias
from data_access.database.snapshot import Snapshot
from data_access.notice.places import province_of
from data_access.notice.selection import unit_order, units
from data_access.notice.units import Unit, load_units
from data_access.obligations.at_instant import days_overdue
from data_access.question import Question
from data_access.returns.ledgers import senders

LISTS: Final = ("problem", "measure")
MEASURES_KIND: Final = "measures"
"""Of deliveries: 制度措施清单."""
ITEM_STATES: Final = ("overdue", "not_due", "open", "done_late", "done_on_time")
"""In the order in which items are listed. Done without a deadline is done_on_time, as for obligations (C3)."""


class Item(NamedTuple):
    """An item of one of the two lists."""

    unit: Unit
    which: str
    """problem or measure."""
    title: str
    owner_zh: str
    """The unit on record that 责任单位 names; '' where it names none."""
    owner_en: str
    due_at: datetime | None
    """The last second of its day, in UTC."""
    done_at: datetime | None
    """00:00 of its day, in UTC."""
    state: str
    """One of ITEM_STATES."""
    days_overdue: int | None


class ItemCounts(NamedTuple):
    """The items of one list of a unit. All are None where it sent no list (未报), and 0 where the list that it sent has
    none (G10).
    """

    items: int | None
    done: int | None
    overdue: int | None
    not_due: int | None
    open: int | None
    done_late: int | None
    done_on_time: int | None


NOT_SENT: Final = ItemCounts._make([None] * len(ItemCounts._fields))


class ItemSummary(NamedTuple):
    """Both lists of a unit."""

    unit: Unit
    problem: ItemCounts
    measure: ItemCounts


def item_conditions(q: Question) -> list[ColumnElement[bool]]:
    """Items of the campaign, as known at K. They belong to no line, so lines do not narrow them."""
    i = measure_list_item.c
    of_campaign = i.campaign_id.in_(campaign_ids(q.filters.campaign))
    return [of_campaign] if q.known_at is None else [of_campaign, i.recorded_at <= instant("known_at", q)]


def item_state(q: Question) -> ColumnElement[str]:
    """An item's state at T: done from its day on (C1), overdue when the last second of its deadline is over (C2)."""
    i = measure_list_item.c
    done = i.done_on <= day("today", q)
    return case(
        (and_(done, or_(i.due_on.is_(None), i.done_on <= i.due_on)), "done_on_time"),
        (done, "done_late"),
        (i.due_on.is_(None), "open"),
        (i.due_on <= day("passed", q), "overdue"),
        else_="not_due",
    )


def select_two_lists(q: Question) -> Select[*tuple[Any, ...]]:
    """Every item with its state at T, the longest overdue first, then what falls due, then the done: the id of its
    unit, then the fields of Item up to the state, with days instead of instants.
    """
    unit, i, state = units(q), measure_list_item.c, item_state(q)
    owner = _owner(q).correlate(measure_list_item)
    by_id = org_unit.alias("owner")
    return (
        select(
            unit.c.id,
            i.list,
            i.title,
            by_id.c.name_zh,
            by_id.c.name_en,
            i.due_on,
            case((i.done_on <= day("today", q), i.done_on)),
            state,
        )
        .join_from(measure_list_item, unit, unit.c.id == i.org_unit_id)
        .outerjoin(by_id, by_id.c.id == owner)
        .where(*item_conditions(q))
        .order_by(
            case({name: place for place, name in enumerate(ITEM_STATES)}, value=state),
            i.due_on.is_(None),
            i.due_on,
            *unit_order(unit),
            i.list.desc(),
            i.id,
        )
    )


def items(s: Snapshot, q: Question) -> Iterator[Item]:
    """Every item with its state at T, the longest overdue first; read in partitions.

    When an item came onto its list is not recorded, so it is there at every T.
    """
    return _items(s, q, chain.from_iterable(s.ask_in_parts(select_two_lists, q)))


def list_two_lists(s: Snapshot, q: Question) -> tuple[Item, ...]:
    """All of them."""
    return tuple(_items(s, q, s.ask(select_two_lists, q)))


def _items(s: Snapshot, q: Question, rows: Iterable[Row[*tuple[Any, ...]]]) -> Iterator[Item]:
    of_unit = load_units(s, q)
    for unit_id, which, title, zh, en, due_on, done_on, state in rows:
        due_at = end_of_day(due_on, q.zone) if due_on else None
        done_at = start_of_day(done_on, q.zone) if done_on else None
        late = days_overdue(state, due_at, done_at, q.as_of)
        yield Item(of_unit[unit_id], which, title or "", zh or "", en or "", due_at, done_at, state, late)


def select_item_counts(q: Question) -> Select[*tuple[Any, ...]]:
    """How many items per unit, list and state."""
    unit, i, state = units(q), measure_list_item.c, item_state(q)
    return (
        select(unit.c.unit_code, i.list, state, func.count())
        .join_from(measure_list_item, unit, unit.c.id == i.org_unit_id)
        .where(*item_conditions(q))
        .group_by(unit.c.unit_code, i.list, state)
    )


def list_two_lists_summary(s: Snapshot, q: Question) -> tuple[ItemSummary, ...]:
    """One for each city and member unit, and for every other unit that sent a list, in official order."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for code, which, state, n in s.ask(select_item_counts, q):
        for name in ("items", state, *(["done"] if state.startswith("done") else [])):
            counted[code, which, name] += n
    sent = senders(s, q, MEASURES_KIND) | {code for code, _, _ in counted}
    found = []
    for unit in load_units(s, q).values():
        if unit.group in RETURNING or unit.code in sent:
            lists = [[counted[unit.code, which, name] for name in ItemCounts._fields] for which in LISTS]
            counts = map(ItemCounts._make, lists) if unit.code in sent else [NOT_SENT] * len(LISTS)
            found.append(ItemSummary(unit, *counts))
    return tuple(found)


def _owner(q: Question) -> ScalarSelect[int]:
    """The unit on record in the campaign's province, by name or other name, that 责任单位 names; of several the first.
    A unit that only another notice's roster has is not on record here.
    """
    written, a, c = measure_list_item.c.owner_unit, org_unit_alias.c, campaign_unit.c
    also = exists().where(a.org_unit_id == org_unit.c.id, a.alias == written).correlate(org_unit, measure_list_item)
    rosters = select(c.campaign_id).where(c.org_unit_id == org_unit.c.id, c.unit_group.in_(("member", "office")))
    here = notice_id(q.filters.campaign)
    return (
        select(func.min(org_unit.c.id))
        .where(
            or_(org_unit.c.name_zh == written, also),
            or_(org_unit.c.province_adcode.is_(None), org_unit.c.province_adcode == province_of(q.filters.campaign)),
            or_(~rosters.exists(), rosters.where(c.campaign_id == here).exists()),
        )
        .scalar_subquery()
    )
