"""The counties of one city: what their leagues owe and did, drawn and listed; those that owe nothing are named."""

import re
from dataclasses import dataclass

from htpy import Element

from dashboard.charts.city_map import County, county_states, state_tone
from dashboard.charts.state_bars import parts, worst
from dashboard.data import store
from dashboard.settings import settings
from dashboard.view import View, plain
from data_access.drawing.boundaries import Boundaries, load_boundaries
from data_access.drawing.palette import SIGNS, STATE_ORDER
from data_access.drawing.territory import Key
from data_access.obligations.counts import CountyCounts

KIND = re.compile(r"( Autonomous)? (District|County|City)$")
"""What a map leaves out of an English name; names in Chinese have their short form in the data."""
DONE = ("done_on_time", "done_off_date", "done_late")


@dataclass(frozen=True)
class Counties:
    """The county-level divisions of a city; state "none": owes nothing."""

    city: str
    counties: list[County]
    shapes: Boundaries | None

    @property
    def owing(self) -> list[County]:
        """Those whose league owes something."""
        return [county for county in self.counties if county.state != "none"]

    @property
    def not_waived(self) -> list[County]:
        """Those of them that are not excused."""
        return [county for county in self.owing if county.state != "waived"]

    @property
    def done(self) -> int:
        """How many of them have done it."""
        return sum(county.state in DONE for county in self.counties)

    def has_polygon(self, county: County) -> bool:
        """Whether it has a polygon."""
        return self.shapes is not None and county.code in self.shapes.labels


def read(view: View, city_adcode: str, province: str, with_boundaries: bool) -> Counties:
    """The counties of a city with the state of their league (the worst of several lines)."""
    found = [_county(view, one) for one in store.county_completion(view, city_adcode)]
    shapes = load_boundaries(province, "counties") if with_boundaries and settings().map_boundaries else None
    return Counties(view.city(city_adcode), found, shapes)


def figure(view: View, found: Counties) -> Element | None:
    """The map of the counties; None when none of them has a polygon."""
    if found.shapes is None or not any(map(found.has_polygon, found.counties)):
        return None
    states = dict.fromkeys(county.state for county in found.counties if found.has_polygon(county))
    ordered = [state for state in (*STATE_ORDER, "none") if state in states]
    keys = [Key(state_tone(state), _meaning(view, state)) for state in ordered]
    return county_states(found.counties, found.shapes, alt(view, found), keys)


def _meaning(view: View, state: str) -> str:
    if state == "none":
        return view.t("map.counties.state.none")
    return f"{SIGNS[state]} {view.t(f'state.{state}')}"


def finding(view: View, found: Counties) -> str:
    """How many leagues have held their event."""
    if not found.not_waived:
        return view.t("map.counties.waived" if found.owing else "map.counties.none", city=found.city)
    n, done = len(found.not_waived), found.done
    key = "map.counties.all" if done == n else "map.counties.some"
    return view.t(key, city=found.city, done=done, n=n, missing=n - done)


def left_out(view: View, found: Counties) -> str:
    """Who owes nothing and who has no polygon, by name; "" when there is nobody."""
    undrawn = [county.name for county in found.counties if not found.has_polygon(county)]
    said = {
        "map.counties.idle": [county.name for county in found.counties if county.state == "none"],
        "map.counties.undrawn": undrawn if len(undrawn) < len(found.counties) else [],
    }
    return "  \n".join(plain(view.t(key, names=view.t("list.and").join(names))) for key, names in said.items() if names)


def alt(view: View, found: Counties) -> str:
    """The map in words."""
    said = [view.t("map.alt.place", name=county.name, text=county.said) for county in found.counties]
    return view.t("map.counties.alt", city=found.city, places=view.t("list.clauses").join(said))


def _county(view: View, one: CountyCounts) -> County:
    county = one.county
    name = view.pick(county.name_zh, county.name_en)
    short = county.short_zh if view.lang == "zh" else KIND.sub("", name)
    if not one.has_obligation:
        said = view.t("map.counties.state.none")
        return County(county.adcode, short, name, "none", said, f"{name}\n{said}")
    state, numbers = worst(one.counts), parts(one.counts)
    said = _meaning(view, state)
    each = [f"{SIGNS[s]} {view.t(f'state.{s}')} {numbers[s]}" for s in STATE_ORDER if numbers[s]]
    hover = "\n".join([name, *(each if sum(numbers.values()) > 1 else [said])])
    return County(county.adcode, f"{short} {SIGNS[state]}", name, state, said, hover)
