"""The transactions of one import: alone among the writers, both places together, ended as every writer ends."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, insert

from data_access.database.schema import load_log
from data_access.database.shards import name_load
from seed.loads import check_joins
from seed.merge import one_writer
from seed.private.pair import Pair, both as both_places, check_pair
from seed.returns.reading.reference import Reference, load_reference
from seed.returns.storing import private_rows

SOURCE: Final = "seed import"


class Transactions:
    """The open connections of an import into one notice's tables, and what its returns are read against."""

    def __init__(self, pair: Pair, *, label: str, dry_run: bool) -> None:
        self.label = label
        self.dry_run = dry_run
        self.notice = ""
        self.loading = ""
        """The file under way, with its digest: what may complete a load that was committed by half (ADR 0039)."""
        self._reference: Reference | None = None
        self._open = ExitStack()
        # Held open for the whole run: closing the last connection makes SQLite fold its WAL, 10 ms each time.
        self.public, self.private = self._open.enter_context(pair.connected())
        self._trial = self.public.begin() if dry_run else None
        self.complete = set[str]()
        """The receipt keys of the deliveries whose private rows were all there at the beginning."""

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction, alone among the writers. In a dry run all of them are parts of one that never ends."""
        with self.public.begin_nested() if self._trial else self.public.begin():
            one_writer(self.public)
            yield self.public

    @contextmanager
    def both(self) -> Iterator[Connection]:
        """One transaction of the public and the private place; in a dry run of the public one alone."""
        if self.dry_run:
            with self.transaction() as conn:
                yield conn
        else:
            with both_places(self.public, self.private):
                yield self.public

    def close(self) -> None:
        """Undo a dry run; let go of the databases."""
        if self._trial:
            self._trial.rollback()
        self._open.close()

    def begin(self, conn: Connection, notice: str, notice_id: int) -> None:
        """Read what is known of a notice, in a transaction of both places. UsageError where nothing may come in."""
        check_joins(conn, self.label)
        if not self.dry_run:
            check_pair(conn, self.private)
            self.complete = private_rows.complete_receipts(self.private)
        self.notice = notice
        self.read_reference(conn, notice_id)

    def linked_hazards(self) -> dict[tuple[str, datetime], str]:
        """Number and recorded_at of each tip version that names hazards → their numbers as written."""
        with self.private.begin():
            return private_rows.linked_hazards(self.private, self.notice)

    @property
    def reference(self) -> Reference:
        """What returns are read against, once `begin` has read it."""
        if self._reference is None:
            raise RuntimeError("the reference is read before the first file")
        return self._reference

    def read_reference(self, conn: Connection, notice_id: int) -> None:
        """Read it again, in the transaction of whoever changed it."""
        self._reference = load_reference(conn, notice_id)

    def log(
        self, conn: Connection, started: datetime, rows: int, data_until: datetime | None, *, status: str = "done"
    ) -> None:
        """End a transaction as every writer does: open pages notice it. UsageError where another label came first."""
        check_joins(conn, self.label)
        name_load(conn, f"{SOURCE} {self.loading}".strip())
        entry = {"source": SOURCE, "label": self.label, "started_at": started, "ended_at": datetime.now(UTC)}
        outcome = {"rows": rows, "status": status, "data_until": data_until, "campaign_id": self.reference.notice_id}
        conn.execute(insert(load_log), [{**entry, **outcome}])
