"""What a leader of some cities is told of the others (ADR 0047): the place of his own, or the ledger of all."""

from collections.abc import Callable, Sequence
from typing import Final

from htpy import Element, div, h2, p, small, table, tbody, td, th, thead, tr

from dashboard.data import store
from dashboard.view import View
from data_access.obligations.rates import RANKED_BY, Ranked, ratio_of
from data_access.urgency.standings import Standing
from data_access.wording import rate_text

Cell = Callable[[View, Ranked], str]


def _share(rate: str) -> Cell:
    def cell(view: View, one: Ranked) -> str:
        del view
        share = ratio_of(one.counts, rate)
        return rate_text(share.n, share.d)

    return cell


COLUMNS: Final[dict[str, tuple[str, Cell]]] = {
    "rank": ("n", lambda _, one: "/" if one.rank is None else str(one.rank)),
    "unit": ("", lambda view, one: view.name(one.unit)),
    "on_time": ("n", _share(RANKED_BY)),
    "done": ("n", _share("completion")),
    "overdue": ("n", lambda _, one: f"{one.counts.overdue:,}"),
}
"""Column of the ledger -> how it stands (numbers to the right), and its cell. No cell leads anywhere."""


def peers(view: View) -> Element | None:
    """His own places, and under them all cities where he is told them; None for who sees all, or is told nothing."""
    own, every = store.own_standings(view), store.peers(view)
    if not own:
        return None
    told = [view.t("peers.own", name=view.name(unit), ranks=_ranks(view, places)) for unit, places in own.items()]
    return div(".peers")[
        h2[view.t("peers.title"), small[view.t("peers.note")]],
        (p[said] for said in told),
        _ledger(view, every) if every else None,
    ]


def _ranks(view: View, places: list[Standing]) -> str:
    """The places by each rate that has one, the one that bulletins rank by first."""
    told = [
        view.t("peers.rank", rate=view.t(f"rate.{one.rate}"), rank=one.rank, of=one.among)
        for one in sorted(places, key=lambda one: one.rate != RANKED_BY)
        if one.rank is not None
    ]
    return view.t("list.and").join(told) or view.t("peers.unranked")


def _ledger(view: View, every: Sequence[Ranked]) -> Element:
    ranked = any(one.rank is not None for one in every)
    columns = {name: column for name, column in COLUMNS.items() if ranked or name != "rank"}
    return div(".all")[
        table(".ledger", aria_label=view.t("peers.all"))[
            thead[tr[(th(scope="col", class_=kind)[view.t(f"peers.column.{n}")] for n, (kind, _) in columns.items())]],
            tbody[(tr[(td(class_=kind)[cell(view, one)] for kind, cell in columns.values())] for one in every)],
        ]
    ]
