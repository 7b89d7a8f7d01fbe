"""What the reader of this page load may see: every question of a page takes it from here."""

from data_access.question import EVERYWHERE, Scope


def scope() -> Scope:
    """The cities that this reader may see: all of them, as long as there is no sign-in (ADR 0011)."""
    return EVERYWHERE
