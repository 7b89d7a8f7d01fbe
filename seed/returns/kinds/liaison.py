"""附件2 联络员推荐表: that a unit named its liaison, and — for the private place only — who it is."""

from typing import Final

from sqlalchemy import Connection, insert, select, update

from data_access.database.schema import delivery, liaison
from seed.private.tables import liaison_private
from seed.returns.kinds.kind import Kind
from seed.returns.reading import forms
from seed.returns.reading.faults import Fault
from seed.returns.reading.reference import Reference
from seed.returns.reading.sandbox import Content
from seed.returns.reading.table import Reading
from seed.returns.storing.load import Load
from seed.returns.storing.private_rows import Receipt, Rows

UNIT: Final = "推荐单位"
FILLED_ON: Final = "填报日期"
PERSONAL: Final = {
    "姓名": "person_name",
    "处室/职务": "position_title",
    "办公电话": "office_tel",
    "传真": "fax_no",
    "手机": "mobile_no",
    "微信": "wechat_id",
    "邮箱": "email_address",
    "通信地址": "postal_address",
}


def read(content: Content, reference: Reference) -> Reading:
    """One Annex 2 form. It needs its label 推荐单位; who sent it is known from the register."""
    if content.refusal:
        return Reading(faults=[content.refusal])
    found = forms.entries(content, frozenset({UNIT, FILLED_ON, *PERSONAL}))
    faults, notes = forms.account(content, found, (UNIT, *PERSONAL, FILLED_ON))
    faults += forms.formula_faults(found)
    if not any(entry.label == UNIT for entry in found):
        faults.append(Fault("no_header", details={"headings": UNIT}))
    faults += forms.check_days(found, frozenset({FILLED_ON}), reference)
    return Reading(personal=forms.texts(found, PERSONAL), faults=faults, notes=notes)


def store(load: Load, _: Reading) -> None:
    """Store that the unit named its liaison when the form was received; the one before ends then."""
    query = (
        select(liaison, delivery.c.sha256)
        .join(delivery, delivery.c.id == liaison.c.delivery_id, isouter=True)
        .where(liaison.c.campaign_id == load.reference.notice_id, liaison.c.org_unit_id == load.unit_id)
        .order_by(liaison.c.designated_at)
    )
    known = load.conn.execute(query).mappings().all()
    if any(row["sha256"] == load.digest for row in known):
        load.counts.same += 1
        return
    later = [row["designated_at"] for row in known if row["designated_at"] > load.received]
    for row in known:
        if row["designated_at"] <= load.received and (row["ended_at"] is None or row["ended_at"] > load.received):
            load.conn.execute(update(liaison).where(liaison.c.id == row["id"]).values(ended_at=load.received))
            load.counts.superseded += 1
    entry = {
        "campaign_id": load.reference.notice_id,
        "org_unit_id": load.unit_id,
        "designated_at": load.received,
        "ended_at": later[0] if later else None,
        "delivery_id": load.delivery_id,
        "recorded_at": load.received,
    }
    load.conn.execute(insert(liaison), [entry])
    load.counts.new += 1


def private(conn: Connection, reading: Reading, receipt: Receipt) -> Rows:
    """Who the liaison is, where the delivery stored that there is one."""
    found = conn.scalars(select(liaison.c.id).where(liaison.c.delivery_id == receipt.delivery_id))
    return {liaison_private: [{"receipt_key": receipt.key, **reading.personal} for _ in found]}


KIND: Final = Kind("liaison", "附件2", read, store=store, private=private, is_owed=True)
