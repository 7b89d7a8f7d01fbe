"""What the filters offer, as the database has it: campaigns, places, lines as a tree, deadlines, industries."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from dashboard.view import Choices, Deadline, Option
from data_access.database.schema.campaign import UNIT_GROUPS
from data_access.database.snapshot import Snapshot
from data_access.i18n import LANGUAGES
from data_access.notice.campaigns import DueLine, list_campaigns, list_deadlines, list_notice_lines
from data_access.notice.divisions import list_divisions
from data_access.notice.industries import select_industries
from data_access.notice.places import list_cities
from data_access.notice.under_way import window_end
from data_access.notice.units import Line
from data_access.notice.words import speaking
from data_access.question import Question
from data_access.returns.received import anything_received


def load(s: Snapshot, question: Question) -> Choices:
    """What can be chosen in the question's campaign by whoever may see its scope."""
    return s.lasting((load, question.filters.campaign, question.scope), lambda: _read(s, question))


def _read(s: Snapshot, question: Question) -> Choices:
    code = question.filters.campaign
    offered = list_campaigns(s)
    chosen = next(one for one in offered if one.code == code)
    zone = ZoneInfo(question.zone)
    return Choices(
        campaigns=tuple(
            Option(one.code, one.zh, one.en, depth=1 if one.parent_code else 0, parent=one.parent_code)
            for one in offered
        ),
        cities=tuple(Option(city.adcode, city.name_zh, city.name_en) for city in list_cities(s, question)),
        lines=tuple(_option(one.line, one.depth, one.parent_code) for one in list_notice_lines(s, code)),
        deadlines=_deadlines(list_deadlines(s, code), zone),
        groups=UNIT_GROUPS,
        first=chosen.starts_at.astimezone(zone).date(),
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
        elsewhere=tuple(one.code for one in offered if one.province != chosen.province),
        spoken=tuple(speaking(s, question, lang) for lang in LANGUAGES),
    )


def _option(line: Line, depth: int = 0, parent: str = "") -> Option:
    return Option(line.code, line.short_zh, line.short_en, depth=depth, parent=parent)


def _deadlines(due: Iterable[DueLine], zone: ZoneInfo) -> tuple[Deadline, ...]:
    """One for each due day; a line that is due again and again is named on each of its days."""
    lines: dict[date, dict[str, Option]] = {}
    stated: set[date] = set()
    for one in due:
        day = one.due_at.astimezone(zone).date()
        lines.setdefault(day, {})[one.line.code] = _option(one.line)
        if one.due_basis == "stated":
            stated.add(day)
    return tuple(Deadline(day, tuple(lines[day].values()), day in stated) for day in sorted(lines))
