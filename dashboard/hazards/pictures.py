"""The pictures of the page of hazards: map, grid, stages, backlog, time to fix; each with its words."""

import math
from collections.abc import Sequence
from typing import Final

from dashboard.charts.backlog import Week, backlog
from dashboard.charts.city_map import bubbles, choropleth
from dashboard.charts.density import Square, density
from dashboard.charts.picture import Picture
from dashboard.charts.place import Place
from dashboard.charts.stages import Stage, stages
from dashboard.charts.survival import Curve, survival
from dashboard.data import store
from dashboard.hazards import measures as hazard_measures, page as hazards
from dashboard.hazards.page import Hazards
from dashboard.places import words as place_words
from dashboard.places.ways import toggle
from dashboard.settings import settings
from dashboard.view import View
from data_access.database.schema.hazard import GRADES
from data_access.drawing.boundaries import Boundaries, load_boundaries
from data_access.drawing.ranking import ranking
from data_access.hazards.backlog import BacklogWeek
from data_access.hazards.grid import Point, list_hazard_grid, list_hazard_points
from data_access.notice.places import list_cities

GROUNDS: Final = ("cities", "counties", "grid")
STAGES: Final = ("confirmed", "ordered", "rectified", "accepted", "closed")


def shapes(view: View, level: str) -> Boundaries | None:
    """The boundaries of a level, unless there are none or none are wanted."""
    return load_boundaries(place_words.province(view), level) if settings().map_boundaries else None


def ground(view: View) -> str:
    """What the map shows first: the cities, of one chosen city its counties, for alone it would be one patch."""
    return "counties" if len(view.filters.cities) == 1 else "cities"


def where(view: View, found: Hazards, grade: str, measure: str, ground: str) -> Picture:
    """Where hazards of one grade lie: cities, or the counties of the chosen ones, by a measure; or a grid."""
    return _grid(view, grade) if ground == "grid" else _places(view, found, grade, measure, ground)


def credit(view: View) -> str:
    """The source line below the map."""
    if shapes(view, "cities") is None:
        return view.t("map.credit.seats")
    return settings().map_credit or view.t("map.credit.boundaries")


def _places(view: View, found: Hazards, grade: str, measure: str, ground: str) -> Picture:
    rows = hazards.counties(view) if ground == "counties" else found.cities
    drawn = hazard_measures.places(view, rows, grade, store.of_notice(view, list_cities), measure)
    total = hazard_measures.whole(found.whole.of(grade), measure)
    title = view.t(
        "hazards.map.none" if total.d == 0 else "hazards.map",
        grade=view.inside("grade", grade),
        measure=view.t(f"hazards.measure.{measure}"),
        whole=total.text,
    )
    scale, alt = hazard_measures.scale(drawn, measure), place_words.in_words(view, drawn)
    outlines = shapes(view, ground)
    words, selected = place_words.of_map(view, f"{title}: {alt}"), _selected(view, ground)
    way = toggle(view) if ground == "cities" else None
    if outlines is not None:
        figure = choropleth(drawn, outlines, scale, words, selected, way)
        return Picture(figure, title, alt, _left_out(view, drawn, outlines))
    seated = [place for place in drawn if not math.isnan(place.lon)]
    if not seated:
        return Picture(ranking(words.whole, place_words.bars(view, drawn, scale, selected, way)), title, alt)
    return Picture(bubbles(seated, scale, words, selected, way), title, alt)


def _left_out(view: View, drawn: Sequence[Place], outlines: Boundaries) -> str:
    """The places without a polygon, which the title's number has and the picture has not."""
    outside = [place for place in drawn if place.code not in outlines.labels]
    return view.t("hazards.map.outside", places=place_words.in_words(view, outside)) if outside else ""


def _selected(view: View, ground: str) -> Sequence[str]:
    return view.filters.cities if ground == "cities" else view.question.hazards.counties


def _grid(view: View, grade: str) -> Picture:
    """Open hazards of one grade per cell, single points while there are few."""
    outlines = shapes(view, "cities")
    points = store.hazards(view, list_hazard_points)
    squares = [_point(view, row) for row in points if row.grade == grade and row.state != "closed"]
    if not points:
        cells = [row for row in store.hazards(view, list_hazard_grid) if row.grade == grade and row.open]
        squares = [
            Square(row.lon, row.lat, row.open, view.t("hazards.grid.hover", n=row.open, of=row.confirmed))
            for row in cells
        ]
    n = sum(square.n for square in squares)
    title = view.t("hazards.grid", grade=view.inside("grade", grade), count=f"{n:,}")
    box = outlines.box(tuple(outlines.labels)) if outlines else _box(squares)
    alt = view.t("hazards.grid.alt", n=n, cells=len(squares))
    return Picture(density(squares, outlines, box, alt), title, alt)


def _point(view: View, row: Point) -> Square:
    return Square(row.lon, row.lat, 1, f"{row.code}\n{row.class_} {view.t(f'hazards.class.{row.class_}')}")


def _box(squares: Sequence[Square]) -> tuple[float, float, float, float]:
    if not squares:
        return 0.0, 0.0, 1.0, 1.0
    lons, lats = [square.lon for square in squares], [square.lat for square in squares]
    return min(lons), min(lats), max(lons), max(lats)


def life_cycle(view: View) -> Picture:
    """How many of each grade were ordered, rectified, accepted, closed."""
    bars = []
    for grade, reached in hazards.stages(view).items():
        for stage in STAGES:
            n = getattr(reached, stage)
            share = f" {100 * n / reached.confirmed:.1f}%" if stage != "confirmed" else ""
            name = view.t(f"hazards.stage.{stage}", grade=view.word("grade", grade))
            bars.append(Stage(name, n, reached.confirmed, f"{n:,}{share}"))
    said = view.t("list.and").join(f"{bar.name} {bar.text}" for bar in bars)
    return Picture(stages(bars, view.dark), view.t("hazards.stages"), said)


def flow(view: View, grade: str) -> Picture:
    """Week by week what came and what left; the title says whether the backlog shrinks."""
    weeks = hazards.backlog(view, grade)
    shown = [_week(view, row) for row in weeks]
    names = (view.t("hazards.flow.came"), view.t("hazards.flow.left"), view.t("hazards.flow.closing"))
    word = view.inside("grade", grade)
    if len(weeks) < 2:
        title = view.t("hazards.flow.title", grade=word)
    else:
        last = weeks[-1]
        key = "down" if last.closing < last.opening else "up" if last.closing > last.opening else "same"
        title = view.t(f"hazards.flow.{key}", grade=word, before=f"{last.opening:,}", now=f"{last.closing:,}")
    said = view.t("list.and").join(week.hover.replace("<br>", " ") for week in shown[-4:])
    return Picture(backlog(shown, names, view.dark), title, said)


def _week(view: View, row: BacklogWeek) -> Week:
    flows = row.flows
    came = flows.confirmed + flows.reopened + flows.regraded_in
    left = flows.closed + flows.void + flows.regraded_out
    parts = [view.t(f"hazards.flow.part.{name}", n=n) for name, n in flows._asdict().items() if n]
    hover = "<br>".join(
        [
            f"<b>{row.week}</b>",
            view.t("hazards.flow.hover", opening=f"{row.opening:,}", closing=f"{row.closing:,}"),
            *parts,
        ]
    )
    return Week(f"{view.local(row.week_start):%m-%d}", came, left, row.closing, hover)


def time_to_fix(view: View) -> Picture:
    """The share not yet rectified after so many days, both grades apart."""
    steps = hazards.survival(view)
    curves = []
    for grade in GRADES:
        own = [row.step for row in steps if row.grade == grade]
        hovers = [
            view.t("hazards.survival.hover", days=row.days, share=f"{100 * row.share:.0f}%", at_risk=row.at_risk)
            for row in own
        ]
        word = view.word("grade", grade)
        curves.append(Curve(word, [row.days for row in own], [row.share for row in own], hovers))
    said = [
        view.t("hazards.survival.said", grade=curve.name, share=f"{100 * curve.shares[-1]:.0f}%", days=curve.days[-1])
        for curve in curves
        if curve.days
    ]
    figure = survival(curves, view.t("hazards.survival.axis"), view.dark)
    return Picture(figure, view.t("hazards.survival"), view.t("list.and").join(said))
