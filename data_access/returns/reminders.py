"""Whom to remind of what: overdue, due within 72 hours, or behind the expected pace; a ready sentence per unit, without
person or telephone number.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from data_access.database.days import local_date
from data_access.database.snapshot import Snapshot
from data_access.i18n import on_day, t
from data_access.notice.units import Line, Unit
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.obligations.pace import Pace
from data_access.obligations.pace_words import in_words
from data_access.obligations.reason import Reason, said
from data_access.question import Question
from data_access.wording import period

AHEAD: Final = timedelta(hours=72)


class Reminder(NamedTuple):
    """An obligation that a unit is to be reminded of."""

    unit: Unit
    line: Line
    period: str
    urgency: str
    """overdue; soon: due within AHEAD of T; behind: due later, and behind the expected pace (G15)."""
    due_at: datetime
    due_basis: str
    days_overdue: int | None
    reason: Reason
    """Why its deadline was extended."""
    sent_back: Reason
    """Why the last version was sent back, where none stands."""
    pace: Pace | None
    """Of what is behind."""

    @property
    def short(self) -> int | None:
        """How many tasks its unit is short of the expected pace; None for what is not behind."""
        return self.pace.short if self.pace else None


class Letter(NamedTuple):
    """What to send to one unit."""

    unit: Unit
    reminders: tuple[Reminder, ...]
    sentence: str


def list_reminders(s: Snapshot, q: Question) -> tuple[Reminder, ...]:
    """What is overdue at T, due within 72 hours of it or behind pace, ordered by unit, then by deadline."""
    return reminders_of(list_obligations(s, q), q)


def reminders_of(obligations: Iterable[Obligation], q: Question) -> tuple[Reminder, ...]:
    """The same out of obligations in the order of their units."""
    return tuple(
        one
        for _, own in groupby(obligations, key=lambda one: one.unit)
        for one in sorted(_reminders(own, q.as_of), key=lambda one: one.due_at)
    )


def _reminders(own: Iterable[Obligation], as_of: datetime) -> Iterator[Reminder]:
    for one in own:
        if one.due_at is None:
            continue
        if one.state == "overdue":
            yield _reminder(one, "overdue", one.due_at)
        elif one.state == "not_due" and one.due_at <= as_of + AHEAD:
            yield _reminder(one, "soon", one.due_at)
        elif one.behind:
            yield _reminder(one, "behind", one.due_at)._replace(pace=one.pace)


def _reminder(one: Obligation, urgency: str, due_at: datetime) -> Reminder:
    told = (urgency, due_at, one.due_basis, one.days_overdue, one.reason, one.sent_back)
    return Reminder(one.unit, one.line, one.period, *told, pace=None)


def letters(reminders: Iterable[Reminder], q: Question, lang: str) -> list[Letter]:
    """One sentence per unit in `lang`, in the order of the reminders."""
    found = []
    for unit, some in groupby(reminders, key=lambda one: one.unit):
        own = tuple(some)
        found.append(Letter(unit, own, _sentence(unit, own, q, lang)))
    return found


def letters_text(s: Snapshot, q: Question, lang: str) -> str:
    """The sentences of all chosen units, a paragraph each, below a line that says as of when; lines end as Windows
    has them. Only that line when nobody is to be reminded.
    """
    found = letters(list_reminders(s, q), q, lang)
    head = t(lang, "reminder.head", at=_local(q.as_of, q), units=len(found))
    return "\r\n\r\n".join([head, *(letter.sentence for letter in found)]) + "\r\n"


def _sentence(unit: Unit, own: tuple[Reminder, ...], q: Question, lang: str) -> str:
    parts = []
    for urgency in ("overdue", "soon"):
        items = [_item(one, q, lang) for one in own if one.urgency == urgency]
        if items:
            said = t(lang, "list.and").join(items)
            parts.append(t(lang, f"reminder.{urgency}", items=said, n=len(items)))
    for pace, some in groupby((one for one in own if one.pace), key=lambda one: one.pace):
        items = [_item(one, q, lang) for one in some]
        how = in_words(pace, q.zone, lang) if pace else ""
        parts.append(t(lang, "reminder.behind", pace=how, items=t(lang, "list.and").join(items), n=len(items)))
    name = unit.zh if lang == "zh" else unit.en
    return t(lang, "reminder.sentence", unit=name, parts=t(lang, "list.clauses").join(parts))


def _item(one: Reminder, q: Question, lang: str) -> str:
    due = on_day(lang, local_date(one.due_at, q.zone), t(lang, "reminder.day"))
    line = one.line.short_zh if lang == "zh" else one.line.short_en
    if one.period:
        line = t(lang, "reminder.period", line=line, period=period(one.period, lang))
    reasons = {"reminder.extended": one.reason, "reminder.returned": one.sent_back}
    why = "".join(t(lang, key, reason=said(reason, lang)) for key, reason in reasons.items() if reason.code)
    return t(lang, f"reminder.item.{one.urgency}", line=line, due=due, days=one.days_overdue, why=why)


def _local(instant: datetime, q: Question) -> str:
    return f"{instant.astimezone(ZoneInfo(q.zone)):%Y-%m-%d %H:%M}"
