"""The words of the sentence of filters: what each says, and the addresses that its list offers."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import quote

from dashboard.addresses import href, url
from dashboard.addresses.href import SLOT
from dashboard.registry import PageEntry
from dashboard.view import Deadline, Option, View
from data_access.notice.filters import OF_HAZARDS, Filter
from data_access.question import NOT_NARROWED, Filters, HazardFilters

MOST: Final = 2
"""Names that a word of the sentence has before it counts them."""


class Entry(NamedTuple):
    """A line of a list: what it says, and the address that it opens."""

    code: str
    says: str
    href: str
    """An address, or SLOT and what follows the address of its word."""
    chosen: bool = False
    depth: int = 0


class Word(NamedTuple):
    """A word of the sentence, which opens a list."""

    id: str
    """The parameter in the address."""
    name: str
    """Of what it narrows."""
    says: str
    """What is chosen, or that everything is."""
    entries: tuple[Entry, ...]
    kept: str
    """The address of this page without it: what stands for SLOT in its entries."""
    off: str = ""
    """The address that takes the choice away; "" where nothing is chosen."""


def notice(view: View) -> Word:
    """The notice, or one of its campaigns. Another notice has lines and days of its own: of the filters only the cities
    stay, and of another province not even they.
    """
    notices = {one.code: one.parent or one.code for one in view.choices.campaigns}
    kept = href.open_ended(view, "campaign")

    def there(code: str) -> str:
        if notices.get(view.filters.campaign) == notices[code]:
            return f"{SLOT}&campaign={code}"
        cities = () if code in view.choices.elsewhere else view.filters.cities
        return href.of(view.page, Filters(code, cities), NOT_NARROWED, view.lang, {})

    entries = tuple(
        Entry(one.code, one.label(view.lang), there(one.code), one.code == view.filters.campaign, one.depth)
        for one in view.choices.campaigns
    )
    said = next((entry.says for entry in entries if entry.chosen), view.filters.campaign)
    return Word("campaign", view.t("filter.campaign"), said, entries, kept)


def shared(view: View, entry: PageEntry) -> list[Word]:
    """Cities, and on pages that know them lines."""
    found = [_many(view, "city", view.chosen.cities, _options(view, view.choices.cities), _every_city(view))]
    if entry.lines:
        lines = [one._replace(says=f"{one.code} {one.says}") for one in _options(view, view.choices.lines)]
        found.append(_many(view, "line", view.filters.lines, lines))
    return found


def _every_city(view: View) -> str:
    """All cities of the province, or those of this reader by their names."""
    if view.question.scope.cities is None:
        return view.t("filter.city.all")
    names = [one.label(view.lang) for one in view.choices.cities]
    said = view.t("list.and").join(names[:MOST])
    return view.t("list.more", shown=said, n=len(names)) if len(names) > MOST else said or "/"


def further(view: View, entry: PageEntry) -> list[Word]:
    """What else narrows this page: unit groups beside lines, and the filters of hazards and tips."""
    found = []
    if entry.lines and entry.groups:
        groups = [Entry(code, view.t(f"groups.{code}"), "") for code in view.choices.groups]
        found.append(_many(view, "group", view.filters.groups, groups))
    for one in OF_HAZARDS:
        if one.field in entry.hazards:
            chosen = one.chosen(view.filters, view.question.hazards)
            found.append(_many(view, one.parameter, chosen, _of_hazards(view, one)))
    return found


def moment(view: View) -> Word:
    """The instant: the default, the deadlines, and where it is an exact one this too."""
    kept, shown = href.open_ended(view, "asof"), view.filters.as_of
    named = {deadline.day: deadline_in_words(view, deadline) for deadline in view.choices.deadlines}
    days = [Entry(day.isoformat(), says, f"{SLOT}&asof={day}", day == shown) for day, says in named.items()]
    own = []
    if shown is not None and shown not in named:
        code = url.write_as_of(shown)
        said = view.iso(shown) if isinstance(shown, datetime) else view.day(shown)
        own = [Entry(code, said, f"{SLOT}&asof={quote(code)}", chosen=True)]
    entries = (Entry("", default_moment(view), SLOT, shown is None), *own, *days)
    says = default_moment(view) if shown is None else own[0].says if own else _day(view, shown)
    return Word("asof", view.t("filter.asof"), says, entries, kept, kept if shown else "")


def default_moment(view: View) -> str:
    """The words for the instant of an address that names none."""
    if view.local(view.made_at).date() <= view.choices.last:
        return view.t("filter.asof.now")
    return view.t("filter.asof.end", day=view.day(view.choices.last))


def deadline_in_words(view: View, deadline: Deadline) -> str:
    """The words for a deadline: its day and its lines, and whether it is inferred."""
    said = view.t("filter.asof.deadline", day=view.day(deadline.day), line=deadline_name(view, deadline))
    return said if deadline.stated else view.t("filter.asof.inferred", deadline=said)


def deadline_name(view: View, deadline: Deadline) -> str:
    """What falls due on a day: its one line, the group that all of its lines are in, or the first of them and how many
    more.
    """
    first, n = deadline.lines[0], len(deadline.lines)
    group = _group_of(view.choices.lines, deadline) if n > 1 else first
    return view.t("filter.asof.lines", line=first.label(view.lang), n=n) if group is None else group.label(view.lang)


@lru_cache(500)
def _group_of(lines: Sequence[Option], deadline: Deadline) -> Option | None:
    """The group that all lines of a deadline are in; None where they are in several."""
    of = {one.code: one for one in lines}
    parents = {of[one.code].parent for one in deadline.lines if one.code in of}
    return of.get(parents.pop()) if len(parents) == 1 else None


def cleared(view: View) -> str:
    """The address without any filter but the notice; "" where there is none to take away."""
    some = view.chosen != Filters(view.filters.campaign) or view.question.hazards != NOT_NARROWED
    return href.href(view, filters=Filters(view.filters.campaign), hazards=HazardFilters()) if some else ""


def _day(view: View, shown: date | datetime) -> str:
    return view.iso(shown) if isinstance(shown, datetime) else view.day(shown)


def _options(view: View, options: Iterable[Option]) -> list[Entry]:
    return [Entry(one.code, one.label(view.lang), "", depth=one.depth) for one in options]


def _many(view: View, name: str, chosen: Sequence[str], offered: Iterable[Entry], all_said: str = "") -> Word:
    """The word of a filter of which any number can be chosen; each entry adds its code or takes it away again."""
    others = href.open_ended(view, name)
    toggled = _toggling(name, chosen)
    every = Entry("", all_said or view.t(f"filter.{name}.all"), SLOT, not chosen)
    entries = (every, *(one._replace(href=toggled(one.code), chosen=one.code in chosen) for one in offered))
    names = {one.code: one.says for one in entries}
    said = view.t("list.and").join(names.get(code, code) for code in chosen[:MOST])
    if len(chosen) > MOST:
        said = view.t("list.more", shown=said, n=len(chosen))
    return Word(name, view.t(f"filter.{name}"), said or every.says, entries, others, others if chosen else "")


def _toggling(name: str, chosen: Sequence[str]) -> Callable[[str], str]:
    def toggled(code: str) -> str:
        codes = [one for one in chosen if one != code] if code in chosen else sorted([*chosen, code])
        return SLOT + "".join(f"&{name}={one}" for one in codes)

    return toggled


def _of_hazards(view: View, one: Filter) -> list[Entry]:
    """All that can be chosen; what lies in a city only where that city is asked for, or it is chosen already."""
    if isinstance(one.known, tuple):
        words = {code: view.t(f"{one.shown}.{code}") for code in one.known}
        named = {code: view.t("filter.coded", code=code, what=what) for code, what in words.items()}
        return [Entry(code, said, "") for code, said in (words if one.named else named).items()]
    chosen, cities = one.chosen(view.filters, view.question.hazards), {city.code for city in view.choices.cities}
    found = []
    for option in view.choices.options(one.field):
        if option.parent not in cities:
            found.append(Entry(option.code, option.label(view.lang), "", depth=option.depth))
        elif not view.filters.cities or option.parent in view.filters.cities or option.code in chosen:
            said = view.t("hazards.county.of", county=option.label(view.lang), city=view.city(option.parent))
            found.append(Entry(option.code, said, ""))
    return found
