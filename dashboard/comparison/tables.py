"""The tables of the page of changes: events by city, one by one, and what was revised."""

from collections.abc import Iterable, Sequence

from dashboard.comparison.page import Counted
from dashboard.parts.columns import columns
from dashboard.parts.table import Column
from dashboard.view import View
from data_access.comparison.revised import Revised
from data_access.comparison.tables import REVISED
from data_access.drawing.palette import SIGNS
from data_access.events.happened import Event
from data_access.events.tables import EVENTS


def cities(view: View, kinds: Iterable[str]) -> list[Column]:
    """Of Counted: how many events of each kind."""

    def count(kind: str) -> Column:
        return Column(f"n_{kind}", view.word("event", kind), "count", value=lambda row: row.n.get(kind, 0))

    def name(row: Counted) -> str:
        return view.name(row.place)

    return [Column("place", view.t("heading.unit.city"), pinned=True, value=name), *map(count, kinds)]


def events(view: View, rows: Sequence[Event]) -> list[Column]:
    """Of events of one kind: where, when, what."""
    of_hazards = any(one.grade for one in rows)
    of_activities = any(one.title for one in rows) and not of_hazards
    what = "number industry grade regulator" if of_hazards else "unit line_short period"
    own = Column("happened_at", view.t("column.happened_at"), "instant", width=130, value=lambda one: one.at)
    more = " title place" if of_activities else ""
    return columns(view, EVENTS, f"happened_at city {what}{more}", own=(own,))


def revised(view: View) -> list[Column]:
    """Of what was revised: what, whose, what was said of it then, and what is known now."""

    def thing(one: Revised) -> str:
        line = view.short(one.line) if one.line.code else ""
        return view.t("list.dot").join(part for part in (line, one.period[-3:], one.code) if part)

    return columns(
        view,
        REVISED,
        "kind unit thing said known",
        own=(
            Column("thing", view.t("compared.column.what"), width="medium", value=thing),
            Column("said", view.t("compared.column.then_state"), value=lambda one: _state(view, one, one.said)),
            Column("known", view.t("compared.column.known_state"), value=lambda one: _state(view, one, one.known)),
        ),
    )


def _state(view: View, one: Revised, code: str) -> str:
    if not code:
        return view.t("compared.not_known")
    match one.kind:
        case "task":
            return f"{SIGNS[code]} {view.word('state', code)}"
        case "hazard":
            return view.t(f"hazards.class.{code}")
        case _:
            return view.word("event", code)
