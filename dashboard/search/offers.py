"""What can be found from a page, and the addresses that the box offers for what was typed."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from dashboard import access, registry
from dashboard.addresses import href
from dashboard.registry import PageEntry
from dashboard.search.find import MOST, Asked, Kind, Thing, meant, plainly
from dashboard.view import Option, View
from data_access.i18n import LANGUAGES, catalogue, t
from data_access.question import NOT_NARROWED, Filters, HazardFilters


class Goal(NamedTuple):
    """A view that can be found: its title is `search.<id>` or that of its page, words for it `search.words.<id>`."""

    id: str
    page: PageEntry
    controls: tuple[tuple[str, str], ...] = ()


GOALS: Final = (
    *(Goal(entry.id, entry) for entry in registry.PAGES),
    Goal("overdue", registry.of("tasks"), (("state", "overdue"),)),
    Goal("overdue_file", registry.of("extracts"), (("extract", "overdue"),)),
)
_GOALS: Final = {goal.id: goal for goal in GOALS}
OF_PLACE: Final = ("city", "overdue", "hazards", "completion", "timeline", "map", "returns", "tips")
OF_COUNTY: Final = ("hazards", "majors", "exposures")
OF_LINE: Final = ("completion", "timeline", "overdue", "map", "overview")
OF_DAY: Final = ("timeline", "overview", "completion")
"""The views that are offered where none is named."""


class Offer(NamedTuple):
    """An entry of the list: what it says, and the address that it opens."""

    says: str
    href: str


def offers(view: View, query: str) -> list[Offer]:
    """The best addresses for `query`, at most find.MOST; [] where a word of it is no name that this reader may see."""
    first = min([view.choices.first, *(deadline.day for deadline in view.choices.deadlines)])
    filler = frozenset(word for lang in LANGUAGES for word in plainly(t(lang, "search.filler")).split())
    found = meant(query, things(view), filler, first, view.choices.last)
    every = (offer for asked in found for goal in _goals(view, asked) for offer in _offers(view, asked, goal))
    return list(dict.fromkeys(every))[:MOST]


def things(view: View) -> list[Thing]:
    """All that can be named: views that are open to this reader, and the places and lines that the filters offer."""
    choices, viewer = view.choices, access.current()
    found = [Thing("view", goal.id, tuple(_names(view, goal))) for goal in GOALS if goal.page.open_to(viewer)]
    kinds: tuple[tuple[Kind, tuple[Option, ...]], ...] = (
        ("place", choices.cities),
        ("place", choices.counties),
        ("line", choices.lines),
    )
    for kind, options in kinds:
        found += [Thing(kind, one.code, tuple(map(plainly, (one.code, one.zh, one.en)))) for one in options]
    return found


def _names(view: View, goal: Goal) -> Iterator[str]:
    """A view's title, and all the words for it, in every language."""
    for lang in view.choices.spoken:
        title = _title(goal)
        yield plainly(t(lang, title))
        words = f"search.words.{goal.id}"
        for said in (title, words):
            yield from plainly(t(lang, said)).split() if said in catalogue("zh") else ()


def _title(goal: Goal) -> str:
    return f"search.{goal.id}" if goal.controls else goal.page.title_key


def _goals(view: View, asked: Asked) -> Iterable[Goal]:
    """The view that is named, or those that answer most questions about what is."""
    if asked.view:
        return [_GOALS[asked.view]]
    if asked.line:
        return [_GOALS[one] for one in OF_LINE]
    if asked.place:
        cities = {city.code for city in view.choices.cities}
        of_place = OF_PLACE if asked.place in cities else OF_COUNTY
        return [_GOALS[one] for one in dict.fromkeys([*(OF_DAY[:1] if asked.day else ()), *of_place])]
    return [_GOALS[one] for one in OF_DAY]


def _offers(view: View, asked: Asked, goal: Goal) -> Iterator[Offer]:
    """A view narrowed to what is asked, where that narrows it; for a day alone what happened on it."""
    county = next((one for one in view.choices.counties if one.code == asked.place), None)
    if (asked.line and not goal.page.lines) or (county and "counties" not in goal.page.hazards):
        return
    cities = (county.parent,) if county else (asked.place,) if asked.place else ()
    filters = Filters(view.filters.campaign, cities, (asked.line,) if asked.line else (), as_of=view.filters.as_of)
    hazards = HazardFilters(counties=(county.code,)) if county else NOT_NARROWED
    place = county.label(view.lang) if county else view.city(asked.place) if asked.place else ""
    line = f"{asked.line} {view.line(asked.line)}" if asked.line else ""
    said = [place, line, view.t(_title(goal))]
    if asked.day and not asked.view and goal.id == "timeline":
        here = href.href(view, goal.page.id, filters=filters, hazards=hazards, item=f"day:{asked.day}")
        yield Offer(_joined(view, [place, line, view.t("search.day", day=view.day(asked.day))]), here)
    if asked.day:
        filters = Filters(filters.campaign, filters.cities, filters.lines, as_of=asked.day)
        said.append(view.t("search.as_of", day=view.day(asked.day)))
    yield Offer(_joined(view, said), _href(view, goal, filters, hazards))


def _href(view: View, goal: Goal, filters: Filters, hazards: HazardFilters) -> str:
    return href.of(goal.page.id, filters, hazards, view.lang, dict(goal.controls))


def _joined(view: View, said: Iterable[str]) -> str:
    return view.t("list.dot").join(filter(None, said))
