"""What the filters offer, as the database has it: campaigns, places, lines as a tree, deadlines, industries."""

from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

import pandas as pd

from dashboard.data.memory import Memory
from dashboard.view import Choices, Deadline, Option
from data_access.database.schema.campaign import UNIT_GROUPS
from data_access.database.snapshot import Snapshot
from data_access.notice import campaigns, places
from data_access.notice.divisions import list_divisions
from data_access.notice.industries import select_industries
from data_access.notice.under_way import window_end
from data_access.question import Question
from data_access.returns.received import anything_received

_offered: Final[Memory[Choices]] = Memory(32)


def load(s: Snapshot, question: Question, version: str) -> Choices:
    """What can be chosen in the question's campaign; remembered by campaign, scope and version of the data."""
    return _offered.get((question.filters.campaign, question.scope, version), lambda: _read(s, question))


def _read(s: Snapshot, question: Question) -> Choices:
    code = question.filters.campaign
    offered = campaigns.load_campaigns(s)
    chosen = offered[offered["campaign_code"] == code].iloc[0]
    zone = ZoneInfo(question.zone)
    return Choices(
        campaigns=tuple(
            Option(
                str(row["campaign_code"]),
                str(row["campaign_zh"]),
                str(row["campaign_en"]),
                depth=1 if row["parent_code"] else 0,
                parent=str(row["parent_code"]),
            )
            for row in _rows(offered)
        ),
        cities=tuple(
            Option(str(row["adcode"]), str(row["name_zh"]), str(row["name_en"]))
            for row in _rows(places.load_cities(s, question))
        ),
        lines=tuple(
            Option(
                str(row["line_code"]),
                str(row["line_short_zh"]),
                str(row["line_short_en"]),
                depth=int(row["depth"]),
                parent=str(row["parent_code"]),
            )
            for row in _rows(campaigns.load_lines(s, code))
        ),
        deadlines=_deadlines(campaigns.load_deadlines(s, code), zone),
        groups=UNIT_GROUPS,
        first=chosen["starts_at"].astimezone(zone).date(),
        last=window_end(s, code).astimezone(zone).date(),
        zone=zone,
        industries=tuple(
            Option(row.code, row.name_zh, row.name_en, depth=1 if row.parent_code else 0, parent=row.parent_code or "")
            for row in s.ask(select_industries, question)
        ),
        counties=tuple(
            Option(one.adcode, one.name_zh, one.name_en, depth=1, parent=one.city)
            for one in list_divisions(s, question)
        ),
        received=anything_received(s, code),
    )


def _deadlines(frame: pd.DataFrame, zone: ZoneInfo) -> tuple[Deadline, ...]:
    """A deadline for each due day; a line with several due days is in each of them."""
    lines: dict[date, dict[str, Option]] = {}
    stated: set[date] = set()
    for row in _rows(frame):
        day = row["due_at"].astimezone(zone).date()
        lines.setdefault(day, {})[row["line_code"]] = Option(
            row["line_code"], row["line_short_zh"], row["line_short_en"]
        )
        if row["due_basis"] == "stated":
            stated.add(day)
    return tuple(Deadline(day, tuple(lines[day].values()), day in stated) for day in sorted(lines))


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def forget() -> None:
    """Start as a new process would (tests)."""
    _offered.clear()
