"""To whom a case is told: the words, names and days of one reader's question and language."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from data_access.database.days import local_date
from data_access.i18n import on_day, t
from data_access.notice.industries import Industry, Named
from data_access.notice.units import Line, Place, Unit
from data_access.question import Question
from data_access.wording import brief

SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True)
class Telling:
    """The question, without the filters of a page: they narrow what is listed, not what is told of one thing."""

    q: Question
    lang: str

    def t(self, key: str, n: int | None = None, **values: object) -> str:
        """The words for `key`."""
        return t(self.lang, key, n, **values)

    def word(self, family: str, code: str) -> str:
        """The word for a code; "" for none."""
        return t(self.lang, f"{family}.{code}") if code else ""

    def name(self, thing: Unit | Line | Place | Named | Industry) -> str:
        """Its full name, an English one without its explanation."""
        return thing.zh if self.lang == "zh" else brief(thing.en)

    def short(self, thing: Unit | Line | Place) -> str:
        """Its short name; units and places have one in Chinese only."""
        if isinstance(thing, Line):
            return thing.short_zh if self.lang == "zh" else thing.short_en
        return thing.short if self.lang == "zh" else brief(thing.en)

    def day(self, at: datetime | date) -> str:
        """A day: 6月16日."""
        on = local_date(at, self.q.zone) if isinstance(at, datetime) else at
        return on_day(self.lang, on, self.t("date.day"))

    def moment(self, at: datetime) -> str:
        """An instant: 6月16日 17:30; only its day where it begins or ends it (C1, C2)."""
        local = at.astimezone(ZoneInfo(self.q.zone))
        whole = local.time() == datetime.min.time() or (local + SECOND).time() == datetime.min.time()
        return self.day(at) if whole else f"{self.day(at)} {local:%H:%M}"

    def and_(self, parts: list[str]) -> str:
        """Parts with dots between them; empty ones are left out."""
        return self.t("list.dot").join(part for part in parts if part)
