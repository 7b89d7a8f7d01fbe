"""One city on one page: the figures of its sheet, those of a bulletin of this city and a little more."""

from typing import Any, NamedTuple

from data_access.annex3.forms import Form, find_unit, load_unit_form
from data_access.database.snapshot import Snapshot
from data_access.notice.units import Unit
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.papers.bulletin_figures import Figures, load_figures
from data_access.question import Question
from data_access.urgency.standings import list_ranked

CITY = "city"


class CitySheet(NamedTuple):
    """What the sheet prints."""

    city: Unit
    ranked: int
    """How many cities have a rank (G12)."""
    figures: Figures
    soon: tuple[Obligation, ...]
    """The city's own duties that fall due within seven days."""
    form: Form
    """Its Annex 3."""

    @property
    def counts(self) -> dict[str, Any]:
        """Its own duties, with its rank."""
        [row] = self.figures["tables"]["units"]
        return dict(row)


def load_city_sheet(s: Snapshot, q: Question, adcode: str) -> CitySheet | None:
    """The sheet of a city by its adcode or name; None for what is no city of the campaign, owes nothing, or may not be
    seen.
    """
    city = find_unit(s, q, adcode)
    if city is None or city.group != CITY:
        return None
    q = q.unfiltered().of_cities(city.adcode)
    figures = load_figures(s, q)
    if not figures["tables"]["units"]:
        return None
    soon = [one for one in list_obligations(s, q) if one.due_soon and one.unit.group == CITY]
    [place] = [one for one in list_ranked(s, q.unfiltered()) if one.unit.code == city.code]
    return CitySheet(
        city,
        place.among,
        figures,
        tuple(sorted(soon, key=lambda one: (one.due_at, one.line.code))),
        load_unit_form(s, q, city),
    )
