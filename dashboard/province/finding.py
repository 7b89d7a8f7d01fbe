"""The finding of the map: the chosen cities by the chosen measure, or who stands out at both ends."""

from collections.abc import Sequence

from dashboard.charts.place import Place
from dashboard.parts import findings
from dashboard.province import choices as map_measures
from dashboard.province.page import Territory
from dashboard.view import View


def finding(view: View, found: Territory) -> str:
    """What the map finds for what is chosen; that nothing is owed, or that there is none, where that is so."""
    chosen = [place for place in found.places if place.code in found.selected]
    if is_empty(view, found):
        return _nothing(view, found)
    if chosen:
        return _chosen(view, found, chosen)
    known = [place for place in found.places if place.known]
    return _among_all(view, found, known) if len(known) > 1 else _chosen(view, found, known)


def is_empty(view: View, found: Territory) -> bool:
    """Whether there is nothing of what is chosen on the map: others are not shown in its stead."""
    return not found.places or bool(view.filters.cities and not found.selected)


def list_title(view: View, found: Territory) -> str:
    """The title of the list beside the map, with the measure of all cities where there is any."""
    if found.total.d == 0:
        return view.t("map.list.none")
    return view.t(f"map.list.{found.measure}", whole=found.total.text)


def _nothing(view: View, found: Territory) -> str:
    if map_measures.of_hazards(found.measure):
        return findings.none(view, f"map.nothing.{found.measure.split('.')[0]}", ())
    if view.filters.groups and "city" not in view.filters.groups:
        groups = [view.t(f"finding.group.{group}") for group in view.filters.groups]
        return view.t("map.finding.placeless", groups=findings.join(view, groups))
    return findings.nothing(view, "city")


def _chosen(view: View, found: Territory, chosen: Sequence[Place]) -> str:
    ranked, name = sum(place.rank is not None for place in found.places), _measure(view, found)
    if not any(place.known for place in chosen):
        key = "map.finding.none.hazards" if map_measures.of_hazards(found.measure) else "map.finding.none"
        return view.t(key, measure=name, who=findings.cities(view) or view.t("map.everywhere"))
    chosen = [place for place in chosen if place.known]
    first = chosen[0]
    if len(chosen) == 1 and first.rank is not None and ranked > 1:
        return view.t(
            "map.finding.one.rank", rank=first.rank, among=ranked, name=first.name, measure=name, text=first.text
        )
    if len(chosen) == 1:
        return view.t("map.finding.one", name=first.name, measure=name, text=first.text)
    each = [view.t("map.alt.place", name=place.name, text=place.text) for place in chosen]
    return view.t("map.finding.chosen", measure=name, places=findings.some(view, each))


def _among_all(view: View, found: Territory, known: Sequence[Place]) -> str:
    known = [place for place in known if not place.small]
    if len(known) < 2:
        return view.t("map.finding.few", measure=_measure(view, found), whole=found.total.text)
    high, low = max(place.value for place in known), min(place.value for place in known)
    top = [place for place in known if place.value == high]
    if found.total.d is None:
        key = f"map.finding.{found.measure}" if high else f"map.finding.{found.measure}.none"
        each = findings.each_of(view, top, top[0].label)
        return view.t(key, n=found.total.n, whole=found.total.text, names=_names(view, top), each=each)
    bottom = [place for place in known if place.value == low]
    return view.t(
        "map.finding.same" if high == low else "map.finding.rate",
        measure=_measure(view, found),
        whole=found.total.text,
        high=_names(view, top),
        high_text=top[0].label,
        low=_names(view, bottom),
        low_text=bottom[0].label,
    )


def _measure(view: View, found: Territory) -> str:
    return view.t(f"map.measure.{found.measure}")


def _names(view: View, places: Sequence[Place]) -> str:
    return findings.some(view, [place.short for place in places])
