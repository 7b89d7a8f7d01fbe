"""Tips by channel at T: allegations, counted apart from hazards (C14; domain.md §4.2, §4.3)."""

from typing import Final

import pandas as pd
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from data_access.filters import Question
from data_access.frames import COUNT, TEXT, Contract, to_frame
from data_access.local_time import last_second_after
from data_access.schema import admin_division, tip, tip_channel
from data_access.selection import in_force

DAYS: Final = 60
"""Calendar days for handling a tip from its acceptance, where no deadline is given (C14)."""
TIPS: Final[Contract] = {
    "channel": TEXT,
    "channel_zh": TEXT,
    "channel_en": TEXT,
    **dict.fromkeys(
        [
            "received",
            "duplicate",
            "transferred",
            "rejected",
            "accepted",
            "closed",
            "due",
            "closed_on_time",
            "substantiated",
            "withdrawn",
        ],
        COUNT,
    ),
}


def load_tips(conn: Connection, q: Question) -> pd.DataFrame:
    """Tips per channel (C14): columns TIPS, in the order of the channels, those without any tip included.

    受理率 accepted / (received − duplicate − transferred) · 办结率 closed / accepted · 按期办结率 closed_on_time /
    due · 属实率 substantiated / (closed − withdrawn). Duplicates, transfers and rejections have no date of their own
    and count from receipt. Filters of cities and the scope hold; lines and units do not matter.
    """
    t = tip.c
    due_at = func.coalesce(t.due_current, t.due_original, last_second_after(t.accepted_at, DAYS))
    accepted = and_(t.decision == "accepted", t.accepted_at <= q.as_of)
    closed = and_(accepted, t.closed_at <= q.as_of)
    due = and_(accepted, due_at <= q.as_of)
    sums: tuple[ColumnElement[bool], ...] = (
        t.id.is_not(None),
        t.decision == "duplicate",
        t.decision == "transferred",
        t.decision == "rejected",
        accepted,
        closed,
        due,
        and_(due, closed, t.closed_at <= due_at),
        and_(closed, t.outcome.in_(("substantiated", "partly"))),
        and_(closed, t.outcome == "withdrawn"),
    )
    asked = and_(t.channel == tip_channel.c.code, t.received_at <= q.as_of, _known(q), *_places(q))
    rows = (
        select(
            tip_channel.c.code,
            tip_channel.c.name_zh,
            tip_channel.c.name_en,
            *(func.count().filter(condition) for condition in sums),
        )
        .outerjoin_from(tip_channel, tip, asked)
        .group_by(tip_channel.c.code, tip_channel.c.name_zh, tip_channel.c.name_en, tip_channel.c.sort_order)
        .order_by(tip_channel.c.sort_order, tip_channel.c.code)
    )
    return to_frame(conn.execute(rows), TIPS)


def _known(q: Question) -> ColumnElement[bool]:
    t = tip.c
    if q.known_at is None:
        return t.superseded_at.is_(None)
    return and_(t.recorded_at <= q.known_at, or_(t.superseded_at.is_(None), t.superseded_at > q.known_at))


def _places(q: Question) -> list[ColumnElement[bool]]:
    d = admin_division.c
    return [
        or_(
            tip.c.adcode.in_(cities),
            tip.c.adcode.in_(select(d.adcode).where(d.parent_adcode.in_(cities), in_force(q)).correlate(None)),
        )
        for cities in (q.scope.cities, q.filters.cities or None)
        if cities is not None
    ]
