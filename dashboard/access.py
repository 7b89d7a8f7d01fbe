"""Who looks at this page load, and what that person may see: every page, every row and every file asks here."""

from data_access.access.viewer import LOCAL, Viewer
from data_access.question import Scope


def current() -> Viewer:
    """The person who looks: whoever sits at this machine, as long as there is no sign-in (ADR 0011)."""
    return LOCAL


def scope() -> Scope:
    """The cities that this person may see."""
    return current().scope
