"""A row of evidence: which unit, which rule, what exactly was found, in both languages; and how it is worded."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from data_access.i18n import LANGUAGES, t
from data_access.notice.units import NO_LINE, Line, Unit
from data_access.quality.rules import RULES
from data_access.question import Question


class Texts(NamedTuple):
    """The same in both languages."""

    zh: str
    en: str


class Evidence(NamedTuple):
    """One row behind a finding. A finding is one or more rows; one about several units has rows of each of them."""

    unit: Unit
    kind: str
    rule: str
    finding: str
    """The same for all rows of a finding, and for the same data the same again."""
    line: Line
    period: str
    item: str
    """The key of what was looked at: an activity, a hazard, a row of Annex 3, a county, a kind of file; '' for none."""
    at: datetime | None
    value: float | None
    compared: float | None
    """What `value` was held against: the whole of a part, the value before."""
    detail: Texts


def evidence(
    unit: Unit,
    rule: str,
    subject: str,
    detail: Texts,
    *,
    line: Line = NO_LINE,
    period: str = "",
    item: str = "",
    at: datetime | None = None,
    value: float | None = None,
    compared: float | None = None,
) -> Evidence:
    """A row of evidence; `subject` tells the findings of one rule apart."""
    return Evidence(unit, RULES[rule].kind, rule, f"{rule}:{subject}", line, period, item, at, value, compared, detail)


@lru_cache(10_000, typed=True)  # day after day the same: a fifth of what all findings take
def texts(key: str, **values: object) -> Texts:
    """The words of `key` in Chinese and English, with `values` put in; a value may itself be such a pair."""
    return Texts(
        *(
            t(lang, key, **{name: _value(value, place) for name, value in values.items()})
            for place, lang in enumerate(LANGUAGES)
        )
    )


def named(thing: Unit | Line) -> Texts:
    """The names of a unit or line."""
    return Texts(thing.zh, thing.en)


def word(key: str) -> Texts:
    """A word in both languages, as inside a sentence."""
    return Texts(t("zh", key), t("en", key).lower())


def day(instant: datetime, q: Question) -> str:
    """The local day of an instant."""
    return instant.astimezone(ZoneInfo(q.zone)).strftime("%Y-%m-%d")


def minute(instant: datetime, q: Question) -> str:
    """The local minute of an instant."""
    return instant.astimezone(ZoneInfo(q.zone)).strftime("%Y-%m-%d %H:%M")


def in_order(rows: Iterable[Evidence], units: Iterable[Unit]) -> tuple[Evidence, ...]:
    """By rule, then finding by finding in the official order of their first units, then unit, then as they came."""
    found = list(rows)
    unit_place = {unit.code: place for place, unit in enumerate(units)}
    rule_place = {rule: place for place, rule in enumerate(RULES)}
    first: dict[str, int] = {}
    for row in found:
        first[row.finding] = min(first.get(row.finding, len(unit_place)), unit_place[row.unit.code])
    return tuple(
        sorted(
            found,
            key=lambda row: (rule_place[row.rule], first[row.finding], row.finding, unit_place[row.unit.code]),
        )
    )


def _value(value: object, place: int) -> object:
    if isinstance(value, tuple):
        value = value[place]
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) else f"{value:,}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value
