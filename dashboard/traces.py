"""Who took a page or a file: a mark across the screen and on paper, and the number under which the audit knows a file.

Nobody is named where there is no sign-in: whoever sits at the machine is not known (ADR 0011).
"""

from datetime import datetime
from hashlib import sha256
from typing import Final

import streamlit as st

from dashboard import errors
from data_access.access.audit.record import audit
from data_access.access.audit.settings import AuditError
from data_access.access.viewer import LOCAL, Viewer
from data_access.drawing.mark import sheet_across
from data_access.i18n import t
from data_access.wording import iso, printable

RECORDED: Final = "trace.page"
"""In the session: the page and the filters that were recorded last."""
DIGITS: Final = 12
"""Of an export's number, hexadecimal: two of a million files have the same one with a chance of 2 in 1,000."""


def mark(viewer: Viewer, now: datetime, zone: str, lang: str, number: str = "") -> str:
    """Who takes a page or a file and when (in `zone`), with the number of an export; "" where nobody is signed in."""
    if viewer == LOCAL:
        return ""
    name = viewer.name or viewer.id
    who = t(lang, "trace.who", name=name, unit=viewer.unit) if viewer.unit else name
    said = (who, iso(now, zone), number and t(lang, "trace.number", number=number))
    return " ".join(printable(part) for part in said if part)


def number_of(viewer: Viewer, order: str) -> str:
    """The number of an export: the same for the same file (`order`: all that decides about it) and the same person, so
    that a file and its manifest have one; "" where nobody is signed in.
    """
    if viewer == LOCAL:
        return ""
    return sha256(f"{viewer.id}\0{order}".encode()).hexdigest()[:DIGITS].upper()


def draw(viewer: Viewer, now: datetime, zone: str, lang: str) -> None:
    """Write the mark across the page, below nothing and in the way of no click; nothing where nobody is signed in."""
    if text := mark(viewer, now, zone, lang):
        st.html(f"<style>{sheet_across(text)}</style>")


def record_page(viewer: Viewer, page: str, asked: str) -> bool:
    """Record that a page is looked at with these filters, once as long as neither changes; whether that was possible.
    Pages go on where it is not (ADR 0045).
    """
    looked = f"{page}?{asked}"
    if st.session_state.get(RECORDED) == looked:
        return True
    try:
        audit("page", viewer, success=True, address=str(st.context.ip_address or ""), page=page, filters=asked)
    except AuditError as error:
        errors.report(error)
        return False
    st.session_state[RECORDED] = looked
    return True
