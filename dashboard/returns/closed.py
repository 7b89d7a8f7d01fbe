"""What the page of returns keeps closed: who is likely to be late, and why tasks were extended, waived or sent back."""

from dashboard.parts import parts, reasons, titled
from dashboard.parts.columns import columns
from dashboard.parts.table import Column
from dashboard.returns.page import Returns
from dashboard.view import View
from data_access.obligations.acts import Act
from data_access.obligations.reason import said
from data_access.obligations.tables import REASONS
from data_access.returns.likely_late import FEWEST, Record
from data_access.returns.tables import LIKELY_LATE
from data_access.wording import rate_text


def likely_late(view: View, found: Returns) -> None:
    """Draw whom the rule names, the rule itself and how often it was right."""
    with titled.under(view, view.t("returns.likely"), len(found.likely)):
        parts.note(view.t("returns.likely.rule"))
        parts.note(record(view, found.record))
        parts.table(
            view,
            found.likely,
            "likely",
            _named(view),
            alt=view.t("returns.likely.alt"),
            none=view.t("returns.likely.none"),
        )
        parts.extract_line(view, "likely-late")


def _named(view: View) -> list[Column]:
    missed = Column("missed", view.t("returns.column.missed"), value=lambda one: f"{one.missed}/{one.ended}")
    return columns(view, LIKELY_LATE, "unit missed line_short due_on due_basis period last_state", own=[missed])


def record(view: View, of: Record) -> str:
    """How often namings were right, beside those that were not named; that there are too few to tell."""
    if not of.speaks:
        return view.t("returns.likely.no_record", n=of.named, fewest=FEWEST)
    return view.t(
        "returns.likely.record",
        n=of.named,
        m=of.late,
        rate=rate_text(of.late, of.named),
        others=of.others,
        others_late=of.others_late,
        others_rate=rate_text(of.others_late, of.others),
        small=view.t("returns.likely.small") if of.small else "",
    ).rstrip()


def acts(view: View, found: Returns) -> None:
    """Draw the ledger of reasons, the newest first."""
    with titled.under(view, view.t("returns.reasons"), len(found.acts)):
        parts.table(
            view,
            found.acts,
            "reasons",
            _ledger(view),
            alt=view.t("returns.reasons.alt"),
            none=view.t("returns.reasons.none"),
        )
        parts.extract_line(view, "reasons")


def _ledger(view: View) -> list[Column]:
    def because(one: Act) -> str:
        return said(one.reason, view.lang)

    names = "unit act why line_short acted_on old_due_on new_due_on period"
    return columns(view, REASONS, names, own=[reasons.column(view, because)], widths={"period": 176})
