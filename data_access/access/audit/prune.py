"""Whole days that are older than the law asks for are taken away, and the record says so for ever."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Engine, delete

from data_access.access.audit.chain import Chain, day_of
from data_access.access.audit.line import Line
from data_access.access.audit.record import operator, write_line
from data_access.access.audit.settings import AuditError, AuditSettings
from data_access.access.audit.verify import lines_of, verify
from data_access.access.tables import audit as audit_table


class Pruned(NamedTuple):
    """What went: days before `before`, how many files, how many rows of the database's table."""

    before: date
    files: int
    rows: int


def prune(chain: Chain, settings: AuditSettings, table: Engine | None, now: datetime | None = None) -> Pruned:
    """Delete the days that lie `keep_days` back or more; the newest of all stays. AuditError where the record is not
    whole: what is wrong must be seen before it is gone.
    """
    now = now or datetime.now(UTC)
    before = now.astimezone(UTC).date() - timedelta(days=settings.keep_days)
    old = [path for path in chain.files()[:-1] if day_of(path) < before]
    if not old:
        return Pruned(before, 0, 0)
    if faults := verify(chain).faults:
        raise AuditError(
            f"审计记录不完整，先查明再清理：{faults[0]}",
            f"the audit is not whole, which must be seen first: {faults[0]}",
        )
    last = _last(chain, old[-1].name)
    write_line("prune", operator(), True, {"before": str(before), "last": last.n, "head": last.mac}, now=now)
    for path in old:
        path.unlink()
    rows = 0
    if table is not None:
        midnight = datetime(before.year, before.month, before.day, tzinfo=UTC)
        mine = (audit_table.c.chain == chain.host, audit_table.c.at < midnight)
        with table.begin() as conn:
            rows = conn.execute(delete(audit_table).where(*mine)).rowcount
    return Pruned(before, len(old), rows)


def _last(chain: Chain, name: str) -> Line:
    """The last line of a file of a record that is whole."""
    return [place.line for place in lines_of(chain) if place.file == name and place.line][-1]
