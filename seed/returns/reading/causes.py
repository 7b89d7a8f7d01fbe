"""Why something was extended, waived or sent back: the first words of what was written name a reason of the closed
list, what follows them says more (疫情防控：县城封控至7月).
"""

from collections.abc import Mapping
from typing import Final

from data_access.database.schema.reasons import EXTENDED, RETURNED, WAIVED
from data_access.i18n import t
from seed.returns.reading import values
from seed.returns.reading.table import Check, Record

LISTS: Final = {"extend": EXTENDED, "waive": WAIVED, "returned": RETURNED}
"""What happens -> the reasons it can have."""
OTHER_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "no_such_unit": ("主体缺位", "无此类", "无此项", "不涉及"),
    "force_majeure": ("自然灾害", "汛", "洪", "极端天气", "台风"),
    "epidemic": ("疫情", "新冠"),
    "task_changed": ("工作调整", "活动调整", "机构调整", "合并"),
    "incomplete": ("缺少", "漏填", "缺项", "未附", "佐证材料不全"),
    "form": ("未按表式", "未加盖", "未盖章", "缺章", "格式"),
    "figures": ("数据",),
    "duplicate": ("重复",),
}
"""How offices begin beside the list's own words (reason.<code>)."""
SEPARATORS: Final = " :：,，;；。、()（）-—"


def check_reason(record: Record, check: Check, field: str, act: str) -> None:
    """Add the field `<field>_code`: the reason that `field` gives for an act of LISTS. A fault where none is written,
    or only that it is another one; a note where its first words are no reason of the list: then it is `other`.
    """
    written, listed = record[field], "/".join(map(_name, LISTS[act]))
    record.fields[f"{field}_code"] = None
    if written is None:
        if field not in record.written:
            check.fault(record, field, "no_reason", expected=listed)
        return
    code = code_of(written, act)
    if values.heading(written).strip(SEPARATORS) == _name("other"):
        check.fault(record, field, "other_without_words")
    elif not code:
        check.note(record, field, "reason_not_listed", expected=listed)
    record.fields[f"{field}_code"] = code or "other"


def code_of(written: str, act: str) -> str:
    """The reason for an act of LISTS that the first words mean; "" for none of its list."""
    folded = values.heading(written)
    return next((one for one in LISTS[act] if folded.startswith((_name(one), *OTHER_WORDS.get(one, ())))), "")


def _name(code: str) -> str:
    return t("zh", f"reason.{code}")
