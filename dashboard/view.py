"""The View that a page draws, frozen: the question, the state of the data, the language, what the filters offer."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal, Self
from zoneinfo import ZoneInfo

import streamlit as st

from data_access import i18n
from data_access.database.failures import Failure
from data_access.database.stamp import Stamp
from data_access.notice.units import Line, Place, Unit
from data_access.question import Filters, Question
from data_access.wording import brief

_KEY = "shell.view"
MARGIN = timedelta(days=366)


@dataclass(frozen=True)
class Option:
    """Something that a filter offers: its code and its names."""

    code: str
    zh: str
    en: str
    depth: int = 0
    parent: str = ""

    def label(self, lang: str) -> str:
        """Its name in `lang`."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class Deadline:
    """A due day of the notice and the lines that fall due on it."""

    day: date
    lines: tuple[Option, ...]
    stated: bool


@dataclass(frozen=True)
class Choices:
    """What the filters offer for one notice."""

    campaigns: tuple[Option, ...]
    cities: tuple[Option, ...]
    lines: tuple[Option, ...]
    deadlines: tuple[Deadline, ...]
    groups: tuple[str, ...]
    first: date
    last: date
    """The campaign's window; `last` is its last reporting deadline."""
    zone: ZoneInfo
    industries: tuple[Option, ...] = ()
    """In two levels, a top-level one before those below it."""
    counties: tuple[Option, ...] = ()
    """parent: the adcode of their city."""
    received: bool = True
    """False: no return, ledger or activity of the notice is in the database."""
    elsewhere: tuple[str, ...] = ()
    """Those of the campaigns that are of another province: none of the cities is theirs."""
    spoken: tuple[i18n.Language, ...] = ()
    """The languages in the words of the notice."""

    def speak(self, lang: str) -> str:
        """The language `lang` in the words of the notice."""
        return next((spoken for spoken in self.spoken if spoken == lang), lang)

    def options(self, field: str) -> tuple[Option, ...]:
        """What the filter of this field offers out of the database; () where its codes are always the same."""
        offered: tuple[Option, ...] = getattr(self, field, ())
        return offered

    @property
    def earliest(self) -> date:
        """The first day that the filters accept: a year before the window."""
        return self.first - MARGIN

    @property
    def latest(self) -> date:
        """The last day that the filters accept: a year after the window. Pictures by day go up to it."""
        return self.last + MARGIN


@dataclass(frozen=True)
class View:
    """Everything that a page load depends on: equal views draw equal pages."""

    question: Question
    stamp: Stamp
    choices: Choices
    lang: str
    page: str
    dark: bool = False
    away_since: datetime | None = None
    """Since when the database has not answered, where this is the last good copy; None: the view is fresh."""
    why: Failure | Literal["", "busy", "loading"] = ""
    """Why this is the last good copy: the kind of failure, busy (all connections are in use), or
    loading (hazards are being read)."""
    newer_before: datetime | None = None
    """data_until of newer data of this notice that this process has shown before: a backup was restored, or this is the
    wrong database. None: the data is the newest so far."""
    made_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    @property
    def filters(self) -> Filters:
        """The filters in force."""
        return self.question.filters

    @property
    def chosen(self) -> Filters:
        """Those of them that the reader chose: who may see some cities only asks about these without choosing them."""
        seen = self.question.scope.cities
        own = seen is not None and {*self.filters.cities} == {city.code for city in self.choices.cities}
        return replace(self.filters, cities=()) if own else self.filters

    @property
    def lines(self) -> set[str] | None:
        """The codes of the chosen lines and of all lines below them; None when none is chosen, which means all."""
        if not self.filters.lines:
            return None
        codes = set(self.filters.lines)
        for option in self.choices.lines:  # groups stand before what is below them
            if option.parent in codes:
                codes.add(option.code)
        return codes

    def asking(self, question: Question) -> Self:
        """The same view of another question."""
        return replace(self, question=question)

    def t(self, key: str, n: int | None = None, **values: object) -> str:
        """The words for `key` in this view's language."""
        return i18n.t(self.lang, key, n, **values)

    def word(self, family: str, code: str) -> str:
        """The word for a code of a family: ("grade", "major") is 重大; "" for no code."""
        return i18n.t(self.lang, f"{family}.{code}") if code else ""

    def inside(self, family: str, code: str) -> str:
        """The same word in small letters, for use inside a sentence."""
        return self.word(family, code).lower()

    def pick(self, zh: str, en: str) -> str:
        """The name in this view's language, an English one in short (wording.brief)."""
        return zh if self.lang == "zh" else brief(en)

    def name(self, thing: Unit | Line | Place) -> str:
        """The full name of a unit or line."""
        return self.pick(thing.zh, thing.en)

    def short(self, thing: Unit | Line | Place) -> str:
        """Its short name for charts; units have one in Chinese only."""
        if not isinstance(thing, Line):
            return self.pick(thing.short, thing.en)
        return self.pick(thing.short_zh, thing.short_en)

    def city(self, code: str) -> str:
        """The name of a city by its adcode; the code itself when unknown."""
        return next((brief(c.label(self.lang)) for c in self.choices.cities if c.code == code), code)

    def line(self, code: str) -> str:
        """The name of a line by its code; the code itself when unknown."""
        return next((c.label(self.lang) for c in self.choices.lines if c.code == code), code)

    def local(self, instant: datetime) -> datetime:
        """`instant` in the campaign's zone."""
        return instant.astimezone(self.choices.zone)

    def clock(self, instant: datetime) -> datetime:
        """`instant` as local time of the campaign, without a zone: what pictures and tables take."""
        return self.local(instant).replace(tzinfo=None)

    def day(self, when: date | datetime) -> str:
        """A day in running text: 6月16日, 16 June."""
        local = self.local(when).date() if isinstance(when, datetime) else when
        return i18n.on_day(self.lang, local, self.t("date.day"))

    def iso(self, instant: datetime) -> str:
        """An instant for the as-of line: 2020-07-04 00:00 in the campaign's zone."""
        return self.local(instant).strftime("%Y-%m-%d %H:%M")


WORD_JOINER = "\u2060"
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|>~:$<&])")


@lru_cache(5000)
def plain(text: str) -> str:
    """`text` escaped so that Streamlit's markdown shows it unchanged: names come from outside and may hold anything.

    An invisible character breaks web addresses: markdown would make links of them even when they are escaped.
    """
    return _MARKDOWN.sub(r"\\\1", _ADDRESS.sub(WORD_JOINER, text))


def box_key(name: str, lang: str) -> str:
    """The widget key of a box whose options are words, one key a language. The browser sends words, not codes: under
    one key the words of the old language would come back after a change of language, and be unknown.
    """
    return f"{name}_{lang}"


def publish(view: View) -> None:
    """Make `view` the one that current_view() returns in this page load."""
    st.session_state[_KEY] = view


def current_view() -> View:
    """The view that the shell made for this page load."""
    view: View = st.session_state[_KEY]
    return view
