"""附件3 活动进展情况统计表: a row is a metric; who signed goes to the private place."""

import re
from typing import Final

from sqlalchemy import Connection, delete, select

from data_access.database.schema import metric_value
from data_access.quality.rules import MOST_PEOPLE
from seed.private.tables import return_private
from seed.returns.kinds.kind import Kind
from seed.returns.reading import columns, forms, headings, values
from seed.returns.reading.characters import has_false_digits
from seed.returns.reading.records import read_table
from seed.returns.reading.reference import Reference
from seed.returns.reading.sandbox import Content, Value
from seed.returns.reading.table import Check, Column, Reading, Record, Table
from seed.returns.reading.values import UnreadableError
from seed.returns.storing.load import Load
from seed.returns.storing.private_rows import Receipt, Rows
from seed.returns.storing.submissions import set_figures

CODE: Final = re.compile(r"([A-Za-z]\d+[A-Za-z]?)(?![A-Za-z0-9])")
CODE_AT_END: Final = re.compile(r"[(〔\[]([A-Za-z]\d+[A-Za-z]?)[)〕\]]$")
DAYS: Final = frozenset({"填报日期", "截止日期"})
SIGNED: Final = {"负责人": "head_name", "填表人": "filler_name", "联系电话": "contact_phone"}
LABELS: Final = ("填报单位", "填报日期", "截止日期", *SIGNED)


def metric(value: Value, reference: Reference) -> str:
    """The code at the beginning of 项目, or in brackets at its end; "" for the title of a section."""
    written = values.text(value)
    item = written if has_false_digits(written) else values.fold(written)  # ①A01 is no A01, and A0① no A01 either
    match = CODE.match(item) or CODE_AT_END.search(item)
    if match and match[1] not in reference.metrics:
        raise UnreadableError("unknown_metric")
    return match[1] if match else ""


def check_row(record: Record, check: Check) -> None:
    """Read the figure, which may carry the 单位 of its row."""
    written = record["amount"]
    record.fields["amount"] = None
    is_shifted = any(sign.isdigit() for sign in record["unit"] or "")  # no unit of measure has one
    if written is None and not is_shifted:
        return
    if not record["metric"]:
        if "metric" not in record.written:
            check.fault(record, "metric", "no_key")
        elif record["metric"] is not None:
            check.fault(record, "metric", "no_metric_code")
        return
    if written is None:
        return
    units = {record["unit"] or "", check.reference.metrics[record["metric"]][1]} - {""}
    in_wan = (record["unit"] or "").startswith("万")
    units |= {part for unit in units for part in unit.split("/")}
    try:
        amount = values.amount(written, units, in_wan=in_wan)
        record.fields["amount"] = float(amount * 10_000 if in_wan else amount)
        if amount > MOST_PEOPLE and units & set(columns.PEOPLE):
            raise UnreadableError("out_of_range", expected=f"0 – {MOST_PEOPLE}")
    except UnreadableError as fault:
        record.fields["amount"] = None
        check.fault(record, "amount", fault.code, **fault.details)


TABLE: Final = Table(
    columns=(
        Column("项目", "metric", metric),
        Column("单位", "unit", columns.word),
        Column("数量", "amount", lambda value, _: value, once=True),
    ),
    key=("metric",),
    shown_by=("metric", "amount"),
    rule=check_row,
)


HEADINGS: Final = frozenset({headings.RUNNING_NUMBER, *(column.heading for column in TABLE.columns)})


def read(content: Content, reference: Reference) -> Reading:
    """One Annex 3 form. The unit, line and version of it are known from the register."""
    reading = read_table(content, TABLE, reference)
    if content.refusal:
        return reading
    first = min((record.row for record in reading.records), default=None)
    found = forms.entries(content, frozenset(LABELS), until=first)
    reading.faults += forms.check_days(found, DAYS, reference)
    reading.faults += forms.formula_faults(found)
    faults, notes = forms.account(content, found, LABELS, until=first, others=HEADINGS)
    reading.faults += faults
    reading.notes += notes
    return Reading(
        figures={record["metric"]: record["amount"] for record in reading.records if record["metric"]},
        personal=forms.texts(found, SIGNED),
        faults=sorted(reading.faults, key=lambda fault: fault.row),
        notes=reading.notes,
    )


def store(load: Load, reading: Reading) -> None:
    """Make the figures of the submission exactly those of its form."""
    if load.submission_id is None:
        return
    of_it = metric_value.c.submission_id == load.submission_id
    known = dict(load.conn.execute(select(metric_value.c.metric_id, metric_value.c.value).where(of_it)).all())
    wanted = {load.reference.metrics[code][0]: value for code, value in reading.figures.items()}
    load.counts.new += len(wanted.keys() - known.keys())
    load.counts.changed += sum(known[key] != wanted[key] for key in wanted.keys() & known.keys())
    load.counts.same += sum(known[key] == wanted[key] for key in wanted.keys() & known.keys())
    if wanted != known:
        load.conn.execute(delete(metric_value).where(of_it))
        set_figures(load.conn, [load.submission_id], wanted)


def private(_: Connection, reading: Reading, receipt: Receipt) -> Rows:
    """Who signed, if anybody did."""
    signed = [{"receipt_key": receipt.key, **reading.personal}] if any(reading.personal.values()) else []
    return {return_private: signed} if signed else {}


KIND: Final = Kind("annex3", "附件3", read, store=store, private=private, is_owed=True)
