"""Who is signed in, and the way out."""

from htpy import Element, button, form, span

from data_access.access.viewer import Viewer
from data_access.i18n import t

SIGN_OUT = "/auth/sign-out"


def person(lang: str, viewer: Viewer) -> Element | None:
    """The person's name with a button that signs out in all tabs; None where nobody signs in."""
    if not viewer.session:
        return None
    return form(".person", method="post", action=f"{SIGN_OUT}?lang={lang}")[
        span(".name", title=t(lang, "door.who", name=f"{viewer.name} {viewer.unit}"))[viewer.name or viewer.id],
        button(type="submit")[t(lang, "door.sign_out")],
    ]
