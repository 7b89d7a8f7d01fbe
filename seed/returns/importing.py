"""`python -m seed import`: returns come in, in the order in which they were received (§3).

Order: roster, adjustments, register, then each registered file by its time of receipt. Every file is one transaction
of the public database and of the private place, which marks the delivery as complete (seed/private/pair.py). Whatever
is interrupted can be run again: files that are known are left alone, a delivery without its mark is completed, and a
second run of the same folder changes nothing at all.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Connection, select

from data_access.database.schema import campaign
from seed.private.pair import Pair
from seed.returns.folder import Folder, folded, is_outside
from seed.returns.kinds.catalogue import kind_of, line_of
from seed.returns.kinds.kind import Kind
from seed.returns.kinds.register import receipt_faults
from seed.returns.office import Office
from seed.returns.reading.faults import Fault
from seed.returns.reading.reference import Reference
from seed.returns.reading.sandbox import Sandbox
from seed.returns.reading.table import Record
from seed.returns.reading.values import heading
from seed.returns.report import FileReport, Report
from seed.returns.storing import links
from seed.returns.storing.receipts import Entry
from seed.returns.storing.submissions import ONCE
from seed.returns.take import Taker
from seed.usage import UsageError

Progress = Callable[[int, int, str], None]


def import_paths(
    url: str | URL,
    paths: Iterable[Path],
    *,
    label: str = "real",
    dry_run: bool = False,
    unit: str | None = None,
    received: datetime | None = None,
    line: str | None = None,
    accepted: datetime | None = None,
    notice: str | None = None,
    confirm_leaving: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Import folders with a register, or single files with `unit` and `received` (naive: local), into the database.

    `label` real, sample or demo goes to load_log. `line`: what a single file is handed in for when its name does not
    show it, `accepted` when the office accepted it. `notice` is a campaign code, needed when the database has several.
    `confirm_leaving`: a roster that lacks units which sent or held something is not refused for that. UsageError before
    anything is read, also where data with another label was loaded before.
    """
    report = Report(dry_run=dry_run)
    paths = list(paths)
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder", f"{path}:没有这个文件或文件夹")
    with Pair(url) as pair, Sandbox() as sandbox:
        taker = Taker(pair, report, sandbox, label=label, dry_run=dry_run)
        run = _Run(taker, progress or _silent, confirm_leaving=confirm_leaving)
        try:
            run.prepare(notice)
            files = {path: run.entry(path, unit, received, line, accepted) for path in paths if path.is_file()}
            for path in paths:
                if path in files:
                    run.file(files[path])
                else:
                    run.folder(path)
            run.link()
            taker.settle()
        finally:
            taker.close()
    return report


def chosen_notice(conn: Connection, notice: str | None) -> tuple[str, int]:
    """Code and id of the notice with this code, or of the only one there is; UsageError otherwise."""
    notices = dict(conn.execute(select(campaign.c.code, campaign.c.id).where(campaign.c.kind == "notice")).all())
    if not notices:
        raise UsageError(
            "no notice in the database: run `python -m seed init` first",
            "数据库里没有通知,请先运行 python -m seed init",
        )
    codes = ", ".join(sorted(notices))
    if notice is None and len(notices) > 1:
        raise UsageError(f"several notices: say --notice, one of {codes}", f"有多个通知,请用 --notice 指定:{codes}")
    if notice is not None and notice not in notices:
        raise UsageError(f"unknown notice {notice!r}: one of {codes}", f"没有通知 {notice};应为:{codes}")
    code = notice or next(iter(notices))
    return code, notices[code]


def _instant(reference: Reference, moment: datetime) -> datetime:
    years = reference.years
    if not years.first <= moment.year <= years.last:
        fault = Fault("year", details={"expected": f"{years.first} – {years.last}"})
        raise UsageError(f"{moment.date()}: {fault.reason('en')}", f"{moment.date()}:{fault.reason('zh')}")
    return moment.astimezone(UTC) if moment.tzinfo else reference.start_of(moment)


def _silent(_done: int, _total: int, _name: str) -> None:
    """No progress bar."""


class _Run:
    """One call of import_paths."""

    def __init__(self, taker: Taker, progress: Progress, *, confirm_leaving: bool) -> None:
        self.confirm_leaving = confirm_leaving
        self.taker = taker
        self.report = taker.report
        self.progress = progress

    def prepare(self, notice: str | None) -> None:
        """Choose the notice and load its reference."""
        with self.taker.both() as conn:
            code, self.notice_id = chosen_notice(conn, notice)
            self.taker.begin(conn, code, self.notice_id)

    def folder(self, root: Path) -> None:
        """Import a package: the office's own tables, then what its register names."""
        folder = Folder.scan(root)
        office = Office(self.taker, may_leave=self.confirm_leaving)
        registered = office.take(folder)
        entries = self._entries(folder, registered)
        for number, entry in enumerate(entries):
            self.progress(number, len(entries), entry.file_ref)
            self.taker.take(entry)
        self.progress(len(entries), len(entries), "")
        taken = {folded(entry.file_ref) for entry in entries} | office.tables
        for name in folder.files:
            if name not in taken:
                self.report.files.append(FileReport(name, "unregistered"))

    def entry(
        self,
        path: Path,
        unit: str | None,
        received: datetime | None,
        line: str | None,
        accepted: datetime | None,
    ) -> Entry:
        """The receipt of a file that stands in no register, as it is given; UsageError for what cannot be."""
        if unit is None or received is None:
            raise UsageError(
                f"{path.name}: a single file needs --unit and --received",
                f"{path.name}:单个文件须用 --unit 和 --received 说明报送单位和收到时间",
            )
        reference = self.taker.reference
        sender = reference.units.get(heading(unit))
        if sender is None:
            raise UsageError(f"unknown unit {unit!r}", f"单位名录中没有“{unit}”")
        kind = kind_of(path.name)
        if kind is None or kind.store_office:
            raise UsageError(
                f"{path.name}: not a return of a unit (the office's own tables come with their folder)",
                f"{path.name}:不是单位报送的表(文件名开头须是报表名称;单位名录、登记表随文件夹导入)",
            )
        meant = line or line_of(path.name, kind, reference)
        self._check_line(path, kind, meant)
        at = _instant(reference, received)
        for fault in receipt_faults(reference, at, accepted and _instant(reference, accepted)):
            raise UsageError(f"{path.name}: {fault.reason('en')}", f"{path.name}:{fault.reason('zh')}")
        reviewed = _instant(reference, accepted) if accepted else None
        file_ref = f"{sender.name}/{path.name}"
        submitted = meant if kind.is_owed else None
        return Entry(file_ref, path, sender.id, sender.name, at, submitted, reviewed=reviewed)

    def _check_line(self, path: Path, kind: Kind, meant: str | None) -> None:
        """UsageError where a return is for none of the lines of the notice that take its kind."""
        lines = [line.code for line in self.taker.reference.answered_by(kind.code)]
        if not kind.is_owed or meant in lines:
            return
        if not lines:
            raise UsageError(
                f"{path.name}: no line of the notice asks for this kind of return",
                f"{path.name}:通知没有要求报送“{kind.name}”",
            )
        codes = ", ".join(lines)
        raise UsageError(f"{path.name}: say --line, one of {codes}", f"{path.name}:请用 --line 说明事项编号:{codes}")

    def file(self, entry: Entry) -> None:
        """Import one file that stands in no register."""
        result = self.taker.take(entry)
        if entry.line and not entry.reviewed and result.outcome == "loaded":
            result.notes.append(Fault("awaits_review"))

    def _entries(self, folder: Folder, records: Sequence[Record]) -> list[Entry]:
        """The registered files by time of receipt, each receipt once."""
        reference = self.taker.reference
        names = {unit.id: unit.name for unit in reference.units.values()}
        entries: dict[tuple[object, ...], Entry] = {}
        for record in records:
            if not record["file"]:
                continue
            file_ref = folded(record["file"])
            path = None if is_outside(file_ref) else folder.files.get(file_ref)
            entry = Entry(
                file_ref,
                path,
                record["unit"],
                names[record["unit"]],
                reference.start_of(record["received"]),
                None if record["is_ledger"] else record["line"],
                record["period"] or ONCE,
                record["version"],
            )
            entries.setdefault((entry.file_ref, entry.received, entry.line, entry.unit_id, entry.version), entry)
        return sorted(entries.values(), key=lambda entry: entry.received)

    def link(self) -> None:
        """Make the links between tips, measures and hazards whose other end came later."""
        if self.taker.dry_run:
            return
        named = self.taker.linked_hazards()
        started = datetime.now(UTC)
        with self.taker.transaction() as conn:
            self.report.linked = links.link(conn, self.taker.reference, named)
            if self.report.linked:
                self.taker.log(conn, started, self.report.linked, None)
