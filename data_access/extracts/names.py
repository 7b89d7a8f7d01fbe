"""What a file of an extract is called, and its filters in words."""

from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from data_access.database.schema import campaign
from data_access.database.snapshot import Snapshot
from data_access.extracts.catalogue import EXTRACTS
from data_access.i18n import t
from data_access.notice.filters import FILTERS, Filter
from data_access.notice.words import speaking
from data_access.question import Question
from data_access.wording import FORBIDDEN

LONGEST: Final = 120
"""Bytes of a file name before its ending: file systems allow 255, and copies and archives add to it."""
NAMED: Final = 3
"""More codes of one kind than this are counted in a file's name, not listed."""


def file_name(s: Snapshot, name: str, q: Question, lang: str, ext: str) -> str:
    """Such as 完成情况_2020-07-04T0000_哈尔滨市.csv: what, as of when (local time), and the filters in force; beyond
    LONGEST bytes only how many of them there are.
    """
    lang = speaking(s, q, lang)
    at = q.as_of.astimezone(ZoneInfo(q.zone)).strftime("%Y-%m-%dT%H%M")
    clocks = [
        instant.astimezone(ZoneInfo(q.zone)).strftime(f"{letter}%Y-%m-%dT%H%M")
        for letter, instant in (("K", q.known_at), ("S", q.since))
        if instant is not None
    ]
    chosen = [codes for codes in filters_in_words(s, q, lang).values() if codes]
    stem = ""
    for shown in range(len(chosen), -1, -1):
        left = sum(map(len, chosen[shown:]))
        more = [f"+{left}"] if left else []
        parts = [EXTRACTS[name].title(lang), at, *(_short(codes, lang) for codes in chosen[:shown]), *more, *clocks]
        stem = FORBIDDEN.sub("-", "_".join(parts))
        if len(stem.encode()) <= LONGEST:
            break
    return f"{stem}.{ext}"


def filters_in_words(s: Snapshot, q: Question, lang: str) -> dict[str, list[str]]:
    """Kind of filter -> what was chosen, for the kinds that narrow the answer: campaign, cities, lines, groups, and
    what hazards and tips are narrowed by.
    """
    column = campaign.c.name_zh if lang == "zh" else campaign.c.name_en
    part = select(column).where(campaign.c.code == q.filters.campaign, campaign.c.kind != "notice")
    return {
        "campaign": [q.filters.campaign] if s.execute(part).first() else [],
        **{one.field: _names(s, q, one, lang) for one in FILTERS},
    }


def _names(s: Snapshot, q: Question, chosen: Filter, lang: str) -> list[str]:
    """The names in `lang` of what is chosen; those that the database knows in order of code."""
    codes = chosen.chosen(q.filters, q.hazards)
    if not codes or not chosen.named:
        return list(codes)
    if isinstance(chosen.named, str):
        return [t(lang, f"{chosen.named}.{code}") for code in codes]
    rows = chosen.named(q)
    code = rows.selected_columns[0]
    return [zh if lang == "zh" else en for _, zh, en in s.execute(rows.where(code.in_(codes)).order_by(code))]


def _short(chosen: list[str], lang: str) -> str:
    separator = "、" if lang == "zh" else "+"
    return separator.join(chosen[:NAMED]) + (f"{t(lang, 'word.and_more')}{len(chosen)}" if len(chosen) > NAMED else "")
