"""`python -m seed check`: what is missing or contradictory in the files of the project and in the database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from sqlalchemy import Connection, Select, Table, func, inspect, or_, select

from data_access.schema import (
    admin_division,
    campaign,
    campaign_unit,
    delivery,
    duty,
    industry,
    line,
    load_log,
    metadata,
    metric,
    obligation,
    org_unit,
    tip_channel,
)
from data_access.successors import successor_at
from seed.notice import NOTICES, NoticeError, read_notices
from seed.obligations import GROUPS, plan
from seed.reference_tables import REFERENCE, read_reference
from seed.roster import places

SHOWN: Final = 5
NAMED: Final[Sequence[Table]] = (campaign, line, org_unit, admin_division, industry, tip_channel, metric)


@dataclass(frozen=True)
class Finding:
    """One sentence in both languages; a contradiction must be mended, the rest is a gap to know of."""

    contradiction: bool
    zh: str
    en: str

    def sentence(self, lang: Literal["zh", "en"]) -> str:
        """The sentence, led by what it is."""
        return f"{'矛盾' if self.contradiction else '缺项'}：{self.zh}" if lang == "zh" else self._english()

    def _english(self) -> str:
        return f"{'Contradiction' if self.contradiction else 'Gap'}: {self.en}"


def check_files(notices: Path = NOTICES, reference: Path = REFERENCE) -> list[Finding]:
    """Faults of the notices and reference tables that would stop `seed init`."""
    try:
        orders, tables = read_notices(notices), read_reference(reference)
        found = []
        for order in orders:
            here = {unit.code for unit in tables.units if unit.province_adcode == order.notice.province_adcode}
            known = here | {city.adcode for city in places(order, tables)[0]}
            found += [
                _wrong(
                    f"{order.notice.code} 的事项 {item.code} 点名的单位“{owed.unit}”不存在",
                    f"line {item.code} of {order.notice.code} names the unit {owed.unit!r}, which is not there",
                )
                for item in order.lines
                for owed in item.duties
                if owed.unit and owed.unit not in known
            ]
        figures = {metric_row.code for metric_row in tables.metrics}
        found += [
            _wrong(
                f"{order.notice.code} 的事项 {item.code} 所对应的附件3项目“{code}”不存在",
                f"line {item.code} of {order.notice.code} names the figure {code!r} of Annex 3, which is not there",
            )
            for order in orders
            for item in order.lines
            for code in (f.metric for told in (item.figures, item.items, item.things) for f in told if f.metric)
            if code not in figures
        ]
        if not orders:
            found.append(_wrong("没有任何通知文件", "there is no notice at all"))
    except NoticeError as faults:
        return [_wrong(text, text) for text in str(faults).splitlines()]
    return found


def check_database(connection: Connection) -> list[Finding]:
    """What is missing or contradictory in a database; contradictions first."""
    if missing := sorted(set(metadata.tables) - set(inspect(connection).get_table_names())):
        return [
            _wrong(
                f"数据库缺少 {len(missing)} 张表（{_some(missing)}），请先运行 python -m seed init",
                f"{len(missing)} tables are missing ({_some(missing)}); run `python -m seed init` first",
            )
        ]
    notices = connection.execute(select(campaign.c.id, campaign.c.code).where(campaign.c.kind == "notice")).all()
    if not notices:
        return [
            _wrong("数据库里没有通知，请先运行 python -m seed init", "no notice is loaded; run `python -m seed init`")
        ]
    found = [*_lines(connection), *_english(connection), *_data(connection)]
    for campaign_id, code in notices:
        found += [*_roster(connection, campaign_id, code), *_obligations(connection, campaign_id, code)]
    return sorted(found, key=lambda finding: not finding.contradiction)


def _lines(connection: Connection) -> Iterator[Finding]:
    """Lines against their duties, and duties against the roster."""
    owed = select(duty.c.line_id)
    groups = _codes(connection, select(line.c.code).where(line.c.kind == "group", line.c.id.in_(owed)))
    if groups:
        yield _wrong(f"分组事项不应有任务：{groups}", f"groups of lines must not have duties: {groups}")
    idle = _codes(connection, select(line.c.code).where(line.c.kind != "group", line.c.id.not_in(owed)))
    if idle:
        yield _gap(f"事项没有责任单位：{idle}", f"lines that nobody owes: {idle}")
    early = select(line.c.code).join(duty, duty.c.line_id == line.c.id).where(duty.c.due_on < line.c.window_start)
    if codes := _codes(connection, early.distinct()):
        yield _wrong(f"事项的截止日期早于开始日期：{codes}", f"due before the line's window starts: {codes}")
    order = select(line.c.code).join(campaign, campaign.c.id == line.c.campaign_id)
    issued = order.join(duty, duty.c.line_id == line.c.id).where(duty.c.due_on < campaign.c.issued_on)
    if codes := _codes(connection, issued.distinct()):
        yield _wrong(f"事项的截止日期早于通知印发日期：{codes}", f"due before the notice was issued: {codes}")
    for scope, members in GROUPS.items():
        empty = select(line.c.code).join(duty, duty.c.line_id == line.c.id).where(duty.c.scope == scope)
        if not _any(
            connection, select(campaign_unit.c.org_unit_id).where(campaign_unit.c.unit_group.in_(members))
        ) and (codes := _codes(connection, empty.distinct())):
            yield _wrong(
                f"没有单位承担（{scope}）的事项：{codes}", f"no unit answers to {scope}, owed by lines: {codes}"
            )
    alone = (
        select(org_unit.c.name_zh)
        .join(obligation, obligation.c.org_unit_id == org_unit.c.id)
        .join(duty, (duty.c.line_id == obligation.c.line_id) & (duty.c.host == "league"))
        .where(obligation.c.host_unit_id == obligation.c.org_unit_id, org_unit.c.kind != "volunteer_league")
    )
    if names := _codes(connection, alone.distinct()):
        yield _wrong(
            f"这些单位没有志愿服务联盟，无法完成任务：{names}", f"units without the league that must host: {names}"
        )


def _english(connection: Connection) -> Iterator[Finding]:
    """Rows that an English reader would see in Chinese only."""
    for table in NAMED:
        number = _count(connection, select(table).where(or_(table.c.name_en == "", table.c.name_en.is_(None))))
        if number:
            yield _gap(
                f"{table.name} 有 {number} 行没有英文名称", f"{number} rows of {table.name} have no English name"
            )


def _data(connection: Connection) -> Iterator[Finding]:
    """Whether anything came in, and what of it was refused and not put right."""
    if not _any(connection, select(load_log.c.id).where(load_log.c.data_until.is_not(None))):
        yield _gap("尚未导入任何报送数据", "no return has been loaded yet")
    refused = (delivery.c.status == "refused") & successor_at().is_(None)
    if files := _codes(connection, select(delivery.c.file_ref).where(refused).distinct()):
        yield _gap(
            f"被拒绝、尚无更正的文件：{files}，请让报送单位改正后重报",
            f"files refused, and not put right since: {files}; ask the units for them again",
        )
    missing = delivery.c.status == "missing"
    if files := _codes(connection, select(delivery.c.file_ref).where(missing).distinct()):
        yield _gap(f"已登记但没有收到的文件：{files}", f"files registered but not there: {files}")


def _roster(connection: Connection, campaign_id: int, code: str) -> Iterator[Finding]:
    """Whether the units that owe are known for certain."""
    mine = select(campaign_unit.c.provenance).where(campaign_unit.c.campaign_id == campaign_id)
    members = set(connection.scalars(mine.where(campaign_unit.c.unit_group == "member")))
    if not members:
        yield _gap(f"{code} 没有成员单位", f"{code} has no member units")
    elif members == {"inferred"}:
        yield _gap(
            f"{code} 的成员单位是推定的，尚未导入单位名录",
            f"the member units of {code} are inferred: no roster was loaded",
        )


def _obligations(connection: Connection, campaign_id: int, code: str) -> Iterator[Finding]:
    """Obligations against duties × roster."""
    todo = plan(connection, campaign_id)
    if todo.total:
        counts = (len(todo.insert), len(todo.change), len(todo.remove))
        yield _wrong(
            "{} 的任务与通知、名录不一致：缺 {} 项、应改 {} 项、多 {} 项，请运行 python -m seed init".format(
                code, *counts
            ),
            "obligations of {} are out of step: {} missing, {} differ, {} too many; run `python -m seed init`".format(
                code, *counts
            ),
        )
    if todo.orphans:
        number = len(todo.orphans)
        yield _gap(
            f"{code} 有 {number} 项任务的单位已不在名录中",
            f"{number} obligations of {code} belong to units off the roster",
        )


def _codes(connection: Connection, query: Select[Any]) -> str:
    """The first few values of a query, '' if there are none."""
    return _some(sorted(str(value) for value in connection.scalars(query)))


def _some(values: Iterable[str]) -> str:
    listed = list(values)
    return "、".join(listed[:SHOWN]) + (f" … ({len(listed)})" if len(listed) > SHOWN else "")


def _any(connection: Connection, query: Select[Any]) -> bool:
    return connection.execute(query.limit(1)).first() is not None


def _count(connection: Connection, query: Select[Any]) -> int:
    return connection.scalars(select(func.count()).select_from(query.subquery())).one()


def _wrong(zh: str, en: str) -> Finding:
    return Finding(True, zh, en)


def _gap(zh: str, en: str) -> Finding:
    return Finding(False, zh, en)
