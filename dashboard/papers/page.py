"""The papers as the page shows them: what there is, what each will say, what was published and revised since."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dashboard import access
from dashboard.data import reader
from dashboard.filters import choice as page_choice
from dashboard.parts.links import paper_url, takes_paper
from dashboard.view import View
from data_access.annex3.figures import RETURNING
from data_access.annex3.forms import Form, list_returning
from data_access.i18n import LANGUAGES
from data_access.notice.units import Unit
from data_access.papers.catalogue import PAPERS, load_forms
from data_access.papers.preview import Piece, load_pieces
from data_access.papers.published import Bulletin, Revised, list_bulletins, list_revisions

ORDER: Final = ("bulletin", "city-sheet", "brief", "annex3")
"""What leaders ask for first."""


@dataclass(frozen=True)
class Chosen:
    """The paper that the reader chose."""

    view: View
    """Asks what the extract of its rows asks."""
    name: str
    of: str
    extract: str
    """The extract with the rows behind it."""
    pieces: Sequence[Piece] = ()
    forms: Sequence[Form] = ()
    bulletin: Bulletin | None = None
    revised: Sequence[Revised] = ()
    """Of a published bulletin."""

    @property
    def is_empty(self) -> bool:
        """No city is chosen for a sheet."""
        return not (self.pieces or self.forms)


def choose(view: View) -> tuple[str, str]:
    """Which paper and of what, after drawing the choices: its name and the code of what it is of."""
    viewer = access.current()
    kinds = {name: view.t(f"papers.kind.{name}") for name in ORDER if access.opens_paper(viewer, name)}
    name = page_choice.choose(view, "paper", kinds, view.t("papers.choose"), next(iter(kinds)), "segments")
    if name == "city-sheet":
        return name, page_choice.alone(view.filters.cities)
    if name == "annex3":
        words = {
            **_totals(view),
            **{unit.code: view.name(unit) for unit in units(view)},
        }
        first = page_choice.alone(view.filters.cities)
        usual = first if first in words else next(iter(words), "")
        return name, page_choice.choose(view, "unit", words, view.t("papers.of"), usual)
    if name == "brief":
        return name, ""
    words = {"": view.t("papers.draft"), **{str(one.issue.id): one.issue.label for one in published(view)}}
    return name, page_choice.choose(view, "published", words, view.t("papers.issue"), "")


def _totals(view: View) -> dict[str, str]:
    """The totals of Annex 3, which are the whole province's: nothing for who may see some cities only."""
    if view.question.scope.cities is not None:
        return {}
    groups = {group: view.t("papers.total", group=view.t(f"finding.group.{group}")) for group in RETURNING}
    return {"": view.t("papers.province"), **groups}


def read(view: View, name: str, of: str) -> Chosen:
    """The paper with what it will say."""
    whole = view.asking(view.question.unfiltered())
    if name == "annex3":
        forms = reader.read(load_forms, whole, of)
        return Chosen(_of_form(view, forms, of), name, of, "metrics" if forms[0].unit else "metric-totals", forms=forms)
    if name == "city-sheet":
        pieces = reader.read(load_pieces, whole, name, view.lang, of) if of else ()
        return Chosen(view, name, of, "city", pieces)
    if name == "brief":
        return Chosen(
            view,
            name,
            "",
            "pressing",
            reader.read(load_pieces, view.asking(view.question.placed()), name, view.lang, ""),
        )
    bulletin = next((one for one in published(view) if str(one.issue.id) == of), None)
    if bulletin is None:
        return Chosen(
            view,
            name,
            "",
            "ranking",
            reader.read(load_pieces, view.asking(view.question.placed()), name, view.lang, ""),
        )
    pieces = reader.read(load_pieces, whole, name, view.lang, of) if bulletin.intact else ()
    revised = [one for one in reader.read(list_revisions, whole) if one.issue == bulletin.issue]
    return Chosen(
        whole.asking(whole.question.at(bulletin.issue.as_of)),
        name,
        of,
        "bulletin-revisions",
        pieces,
        (),
        bulletin,
        revised,
    )


def shows_published() -> bool:
    """Whether the list of published bulletins is for who looks."""
    return access.opens_paper(access.current(), "bulletin")


def published(view: View) -> tuple[Bulletin, ...]:
    """The published bulletins, the newest first."""
    return reader.read(list_bulletins, view.asking(view.question.unfiltered()))


def units(view: View) -> tuple[Unit, ...]:
    """The units that send Annex 3."""
    return reader.read(list_returning, view.asking(view.question.unfiltered()))


def downloads(view: View, chosen: Chosen) -> list[tuple[str, str, str]]:
    """The paper in each language and form: (key, label, address); none where who looks may not take it."""
    if not takes_paper(access.current(), chosen.name):
        return []
    return [
        (
            f"{lang}_{ext}",
            view.t(f"papers.download.{lang}", ext=ext),
            paper_url(view, chosen.name, chosen.of, lang, ext),
        )
        for lang in LANGUAGES
        for ext in PAPERS[chosen.name].forms
    ]


def _of_form(view: View, forms: Sequence[Form], of: str) -> View:
    """The view that asks for the metrics of the form's unit or group."""
    unit = forms[0].unit
    if unit is not None and unit.group == "city":
        return view.asking(view.question.unfiltered().of_cities(unit.adcode))
    groups = (unit.group,) if unit else (of,) if of else ()
    return view.asking(view.question.unfiltered().of_groups(*groups))
