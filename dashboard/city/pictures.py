"""The pictures of a city's page: its obligations by state, and when they were done or fell due."""

from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts import state_bars, unit_dates
from dashboard.city import dates as city_dates
from dashboard.city.page import City
from dashboard.data.memory import remembered
from dashboard.parts import legend
from dashboard.view import View
from data_access.obligations.counts import counts_of


@dataclass(frozen=True)
class Pictures:
    """Figures with the words for those who cannot see them; `note` says what the second one leaves out."""

    total: go.Figure
    total_alt: str
    key: str
    dates: go.Figure
    dates_alt: str
    note: str


@remembered
def read(view: View, found: City) -> Pictures:
    """The pictures; nobody may change them."""
    names = legend.state_names(view)
    counts = counts_of(found.obligations)
    own = state_bars.parts(counts)
    shown = city_dates.span(view, found.obligations)
    marks = city_dates.marks(view, found.parts, shown)
    deadlines = city_dates.deadlines(view, found.obligations)
    return Pictures(
        state_bars.total_bar(own, names, view.dark),
        view.t("overview.total.alt", states=legend.words(view, own)),
        legend.html(view, own, counts.behind),
        unit_dates.unit_dates(marks, [part.name for part in found.parts], shown, deadlines, view.dark),
        view.t("city.dates.alt", n=sum(mark.n for mark in marks)),
        city_dates.note(view, found.obligations, shown),
    )
