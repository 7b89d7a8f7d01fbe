"""The unit that a file names as its sender: the unit line above a ledger, 填报单位 of Annex 3, 推荐单位 of Annex 2."""

import re
from collections.abc import Iterable
from typing import Final

from seed.returns.reading import forms, values
from seed.returns.reading.faults import Fault, shown
from seed.returns.reading.reference import Reference, Unit
from seed.returns.reading.sandbox import Content

LABELS: Final = frozenset({"填报单位", "报送单位", "上报单位", "推荐单位"})
ABOVE: Final = 12
"""Rows in which a unit line stands: above the table, or in the head of a form."""
END: Final = re.compile(r"\s{2,}|\s*(?:填报日期|填报时间|报送日期|报送时间|日期|填表人|负责人|联系人)")


def unit_lines(content: Content) -> list[forms.Entry]:
    """The filled lines of a file that name its unit, without what follows in the same cell."""
    found = []
    for entry in forms.entries(content, LABELS, until=ABOVE):
        written = END.split(values.fold(str(entry.value)), maxsplit=1)[0].strip() if entry.value is not None else ""
        if written:
            found.append(forms.Entry(entry.label, written, entry.sheet, entry.row))
    return found


def other_senders(reference: Reference, lines: Iterable[forms.Entry], sender_id: int) -> list[Fault]:
    """A fault for each unit line that names another unit than the one it was registered for, or none that is known."""
    sender = reference.unit_by_id(sender_id)
    return [
        Fault("other_sender", entry.sheet, entry.row, entry.label, shown(entry.value), {"sender": sender.name})
        for entry in lines
        if (unit := unit_named(reference, str(entry.value))) is None or unit.id != sender.id
    ]


def unit_named(reference: Reference, written: str) -> Unit | None:
    """The unit with this name or alias, else the one whose name it begins with: 大庆市应急管理局 is 大庆市's office."""
    name = values.heading(written)
    if name in reference.units:
        return reference.units[name]
    begun = [known for known in reference.units if name.startswith(known)]
    return reference.units[max(begun, key=len)] if begun else None
