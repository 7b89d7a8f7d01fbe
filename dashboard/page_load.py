"""One page load: a snapshot, the View made in it, the page, and messages about what is wrong."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal, Protocol

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import device, errors
from dashboard.addresses import address, url
from dashboard.data import counters, kept, reader
from dashboard.data.memory import Memory
from dashboard.data.outage import Why
from dashboard.filters import offered as choices
from dashboard.parts import nothing_received, parts
from dashboard.view import Choices, View, plain
from data_access import i18n
from data_access.database.days import instant_of
from data_access.database.revision import Fit
from data_access.database.snapshot import Snapshot
from data_access.database.stamp import of_notice, read_stamp
from data_access.notice import campaigns
from data_access.question import ANY_INSTANT, NOT_NARROWED, Filters, HazardFilters, Question, Scope

Understood = tuple[Question, tuple[str, ...]]
CLOUD, HOURGLASS = ":material/cloud_off:", ":material/hourglass_top:"
_understood: Final[Memory[Understood]] = Memory(500)
_speakers: Final[Memory[Choices]] = Memory(100)
"""What each campaign offered last, by its code and the scope; under "" what was offered last of all."""


@dataclass(frozen=True)
class Loaded:
    """What a page load has to draw: a view, or the reason why there is none."""

    view: View | None
    unknown: tuple[str, ...] = ()
    """Codes in the address that the campaign does not know."""
    why: Why | Literal["", "empty"] = ""
    version: str = ""
    """Version of the data in which there was nothing to show."""
    fit: Fit = ""
    """Whether the database has the tables that this program reads; "" if so."""


@dataclass(frozen=True)
class Entered:
    """A page load before its page is known: the snapshot, or why there is none; and the language of its notice."""

    fresh: reader.Opened | Why
    fit: Fit
    lang: str
    filters: Filters
    now: datetime
    scope: Scope

    def load(self, page: str, hazards: HazardFilters = NOT_NARROWED) -> Loaded:
        """The view of a page: fresh, else the last good copy, else none."""
        if isinstance(self.fresh, str):
            return self._last_good(page, hazards, self.fresh)
        try:
            return _load(self.fresh, self, page, hazards)
        except Exception as error:
            return self._last_good(page, hazards, reader.why_of(error))

    def _last_good(self, page: str, hazards: HazardFilters, why: Why) -> Loaded:
        why = "busy" if why == "slow" else why  # even the first select took too long: too many readers
        view = kept.last_good().find((page, self.filters, hazards, self.scope))
        if view is None:
            return Loaded(None, why=why, fit=self.fit)
        since = reader.breaker().away_since or datetime.now(UTC)
        lang = view.choices.speak(self.lang)
        return Loaded(replace(view, lang=lang, dark=device.dark(), away_since=since, why=why), fit=self.fit)


@contextmanager
def entered(scope: Scope, lang: str, filters: Filters, now: datetime) -> Iterator[Entered]:
    """This page load with what it reads from. Its language has the words of the notice: the menu speaks it already."""
    again = st.session_state.pop(reader.AGAIN, "")
    busy: AbstractContextManager[reader.Opened | Why] = nullcontext("busy")
    with counters.page_load(), busy if again == "busy" else reader.page_load(at_once=bool(again)) as fresh:
        fit: Fit = ""
        if not isinstance(fresh, str):
            fit = fresh.seen.fit
            try:
                lang = _spoken(fresh, scope, lang, filters, now)
            except Exception as error:
                fresh = reader.why_of(error)
        if isinstance(fresh, str) and (offered := _speakers.find((filters.campaign, scope))):
            lang = offered.speak(lang)
        yield Entered(fresh, fit, lang, filters, now, scope)


def _spoken(fresh: reader.Opened, scope: Scope, lang: str, filters: Filters, now: datetime) -> str:
    """The language of the notice that is asked about; remembered for when nobody answers."""
    s, (stamp, _) = fresh
    question, _ = _question(s, stamp.version, scope, filters, NOT_NARROWED, now)
    if not question.filters.campaign:
        return lang
    offered = choices.load(s, question)
    for campaign in (question.filters.campaign, ""):
        _speakers.put((campaign, question.scope), offered)
    return offered.speak(lang)


def _load(fresh: reader.Opened, entered: Entered, page: str, hazards: HazardFilters) -> Loaded:
    s, (stamp, fit) = fresh
    filters, now, scope = entered.filters, entered.now, entered.scope
    question, unknown = _question(s, stamp.version, scope, filters, hazards, now)
    if not question.filters.campaign:
        return Loaded(None, why="empty", version=stamp.version, fit=fit)
    offered = choices.load(s, question)
    if not offered.earliest <= question.as_of.astimezone(offered.zone).date() <= offered.latest:
        question, more = _question(s, stamp.version, scope, replace(filters, as_of=None), hazards, now)
        unknown += (url.write_as_of(filters.as_of or question.as_of), *more)
    of_it = question.filters.campaign
    stamp = s.once((read_stamp, of_it), lambda: of_notice(s, stamp, of_it))  # papers tell it too
    newer = reader.high_water().above((question.scope, question.filters.campaign), stamp)
    view = View(question, stamp, offered, entered.lang, page, device.dark(), made_at=now, newer_before=newer)
    return Loaded(view, tuple(dict.fromkeys(unknown)), fit=fit)


def _question(
    s: Snapshot, version: str, scope: Scope, filters: Filters, hazards: HazardFilters, now: datetime
) -> Understood:
    """The question of these filters with the scope of who looks, and the codes in them that the campaign does not know.
    “Now” is rounded down to a minute, so that page loads of one minute find each other's answers in memory.

    Remembered: it takes several selects, and none of them depends on an instant that the filters name.
    """
    minute = now.replace(second=0, microsecond=0)
    if filters.as_of is None or not filters.campaign:  # the instant decides which notice is meant
        now_key = (filters, hazards, scope, version, minute)
        return _understood.get(now_key, lambda: campaigns.understand(s, filters, minute, scope, hazards))
    some = replace(filters, as_of=ANY_INSTANT)
    key = (some, hazards, scope, version, None)
    question, unknown = _understood.get(key, lambda: campaigns.understand(s, some, minute, scope, hazards))
    as_of = instant_of(filters.as_of, question.zone)
    return replace(question, filters=replace(question.filters, as_of=filters.as_of), as_of=as_of), unknown


class Runnable(Protocol):
    """A page, or what is drawn in its place."""

    def run(self) -> None:
        """Draw it."""


def run(page: Runnable, view: View, filters: Filters, hazards: HazardFilters) -> None:
    """Draw the page. A failure becomes a sentence with an error number on the page, and never a traceback. Where there
    is no connection while it is drawn it is drawn anew once: another server may answer, else there is the last copy.
    """
    try:
        if view.choices.received:
            page.run()
        else:
            nothing_received.draw(view)
    except reader.NoAnswerError as error:
        if error.why in ("away", "busy", "loading") and not reader.is_begun_again():
            reader.begin_again(error.why)
        if view.away_since is None:
            parts.error(view, view.t(f"shell.error.{error.why}"), errors.report(error))
        else:
            st.error(plain(view.t("shell.error.no_copy")), icon=CLOUD)
    except Exception as error:
        parts.error(view, view.t("shell.error.page"), errors.report(error))
    else:
        if view.away_since is None:  # the address names the campaign from now on, asked or not
            for asked in {filters, replace(filters, campaign=view.question.filters.campaign)}:
                kept.last_good().put((view.page, asked, hazards, view.question.scope), view)


def draw_warnings(view: View, fit: Fit = "", *, is_recorded: bool = True) -> None:
    """Draw the warnings above the page: older data than before, a copy and why, a wrong clock, tables of another
    version (`fit`), an audit that cannot be written.
    """
    until = view.stamp.data_until
    if view.newer_before is not None:
        text = view.t("shell.older", until=view.iso(until) if until else "/", before=view.iso(view.newer_before))
        st.warning(plain(text), icon=":material/history:")
    if view.away_since is not None:
        text = view.t(
            f"shell.stale.{view.why}",
            until=view.iso(until) if until else "/",
            copy=view.iso(view.made_at),
            since=view.iso(view.away_since),
        )
        st.warning(plain(text), icon=HOURGLASS if view.why in ("busy", "loading") else CLOUD)
    if until and view.stamp.is_ahead(view.made_at):
        text = view.t("shell.clock", now=view.iso(view.made_at), until=view.iso(until))
        st.warning(plain(text), icon=":material/schedule:")
    if not is_recorded:
        st.warning(plain(view.t("shell.unrecorded")), icon=":material/edit_off:")
    _draw_fit(view.lang, fit)


@contextmanager
def unknown_named(view: View, unknown: tuple[str, ...]) -> Iterator[None]:
    """Around the page: draw above it which codes and parameters of the address are unknown, the page's own too."""
    place = st.empty()
    _draw_unknown(view, place, unknown)
    try:
        yield
    finally:
        if view.choices.received and (more := address.unread(view.page)):
            _draw_unknown(view, place, (*unknown, *more))


def _draw_unknown(view: View, place: DeltaGenerator, unknown: tuple[str, ...]) -> None:
    if unknown:
        text = view.t("shell.unknown", codes=view.t("list.and").join(unknown[:8]), n=len(unknown))
        place.warning(plain(text), icon=":material/link_off:")


def _draw_fit(lang: str, fit: Fit) -> None:
    if fit:
        st.warning(plain(i18n.t(lang, f"shell.fit.{fit}")), icon=":material/database:")


def draw_nothing(lang: str, loaded: Loaded) -> None:
    """Draw, in place of the page, why there is nothing to show and what to do."""
    _draw_fit(lang, loaded.fit)
    if loaded.why == "empty":
        st.info(plain(i18n.t(lang, "shell.empty")), icon=":material/inbox:")
    elif loaded.why in ("busy", "loading"):
        st.warning(plain(reader.words_of(loaded.why, lang)), icon=HOURGLASS)
    else:
        st.error(plain(reader.words_of(loaded.why, lang)), icon=CLOUD)


def forget() -> None:
    """Start as a new process would (tests)."""
    _understood.clear()
    _speakers.clear()
