"""Why something was extended, waived or sent back."""

from typing import Final, NamedTuple

from data_access.database.schema.reasons import UNSTATED
from data_access.i18n import t

PARTING: Final = " :：,，;；。、"
"""What may stand between a reason and its sentence, or after it."""


class Reason(NamedTuple):
    """The reason of the closed list, and what was said."""

    code: str
    """One of schema.reasons.REASONS; `unstated` where none was recorded, "" where there was nothing to give one for."""
    text: str
    """The sentence as written, which begins with the reason or says more; "" for none."""


NO_REASON: Final = Reason("", "")


def reason_of(code: str | None, text: str | None) -> Reason:
    """The reason in two columns: a sentence without a code is another reason, without either it is `unstated`."""
    return Reason(code or ("other" if text else UNSTATED), text or "")


def said(reason: Reason, lang: str) -> str:
    """A reason in words: that of the list and what the sentence says beyond it; "" for NO_REASON."""
    if not reason.code:
        return ""
    label, more = t(lang, f"reason.{reason.code}"), reason.text.removeprefix(t("zh", f"reason.{reason.code}"))
    more = more.strip(PARTING)
    return t(lang, "obligations.reason", reason=label, text=more) if more else label
