"""附件2 联络员推荐表: that a unit named its liaison, and — for the private place only — who it is."""

from dataclasses import dataclass, field
from typing import Final

from seed.returns.reading import forms
from seed.returns.reading.faults import Fault
from seed.returns.reading.reference import Reference
from seed.returns.reading.sandbox import Content

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


@dataclass
class LiaisonForm:
    """The personal fields of one form, and its faults."""

    personal: dict[str, str | None] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


def read(content: Content, reference: Reference) -> LiaisonForm:
    """One Annex 2 form. It needs its label 推荐单位; who sent it is known from the register."""
    if content.refusal:
        return LiaisonForm(faults=[content.refusal])
    found = forms.entries(content, frozenset({UNIT, FILLED_ON, *PERSONAL}))
    faults, notes = forms.account(content, found, (UNIT, *PERSONAL, FILLED_ON))
    faults += forms.formula_faults(found)
    if not any(entry.label == UNIT for entry in found):
        faults.append(Fault("no_header", details={"headings": UNIT}))
    faults += forms.check_days(found, frozenset({FILLED_ON}), reference)
    return LiaisonForm(forms.texts(found, PERSONAL), faults, notes)
