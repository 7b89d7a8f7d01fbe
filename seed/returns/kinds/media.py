"""媒体报道台账: a row is a report in the media, known by outlet, form, day and title."""

from typing import Final

from data_access.database.schema import media_item
from seed.returns.kinds.kind import Kind
from seed.returns.reading import columns
from seed.returns.reading.table import Column, Reading, Table
from seed.returns.storing import listed
from seed.returns.storing.load import Load

OUTLET_LEVELS: Final = {"中央": "central", "省": "province", "市": "city", "县": "county"}
FORMS: Final = {"电视": "tv", "广播": "radio", "报刊": "press", "网络": "web", "新媒体": "newmedia"}

IDENTITY: Final = ("outlet", "form", "published_on", "title")
COPIED: Final = ("outlet_level", "url", "views")

TABLE: Final = Table(
    columns=(
        Column("刊播日期", "published_on", columns.day),
        Column("媒体名称", "outlet", columns.text),
        Column("媒体级别", "outlet_level", columns.one_of(OUTLET_LEVELS)),
        Column("形式", "form", columns.one_of(FORMS)),
        Column("标题", "title", columns.text),
        Column("事项编号", "line", columns.line),
        Column("链接", "url", columns.text),
        Column("阅读(播放)量", "views", columns.people, once=True),
        Column("备注", "note", columns.private, personal=True, absence="named"),
    ),
    shown_by=("published_on", "outlet", "title"),
)


def store(load: Load, reading: Reading) -> None:
    """Store the reports; one without a line belongs to the notice."""
    rows = []
    for record in reading.records:
        line = load.reference.lines.get(record["line"] or "")
        place = {
            "line_id": line.id if line else None,
            "campaign_id": line.campaign_id if line else load.reference.notice_id,
            "source_row": record.row,
        }
        rows.append({**{name: record[name] for name in (*IDENTITY, *COPIED)}, **place})
    listed.store(load, media_item, rows, IDENTITY, (*COPIED, "line_id", "campaign_id"))


KIND: Final = Kind("media", "媒体报道台账", TABLE, store=store)
