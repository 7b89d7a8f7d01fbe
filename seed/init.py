"""`python -m seed init`: migrate, load reference tables and notices, generate the obligations. A second run is idle."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import URL, Connection, insert, select

from data_access.database.engine import disposing, write_engine
from data_access.database.migrations import migrate
from data_access.database.schema import campaign, duty, line, line_item, line_metric, line_thing, load_log
from data_access.database.stamp import NOTICE_LOADER
from seed.merge import Changes, ids, merge, one_writer
from seed.notice import Line, Notice, NoticeError
from seed.notice_files import read_notices
from seed.obligations import regenerate
from seed.private import migrate_private, private_engine
from seed.private.pair import Pair, both, join
from seed.reference_tables import Reference, load_reference, read_reference
from seed.roster import load_roster, load_units, units_of
from seed.shards import check_named, lay_out


@dataclass
class Summary:
    """What a run changed."""

    migrated: bool = False
    private_migrated: bool = False
    paired: bool = False
    tables: dict[str, Changes] = field(default_factory=dict)

    def add(self, table: str, changes: Changes) -> None:
        """Count the changes of one table."""
        self.tables[table] = self.tables.get(table, Changes()) + changes

    @property
    def rows(self) -> int:
        """Rows written."""
        return sum(changes.total for changes in self.tables.values())

    @property
    def changed(self) -> bool:
        """Whether the run did anything."""
        return bool(self.rows or self.migrated or self.private_migrated or self.paired)


def initialise(
    url: str | URL,
    *,
    notices: Path | None = None,
    reference: Path | None = None,
    private: bool = True,
    shards: Sequence[str] = (),
) -> Summary:
    """Bring the database at `url` and, if `private`, its private sibling up to date with the files: the project's and
    the office's own, or those of the folders given.

    They are read before anything is written (NoticeError names their faults); all rows in one transaction, which
    ends with a row in load_log if it changed anything. UsageError where the sibling belongs to another database.
    `shards`: addresses of the databases on which hazards are to lie, or lie already.
    """
    orders, tables = read_notices(notices), read_reference(reference)
    summary = Summary()
    with disposing(write_engine(url)) as engine:
        check_named(engine, shards)
        summary.migrated = migrate(engine)
        if shards:
            summary.migrated |= lay_out(url, shards)
        if private:
            with disposing(private_engine(url)) as hidden:
                summary.private_migrated = migrate_private(hidden, public=engine)
            with Pair(url) as pair, pair.connected() as places, both(*places):
                summary.paired = join(*places)
        with engine.begin() as connection:
            one_writer(connection)
            _load(connection, orders, tables, summary)
    return summary


def would_change(url: str | URL) -> list[str]:
    """The tables to which `initialise` would write now: done in a transaction that is undone."""
    orders, tables = read_notices(), read_reference()
    summary = Summary()
    with disposing(write_engine(url)) as engine, engine.connect() as connection, connection.begin() as transaction:
        one_writer(connection)
        _load(connection, orders, tables, summary)
        transaction.rollback()
    return [name for name, changes in summary.tables.items() if changes.total]


def _load(connection: Connection, orders: list[Notice], tables: Reference, summary: Summary) -> None:
    started = datetime.now(UTC)
    for order in orders:
        for table, changes in load_units(connection, order, tables).items():
            summary.add(table, changes)
    for table, changes in load_reference(connection, tables).items():
        summary.add(table, changes)
    for order in orders:
        _load_notice(connection, order, tables, summary)
    if summary.rows:
        _log(connection, started, summary.rows)


def _load_notice(connection: Connection, order: Notice, tables: Reference, summary: Summary) -> None:
    head = order.notice
    shared = {"year": head.year, "province_adcode": head.province_adcode, "timezone": head.timezone}
    papers = {"doc_no": head.doc_no, "issued_on": head.issued_on}
    own = head.model_dump(exclude={*shared, *papers})
    league = order.league
    own |= {"league_zh": league and league.name_zh, "league_en": (league and league.name_en) or None}
    summary.add("campaign", merge(connection, campaign, ("code",), [{**own, **shared, **papers, "kind": "notice"}]))
    parent = ids(connection, campaign)[head.code]
    rows = [{**part.model_dump(), **shared, **papers, "parent_id": parent} for part in order.campaigns]
    summary.add("campaign", merge(connection, campaign, ("code",), rows))
    summary.add("campaign_unit", load_roster(connection, parent, order, tables))
    _load_lines(connection, order, summary)
    known_from = datetime.combine(head.issued_on, time(), ZoneInfo(head.timezone))
    summary.add("obligation", regenerate(connection, parent, known_from))


def _load_lines(connection: Connection, order: Notice, summary: Summary) -> None:
    campaigns, units = ids(connection, campaign), units_of(connection, order.notice.province_adcode)
    known: dict[str, int] = {}
    for number, item in enumerate(order.lines):
        values = {
            **item.model_dump(exclude={"campaign", "parent", "duties", "figures", "items", "things"}),
            "short_en": item.short_en or item.name_en,
            "campaign_id": campaigns[item.campaign],
            "parent_id": known[item.parent] if item.parent else None,
            "sort_order": number,
        }
        summary.add("line", merge(connection, line, ("campaign_id", "code"), [values]))
        known |= _line_ids(connection, campaigns[item.campaign])
        line_id = known[item.code]
        duties = [row | {"line_id": line_id} for row in duty_rows(item, units)]
        keys = ("line_id", "scope", "org_unit_id", "role", "period_key")
        summary.add("duty", merge(connection, duty, keys, duties, within={"line_id": line_id}))
        _load_figures(connection, item, line_id, summary)


def _load_figures(connection: Connection, item: Line, line_id: int, summary: Summary) -> None:
    """Which figures of Annex 3 count the line, and what it is made of."""
    within = {"line_id": line_id}
    figures = [within | {"metric_code": f.metric, **f.model_dump(exclude={"metric"})} for f in item.figures]
    summary.add("line_metric", merge(connection, line_metric, ("line_id", "metric_code"), figures, within=within))
    items = [
        within | {"sort_order": n, "metric_code": i.metric, **i.model_dump(exclude={"metric"})}
        for n, i in enumerate(item.items)
    ]
    summary.add("line_item", merge(connection, line_item, ("line_id", "sort_order"), items, within=within))
    things = [within | {"metric_code": told.metric, "thing": told.thing} for told in item.things]
    summary.add("line_thing", merge(connection, line_thing, ("line_id", "thing"), things, within=within))


def duty_rows(item: Line, units: dict[str, int]) -> list[dict[str, Any]]:
    """The rows of table duty for a line, one a period. NoticeError for a named unit that is not there."""
    rows = []
    for number, owed in enumerate(item.duties, start=1):
        if owed.unit is not None and owed.unit not in units:
            raise NoticeError(
                f"line {item.code}, duty {number}, unit: {owed.unit!r}; expected the code of a unit of its province"
            )
        values = owed.model_dump(exclude={"unit", "periods", "due_on", "min_provenance"})
        values |= {"org_unit_id": units[owed.unit] if owed.unit else None, "provenance": owed.min_provenance}
        rows += [{**values, "period_key": period.key, "due_on": period.due_on} for period in owed.rows()]
    return rows


def _line_ids(connection: Connection, campaign_id: int) -> dict[str, int]:
    query = select(line.c.code, line.c.id).where(line.c.campaign_id == campaign_id)
    return dict(connection.execute(query).all())


def _log(connection: Connection, started: datetime, rows: int) -> None:
    """A notice has no data_until: it brings no fact of the campaign."""
    entry = {
        "source": NOTICE_LOADER,
        "label": "real",
        "started_at": started,
        "ended_at": datetime.now(UTC),
        "rows": rows,
    }
    connection.execute(insert(load_log), [{**entry, "status": "done"}])
