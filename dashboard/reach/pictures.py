"""The pictures of the page of reach: cities by setting, activities week by week."""

from collections.abc import Sequence

from dashboard.charts.matrix import AMOUNT, Cell, Heading, matrix
from dashboard.charts.picture import Picture
from dashboard.parts.weeks import modes, picture
from dashboard.reach.page import Reach, Week
from dashboard.view import View
from data_access.activities.held import SettingHeld

NONE = "open"
"""The state whose colour a cell without activities has: nothing held is no lateness."""


def settings(view: View, found: Reach, upright: bool) -> Picture:
    """Each city and setting by how many activities it held there."""
    cities = {row.place.code: view.short(row.place) for row in found.settings}
    kinds = {row.setting: view.word("setting", row.setting) for row in found.settings}
    cells = [_cell(view, row, kinds[row.setting]) for row in found.settings]
    drawn = matrix(cells, _headings(cities), _headings(kinds), view.dark, "", upright, view.lang == "zh")
    none = [f"{view.name(row.place)} {kinds[row.setting]}" for row in found.uncovered]
    title = view.t("reach.settings", n=len(found.settings) - len(none), of=len(found.settings))
    alt = view.t("reach.settings.alt" if none else "reach.settings.alt.all", none=view.t("list.and").join(none))
    return Picture(drawn, title, alt)


def weeks(view: View, found: Reach) -> Picture:
    """Activities of all lines held in each week, by form."""

    def text(week: str, row: Week) -> str:
        return view.t("reach.week", week=week, n=row.held)

    return picture(view, found.weeks, modes(view), "", text, None)


def _headings(names: dict[str, str]) -> Sequence[Heading]:
    return [Heading(code, name) for code, name in names.items()]


def _cell(view: View, row: SettingHeld, kind: str) -> Cell:
    return Cell(
        row.place.code,
        row.setting,
        AMOUNT if row.held else NONE,
        str(row.held),
        f"<b>{view.name(row.place)}</b> · {kind}<br>{view.t('reach.held', n=row.held)}",
        False,
    )
