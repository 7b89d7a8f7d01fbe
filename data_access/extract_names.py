"""What a file of an extract is called, and its filters in words."""

import re
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from data_access.filters import Question
from data_access.i18n import t
from data_access.schema import admin_division, campaign
from data_access.selection import in_force

NAMED: Final = 3
"""More codes of one kind than this are counted in a file's name, not listed."""
FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s]+')


def file_name(conn: Connection, name: str, q: Question, lang: str, ext: str) -> str:
    """Such as 完成情况_2020-07-04T0000_哈尔滨市.csv: what, as of when (local time), and the filters in force."""
    at = q.as_of.astimezone(ZoneInfo(q.zone)).strftime("%Y-%m-%dT%H%M")
    parts = [
        t(lang, f"extract.{name}"),
        at,
        *(_short(codes, lang) for codes in filters_in_words(conn, q, lang).values()),
    ]
    if q.known_at is not None:
        parts.append(q.known_at.astimezone(ZoneInfo(q.zone)).strftime("K%Y-%m-%dT%H%M"))
    return FORBIDDEN.sub("-", "_".join(part for part in parts if part)) + f".{ext}"


def filters_in_words(conn: Connection, q: Question, lang: str) -> dict[str, list[str]]:
    """Kind of filter -> what was chosen, for the kinds that narrow the answer: campaign, cities, lines, groups."""
    f = q.filters
    column = campaign.c.name_zh if lang == "zh" else campaign.c.name_en
    part = select(column).where(campaign.c.code == f.campaign, campaign.c.kind != "notice")
    d = admin_division.c
    names = conn.execute(
        select(d.name_zh if lang == "zh" else d.name_en)
        .where(d.adcode.in_(f.cities), d.level == "prefecture", in_force(q))
        .order_by(d.adcode)
    )
    return {
        "campaign": [f.campaign] if conn.execute(part).first() else [],
        "cities": [str(name) for name in names.scalars()],
        "lines": list(f.lines),
        "groups": [t(lang, f"group.{group}") for group in f.groups],
    }


def _short(chosen: list[str], lang: str) -> str:
    separator = "、" if lang == "zh" else "+"
    return separator.join(chosen[:NAMED]) + (f"{t(lang, 'word.and_more')}{len(chosen)}" if len(chosen) > NAMED else "")
