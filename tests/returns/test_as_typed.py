"""Text is stored as it was typed and compared folded: another typing of the same row changes nothing."""

import unicodedata
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from data_access.database.schema import (
    activity,
    hazard,
    hazard_exposure,
    hazard_supervision,
    measure_list_item,
    media_item,
    tip,
)
from seed.returns.importing import import_paths
from tests.returns.making import ROWS, Package, book, table
from tests.returns.test_every_column import ROWS as MORE

pytestmark = pytest.mark.slow

TYPED = "（甲）：“一”，２号"
TEXTS: dict[str, tuple[Any, list[str], dict[str, Any]]] = {
    "活动台账": (activity, ["title", "venue"], {"活动名称": TYPED, "地点/平台": TYPED}),
    "隐患台账": (hazard, ["site_kind", "unit_ref"], {"场所类型": TYPED, "单位名称": TYPED}),
    "举报台账": (tip, ["transferred_to"], {"移送单位": TYPED}),
    "媒体报道台账": (media_item, ["title", "outlet"], {"标题": TYPED, "媒体名称": TYPED}),
    "制度措施清单": (measure_list_item, ["title", "owner_unit"], {"名称": TYPED, "责任单位": TYPED}),
}
LISTED = {"挂牌日期": "2020-06-05", "挂牌文号": TYPED, "曝光日期": "2020-06-06", "曝光媒体": TYPED}


def cells(kind: str, row: dict[str, Any]) -> list[list[Any]]:
    """A ledger of one row."""
    codes = {"媒体报道台账": "media", "制度措施清单": "measures"}
    usual = ROWS.get(kind) or MORE[codes[kind]]
    headings = list(usual)
    return [headings, [(usual | row)[heading] for heading in headings]] if kind in codes else table(kind, row)


def stored(engine: Engine, of: Any, names: list[str]) -> list[tuple[Any, ...]]:
    with engine.connect() as conn:
        return [tuple(row) for row in conn.execute(select(*(of.c[name] for name in names)))]


@pytest.mark.parametrize("kind", TEXTS)
def test_another_typing_of_the_same_row_changes_nothing(seeded: Engine, tmp_path: Any, kind: str) -> None:
    of, names, row = TEXTS[kind]
    row = row | LISTED if kind == "隐患台账" else row
    package = Package(tmp_path / "package")
    package.add(f"哈尔滨市/{kind}.xlsx", book(cells(kind, row)))
    import_paths(seeded.url, [package.register().root])
    assert stored(seeded, of, names) == [(TYPED,) * len(names)]
    folded = unicodedata.normalize("NFKC", TYPED)
    with seeded.begin() as conn:  # as databases hold it that were filled when text was folded
        conn.execute(update(of).values(dict.fromkeys(names, folded)))
        if kind == "隐患台账":
            conn.execute(update(hazard_supervision).values(doc_no=folded))
            conn.execute(update(hazard_exposure).values(outlet=folded))
    other = {name: f" {text}\u3000" if text == TYPED else text for name, text in row.items()}
    package.add(f"哈尔滨市/{kind}_2.xlsx", book(cells(kind, other)), received="2020-07-02 10:00")
    report = import_paths(seeded.url, [package.register().root])
    counts = report.files[-1].counts
    assert (report.files[-1].file, counts.written, counts.same) == (f"哈尔滨市/{kind}_2.xlsx", 0, 1)
    assert stored(seeded, of, names) == [(folded,) * len(names)]
