"""媒体报道台账: a row is a report in the media."""

from typing import Final

from seed.returns.reading import columns
from seed.returns.reading.table import Column, Table

OUTLET_LEVELS: Final = {"中央": "central", "省": "province", "市": "city", "县": "county"}
FORMS: Final = {"电视": "tv", "广播": "radio", "报刊": "press", "网络": "web", "新媒体": "newmedia"}

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
