"""The private tables: persons, telephones, narratives. A database of its own; no foreign key leads into it or out.

Rows are known by what offices write, notice and number or the receipt of the file, and never by an id of the public
database: beside another public database they would belong to nothing, not to somebody else.
"""

from sqlalchemy import Column, Integer, MetaData, String, Table, Text

from data_access.database.schema.types import UtcDateTime, metadata as public

metadata = MetaData(naming_convention=public.naming_convention)


def _receipt() -> Column[str]:
    return Column("receipt_key", Text, primary_key=True, comment="notice/file@time of receipt#SHA-256 of a delivery")


def _notice() -> Column[str]:
    return Column("notice_code", Text, primary_key=True, comment="campaign.code")


def _stored_at() -> Column[object]:
    return Column("stored_at", UtcDateTime, nullable=False, comment="for deletion after the retention period")


pairing_private = Table(
    "pairing_private",
    metadata,
    Column("pair_id", String(32), primary_key=True),
    comment="One row: equal to that of table pairing in the public database that this place belongs to.",
)

delivery_private = Table(
    "delivery_private",
    metadata,
    _receipt(),
    _stored_at(),
    comment="Deliveries whose private rows are all here; the next import completes the others.",
)

liaison_private = Table(
    "liaison_private",
    metadata,
    _receipt(),
    Column("person_name", Text),
    Column("position_title", Text),
    Column("office_tel", Text),
    Column("fax_no", Text),
    Column("mobile_no", Text),
    Column("wechat_id", Text),
    Column("email_address", Text),
    Column("postal_address", Text),
    _stored_at(),
    comment="Who the liaison is: Annex 2 but for unit and date.",
)

return_private = Table(
    "return_private",
    metadata,
    _receipt(),
    Column("head_name", Text, comment="负责人"),
    Column("filler_name", Text, comment="填表人"),
    Column("contact_phone", Text, comment="联系电话"),
    _stored_at(),
    comment="Who signed a file: the heads of Annex 3.",
)

plan_task_private = Table(
    "plan_task_private",
    metadata,
    _receipt(),
    Column("source_row", Integer, primary_key=True),
    Column("responsible_person", Text, comment="责任人"),
    _stored_at(),
    comment="The person responsible for a task of a roadmap.",
)

hazard_private = Table(
    "hazard_private",
    metadata,
    Column("hazard_code", Text, primary_key=True, comment="隐患编号"),
    _notice(),
    Column("narrative", Text, comment="隐患概况, as last known"),
    _stored_at(),
    comment="What a hazard is, in free text.",
)

tip_private = Table(
    "tip_private",
    metadata,
    Column("tip_code", Text, primary_key=True, comment="举报编号"),
    _notice(),
    Column("recorded_at", UtcDateTime, primary_key=True, comment="of this version of the tip"),
    Column("reporter_name", Text, comment="举报人"),
    Column("reporter_phone", Text, comment="联系电话"),
    Column("tip_text", Text, comment="举报内容"),
    Column("linked_hazards", Text, comment="关联隐患编号 as written: the hazard may arrive later"),
    _stored_at(),
    comment="Who reported and what; identity and content are secret by law. One row per version of the tip.",
)

note_private = Table(
    "note_private",
    metadata,
    _receipt(),
    Column("sheet_name", String(64), primary_key=True, comment="empty for CSV"),
    Column("source_row", Integer, primary_key=True),
    Column("note_text", Text, nullable=False),
    _stored_at(),
    comment="Remarks (备注) of any ledger: free text in which telephones stand.",
)
