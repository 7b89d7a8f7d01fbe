"""From duties and roster to obligations: line × unit × period (C3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from data_access.database.days import deadline
from data_access.database.schema import (
    campaign,
    campaign_unit,
    duty,
    line,
    obligation,
    obligation_extension,
    org_unit,
    submission,
)
from seed.merge import Changes

GROUPS: Final = {
    "each_city": {"city"},
    "each_unit": {"city", "member"},
    "each_member": {"member"},
    "each_county": {"county"},
}
PRECISION: Final = ("each_unit", "each_city", "each_member", "each_county", "named")
"""Of two duties for the same unit, line, period and role the later one here holds."""

Key = tuple[int, int, str, str]
"""line, unit, period, role."""


@dataclass(frozen=True)
class Plan:
    """What generate would do: obligations to insert, to change, to remove, and to keep although no unit owes them."""

    insert: dict[Key, dict[str, Any]]
    change: dict[int, dict[str, Any]]
    remove: list[int]
    orphans: list[int]

    @property
    def total(self) -> int:
        """How many rows generate would write."""
        return len(self.insert) + len(self.change) + len(self.remove)


def generate(connection: Connection, campaign_id: int, recorded_at: datetime) -> int:
    """Bring the obligations of a notice in step with its duties and its roster; returns how many rows changed.

    `campaign_id` is the notice's. An obligation that no unit owes any more goes, unless something was submitted for it,
    or it was waived or extended: then it stays, outside the roster's groups. New ones are known from `recorded_at` on.
    """
    return regenerate(connection, campaign_id, recorded_at).total


def regenerate(connection: Connection, campaign_id: int, recorded_at: datetime) -> Changes:
    """As `generate`, with the kinds of change apart."""
    todo = plan(connection, campaign_id)
    now = datetime.now(UTC)
    if todo.insert:
        rows = [{**values, "recorded_at": recorded_at, "updated_at": now} for values in todo.insert.values()]
        connection.execute(insert(obligation), rows)
    for obligation_id, values in todo.change.items():
        connection.execute(
            update(obligation).where(obligation.c.id == obligation_id).values({**values, "updated_at": now})
        )
    for obligation_id in todo.remove:
        connection.execute(delete(obligation).where(obligation.c.id == obligation_id))
    return Changes(len(todo.insert), len(todo.change), len(todo.remove))


def plan(connection: Connection, campaign_id: int) -> Plan:
    """Compare the obligations of a notice with its duties × roster, without writing."""
    wanted = _wanted(connection, campaign_id)
    lines = _lines(campaign_id)
    known: dict[Key, RowMapping] = {}
    for row in connection.execute(select(obligation).where(obligation.c.line_id.in_(lines))).mappings():
        known[row["line_id"], row["org_unit_id"], row["period_key"], row["role"]] = row
    extended = _extended(connection, campaign_id)
    change: dict[int, dict[str, Any]] = {}
    for key in wanted.keys() & known.keys():
        values, row = wanted[key], known[key]
        if (last := extended.get(row["id"])) and values["due_original"]:
            values["due_current"] = max(last, values["due_original"])
        if differing := {name: value for name, value in values.items() if row[name] != value}:
            change[row["id"]] = differing
    gone = {row["id"] for key, row in known.items() if key not in wanted}
    touched = set(connection.scalars(select(submission.c.obligation_id).distinct())) | set(extended)
    touched |= {row["id"] for row in known.values() if row["waived_at"]}
    return Plan(
        insert={key: wanted[key] for key in sorted(wanted.keys() - known.keys())},  # equal data, equal ids
        change=change,
        remove=sorted(gone - touched),
        orphans=sorted(gone & touched),
    )


def _lines(campaign_id: int) -> Any:
    """The ids of the lines of a notice and of the campaigns below it."""
    whole = select(campaign.c.id).where((campaign.c.id == campaign_id) | (campaign.c.parent_id == campaign_id))
    return select(line.c.id).where(line.c.campaign_id.in_(whole))


def _wanted(connection: Connection, campaign_id: int) -> dict[Key, dict[str, Any]]:
    zone = connection.scalars(select(campaign.c.timezone).where(campaign.c.id == campaign_id)).one()
    roster: dict[str, list[int]] = {}
    for group, unit in connection.execute(
        select(campaign_unit.c.unit_group, campaign_unit.c.org_unit_id).where(
            campaign_unit.c.campaign_id == campaign_id
        )
    ):
        roster.setdefault(group, []).append(unit)
    league = _leagues(connection)
    duties = connection.execute(select(duty).where(duty.c.line_id.in_(_lines(campaign_id)))).mappings().all()
    wanted: dict[Key, dict[str, Any]] = {}
    for row in sorted(duties, key=lambda d: PRECISION.index(d["scope"])):
        groups = GROUPS.get(row["scope"], set())
        owing = [row["org_unit_id"]] if row["scope"] == "named" else [u for g in groups for u in roster.get(g, ())]
        for unit in owing:
            key = (row["line_id"], unit, row["period_key"], row["role"])
            host = league.get(unit, unit) if row["host"] == "league" else unit
            wanted[key] = _values(row, zone) | {"line_id": key[0], "org_unit_id": unit, "host_unit_id": host}
    return wanted


def _values(row: Mapping[Any, Any], zone: str) -> dict[str, Any]:
    due = deadline(row["due_on"], row["cutoff_time"], zone) if row["due_on"] else None
    return {
        "period_key": row["period_key"],
        "role": row["role"],
        "min_count": row["min_count"],
        "date_rule": row["date_rule"],
        "due_provenance": row["due_provenance"],
        "due_original": due,
        "due_current": due,
    }


def _leagues(connection: Connection) -> dict[int, int]:
    """Unit → its own volunteer league: the one below it at the same place (C6)."""
    child = org_unit.alias("child")
    own = (
        select(org_unit.c.id, child.c.id)
        .join(child, (child.c.parent_id == org_unit.c.id) & (child.c.adcode == org_unit.c.adcode))
        .where(child.c.kind == "volunteer_league")
    )
    return dict(connection.execute(own).all())


def _extended(connection: Connection, campaign_id: int) -> dict[int, datetime]:
    """Obligation → its latest new deadline (C8)."""
    moved: dict[int, datetime] = {}
    rows = (
        select(obligation_extension.c.obligation_id, obligation_extension.c.new_due)
        .join(obligation, obligation.c.id == obligation_extension.c.obligation_id)
        .where(obligation.c.line_id.in_(_lines(campaign_id)))
    )
    for obligation_id, new_due in connection.execute(rows):
        moved[obligation_id] = max(new_due, moved.get(obligation_id, new_due))
    return moved
