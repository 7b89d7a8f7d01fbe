"""The notice in the database: lines, duties, names, roster, obligations."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, Table, or_, select

from data_access.database.schema import (
    admin_division,
    campaign,
    campaign_unit,
    duty,
    industry,
    line,
    metric,
    obligation,
    org_unit,
    tip_channel,
)
from seed.check.finding import Finding, codes, count, exists, gap, some, wrong
from seed.obligations import GROUPS, plan

NAMED: Final[Sequence[Table]] = (campaign, line, org_unit, admin_division, industry, tip_channel, metric)


def check_notice(connection: Connection, campaign_id: int, code: str) -> Iterator[Finding]:
    """One notice: who owes, and what is owed."""
    yield from _roster(connection, campaign_id, code)
    yield from _obligations(connection, campaign_id, code)


def check_notices(connection: Connection) -> Iterator[Finding]:
    """What holds for all notices together."""
    yield from _lines(connection)
    yield from _english(connection)
    yield from _ancestors(connection)


def _lines(connection: Connection) -> Iterator[Finding]:
    """Lines against their duties, and duties against the roster."""
    owed = select(duty.c.line_id)
    groups = codes(connection, select(line.c.code).where(line.c.kind == "group", line.c.id.in_(owed)))
    if groups:
        yield wrong(f"分组事项不应有任务：{groups}", f"groups of lines must not have duties: {groups}")
    idle = codes(connection, select(line.c.code).where(line.c.kind != "group", line.c.id.not_in(owed)))
    if idle:
        yield gap(f"事项没有责任单位：{idle}", f"lines that nobody owes: {idle}")
    early = select(line.c.code).join(duty, duty.c.line_id == line.c.id).where(duty.c.due_on < line.c.window_start)
    if named := codes(connection, early.distinct()):
        yield wrong(f"事项的截止日期早于开始日期：{named}", f"due before the line's window starts: {named}")
    order = select(line.c.code).join(campaign, campaign.c.id == line.c.campaign_id)
    issued = order.join(duty, duty.c.line_id == line.c.id).where(duty.c.due_on < campaign.c.issued_on)
    if named := codes(connection, issued.distinct()):
        yield wrong(f"事项的截止日期早于通知印发日期：{named}", f"due before the notice was issued: {named}")
    for scope, members in GROUPS.items():
        empty = select(line.c.code).join(duty, duty.c.line_id == line.c.id).where(duty.c.scope == scope)
        if not exists(
            connection, select(campaign_unit.c.org_unit_id).where(campaign_unit.c.unit_group.in_(members))
        ) and (named := codes(connection, empty.distinct())):
            yield wrong(
                f"没有单位承担（{scope}）的事项：{named}", f"no unit answers to {scope}, owed by lines: {named}"
            )
    alone = (
        select(org_unit.c.name_zh)
        .join(obligation, obligation.c.org_unit_id == org_unit.c.id)
        .join(duty, (duty.c.line_id == obligation.c.line_id) & (duty.c.host == "league"))
        .where(obligation.c.host_unit_id == obligation.c.org_unit_id, org_unit.c.kind != "volunteer_league")
    )
    if names := codes(connection, alone.distinct()):
        yield wrong(
            f"这些单位没有志愿服务联盟，无法完成任务：{names}", f"units without the league that must host: {names}"
        )


def _english(connection: Connection) -> Iterator[Finding]:
    """Rows that an English reader would see in Chinese only."""
    for table in NAMED:
        number = count(connection, select(table).where(or_(table.c.name_en == "", table.c.name_en.is_(None))))
        if number:
            yield gap(f"{table.name} 有 {number} 行没有英文名称", f"{number} rows of {table.name} have no English name")


def _roster(connection: Connection, campaign_id: int, code: str) -> Iterator[Finding]:
    """Whether the units that owe are known for certain."""
    mine = select(campaign_unit.c.provenance).where(campaign_unit.c.campaign_id == campaign_id)
    members = set(connection.scalars(mine.where(campaign_unit.c.unit_group == "member")))
    if not members:
        yield gap(f"{code} 没有成员单位", f"{code} has no member units")
    elif members == {"inferred"}:
        yield gap(
            f"{code} 的成员单位是推定的，尚未导入单位名录",
            f"the member units of {code} are inferred: no roster was loaded",
        )


def _obligations(connection: Connection, campaign_id: int, code: str) -> Iterator[Finding]:
    """Obligations against duties × roster."""
    todo = plan(connection, campaign_id)
    if todo.total:
        counts = (len(todo.insert), len(todo.change), len(todo.remove))
        yield wrong(
            "{} 的任务与通知、名录不一致：缺 {} 项、应改 {} 项、多 {} 项，请运行 python -m seed init".format(
                code, *counts
            ),
            "obligations of {} are out of step: {} missing, {} differ, {} too many; run `python -m seed init`".format(
                code, *counts
            ),
        )
    if todo.orphans:
        number = len(todo.orphans)
        yield gap(
            f"{code} 有 {number} 项任务的单位已不在名录中",
            f"{number} obligations of {code} belong to units off the roster",
        )


def _ancestors(connection: Connection) -> Iterator[Finding]:
    """Lines and units that lie below themselves: whoever follows them upwards never ends."""
    for table, zh, en in ((line, "事项", "lines"), (org_unit, "单位", "units")):
        rows = connection.execute(select(table.c.id, table.c.parent_id, table.c.code)).all()
        above = {row.id: row.parent_id for row in rows}
        if looped := some(sorted(row.code for row in rows if _below_itself(row.id, above))):
            yield wrong(
                f"{zh}的上级绕回自身：{looped}，请在数据库中改正 parent_id",
                f"{en} that are their own ancestors: {looped}; mend parent_id in the database",
            )


def _below_itself(key: int, above: Mapping[int, int | None]) -> bool:
    seen, at = set[int](), above.get(key)
    while at is not None and at not in seen:
        if at == key:
            return True
        seen.add(at)
        at = above.get(at)
    return False
