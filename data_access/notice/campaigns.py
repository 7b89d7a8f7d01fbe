"""Campaigns, the lines of a notice, its deadlines, and how filters become a question."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Integer, func, select

from data_access.database.campaign_trees import campaign_ids, notice_id
from data_access.database.days import deadline, end_of_day, instant_of, start_of_day
from data_access.database.schema import campaign, duty, line
from data_access.database.snapshot import Snapshot
from data_access.notice.filters import FILTERS, own_cities, unknown_codes, with_codes
from data_access.notice.selection import line_columns, line_order
from data_access.notice.under_way import line_ids_of, notice_at, window_end
from data_access.notice.units import Line
from data_access.question import EVERYWHERE, NOT_NARROWED, Filters, HazardFilters, Question, Scope


class Campaign(NamedTuple):
    """A notice, or a campaign that it orders."""

    code: str
    zh: str
    en: str
    parent_code: str
    """Of a campaign that a notice orders; '' of a notice."""
    starts_at: datetime
    """UTC, as ends_at."""
    ends_at: datetime
    end_precision: str
    """With 'month' the day of ends_at is ours: do not print it as if it were stated."""
    province: str
    """Its adcode."""


class NoticeLine(NamedTuple):
    """A line in its place in the notice."""

    line: Line
    parent_code: str
    depth: int
    """0 at the top."""
    has_duty: bool
    """False for lines that nobody owes as such, as groups."""


class DueLine(NamedTuple):
    """A deadline that the notice sets for a line, before any extension."""

    due_at: datetime
    line: Line
    due_basis: str
    period: str
    """'' for a line owed once."""


def list_campaigns(s: Snapshot) -> tuple[Campaign, ...]:
    """Notices, newest first, each followed by the campaigns that it orders."""
    notice = campaign.alias("notice")
    c = campaign.c
    rows = s.execute(
        select(
            c.code,
            c.name_zh,
            c.name_en,
            notice.c.code,
            c.timezone,
            c.starts_on,
            c.ends_on,
            c.end_precision,
            c.province_adcode,
        )
        .outerjoin_from(campaign, notice, notice.c.id == c.parent_id)
        .order_by(
            func.coalesce(notice.c.starts_on, c.starts_on).desc(),
            func.coalesce(notice.c.id, c.id).desc(),
            c.parent_id.is_not(None),
            c.id,
        )
    )
    return tuple(
        Campaign(
            code,
            zh,
            en,
            parent or "",
            start_of_day(starts_on, zone),
            end_of_day(ends_on, zone),
            precision,
            province,
        )
        for code, zh, en, parent, zone, starts_on, ends_on, precision, province in rows
    )


def list_notice_lines(s: Snapshot, code: str) -> tuple[NoticeLine, ...]:
    """The lines of a campaign in the order of the notice, groups before what is below them."""
    parent, grandparent = line.alias("parent"), line.alias("grandparent")
    c = line.c
    depth = parent.c.id.is_not(None).cast(Integer) + grandparent.c.id.is_not(None).cast(Integer)
    rows = (
        select(*line_columns(), parent.c.code, depth, c.id.in_(select(duty.c.line_id)))
        .outerjoin_from(line, parent, parent.c.id == c.parent_id)
        .outerjoin(grandparent, grandparent.c.id == parent.c.parent_id)
        .where(c.campaign_id.in_(campaign_ids(code)))
        .order_by(*line_order())
    )
    return tuple(
        NoticeLine(Line._make(names), above or "", level, bool(owed)) for *names, above, level, owed in s.execute(rows)
    )


def list_deadlines(s: Snapshot, code: str) -> tuple[DueLine, ...]:
    """The deadlines that the notice sets, one per deadline, line, basis and period, in order of time."""
    zone = s.execute(select(campaign.c.timezone).where(campaign.c.id == notice_id(code))).scalar()
    d = duty.c
    rows = s.execute(
        select(d.due_on, d.cutoff_time, *line_columns(), d.due_provenance, d.period_key, d.date_rule)
        .distinct()
        .add_columns(line.c.sort_order)
        .join_from(duty, line, line.c.id == d.line_id)
        .where(d.line_id.in_(line_ids_of(code)), d.due_on.is_not(None))
    )
    found = [
        (order, DueLine(deadline(day, at, str(zone)), Line._make(names), basis, "" if period == "once" else period))
        for day, at, *names, basis, period, _, order in rows
    ]
    return tuple(one for _, one in sorted(found, key=lambda each: (each[1].due_at, each[0], each[1].period)))


def resolve(
    s: Snapshot,
    filters: Filters,
    now: datetime,
    scope: Scope = EVERYWHERE,
    hazards: HazardFilters = NOT_NARROWED,
) -> Question:
    """The question that filters ask at `now`: of notices.notice_at unless a campaign is named, and T (decision 5).

    T by default is now while the window with its last reporting deadline is open, and the end of the window after
    it; a day means its last second. Codes that nobody knows are left out: understand() names them. Without any
    campaign the answer to every question is empty.
    """
    return understand(s, filters, now, scope, hazards)[0]


def understand(
    s: Snapshot,
    filters: Filters,
    now: datetime,
    scope: Scope = EVERYWHERE,
    hazards: HazardFilters = NOT_NARROWED,
) -> tuple[Question, tuple[str, ...]]:
    """The question of resolve(), and the codes in both filters that mean nothing here, each once, in the order given
    (decision 4: named, never dropped in silence). Cities, counties and lines are those of the chosen campaign. Who may
    see some cities only and names none asks about all of his: so nothing of theirs is called the province's.
    """
    zones = s.lasting(understand, lambda: _zones(s))
    unknown: tuple[str, ...] = (filters.campaign,) if filters.campaign and filters.campaign not in zones else ()
    chosen = filters.campaign if filters.campaign in zones else notice_at(s, filters.as_of, now)
    unknown = tuple(dict.fromkeys(unknown + unknown_codes(s, filters, hazards, chosen, scope)))
    if not chosen:
        as_of = filters.as_of if isinstance(filters.as_of, datetime) else now
        return Question(replace(filters, campaign=""), as_of, scope=scope), unknown

    day, zone = filters.as_of, zones[chosen]
    as_of = min(now, window_end(s, chosen)) if day is None else instant_of(day, zone)
    codes = {one.field: [code for code in one.chosen(filters, hazards) if code not in unknown] for one in FILTERS}
    codes["cities"] = codes["cities"] or [*own_cities(s, chosen, scope)]
    kept, narrowed = with_codes(replace(filters, campaign=chosen), codes)
    return Question(kept, as_of, scope=scope, zone=zone, hazards=narrowed), unknown


def _zones(s: Snapshot) -> dict[str, str]:
    """Code of each campaign -> its zone."""
    return {row.code: row.timezone for row in s.execute(select(campaign.c.code, campaign.c.timezone))}
