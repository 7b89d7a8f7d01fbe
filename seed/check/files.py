"""The files of notices and reference tables: the project's and the office's own."""

from pathlib import Path

from seed.check.finding import Finding, gap, wrong
from seed.notice import Notice, NoticeError
from seed.notice_files import read_notices
from seed.reference_tables import read_reference
from seed.roster import places


def check_files(notices: Path | None = None, reference: Path | None = None) -> list[Finding]:
    """Faults of the notices and reference tables that would stop `seed init`."""
    try:
        orders, tables = read_notices(notices), read_reference(reference)
        found = []
        for order in orders:
            here = {unit.code for unit in tables.units if unit.province_adcode == order.notice.province_adcode}
            known = here | {city.adcode for city in places(order, tables)[0]}
            found += [
                wrong(
                    f"{order.notice.code} 的事项 {item.code} 点名的单位“{owed.unit}”不存在",
                    f"line {item.code} of {order.notice.code} names the unit {owed.unit!r}, which is not there",
                )
                for item in order.lines
                for owed in item.duties
                if owed.unit and owed.unit not in known
            ]
        figures = {metric_row.code for metric_row in tables.metrics}
        found += [
            wrong(
                f"{order.notice.code} 的事项 {item.code} 所对应的附件3项目“{code}”不存在",
                f"line {item.code} of {order.notice.code} names the figure {code!r} of Annex 3, which is not there",
            )
            for order in orders
            for item in order.lines
            for code in (f.metric for told in (item.figures, item.items, item.things) for f in told if f.metric)
            if code not in figures
        ]
        found += [fault for order in orders for fault in _unnamed(order)]
        if not orders:
            found.append(wrong("没有任何通知文件", "there is no notice at all"))
    except NoticeError as faults:
        return [wrong(text, text) for text in str(faults).splitlines()]
    return found


def _unnamed(order: Notice) -> list[Finding]:
    """Lines that take the same kind of return, whose files no name tells apart."""
    found = []
    for kind in dict.fromkeys(line.answers for line in order.lines if line.answers):
        lines = [line for line in order.lines if line.answers == kind]
        if len({line.file_words for line in lines} - {None}) < len(lines) > 1:
            codes = "、".join(line.code for line in lines)
            zh = f"{order.notice.code} 的事项 {codes} 都由 {kind} 报送，请各写 file_words，否则单个文件要用 --line"
            en = f"lines {codes} of {order.notice.code} all take {kind}: give each its file_words, or say --line"
            found.append(gap(zh, en))
    return found
