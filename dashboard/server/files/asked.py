"""A file that is asked for: what, in which form, by whom, from where; and whether he may have it now."""

from dataclasses import replace
from typing import NamedTuple

from starlette.requests import Request

from dashboard import access, traces
from dashboard.parts import links
from dashboard.server.files.refusals import RefusedError
from dashboard.server.sign_in import source
from data_access.access.viewer import Viewer


class Asked(NamedTuple):
    """What a signed link orders, and who uses it."""

    order: links.Order
    ext: str
    viewer: Viewer
    address: str

    def number(self, version: str) -> str:
        """The number of this export of the data of `version`: of a file and of its manifest alike."""
        return traces.number_of(self.viewer, f"{replace(self.order, session='', stamp='')} {version}")


def asked(request: Request, name: str, ext: str, *, known: bool) -> Asked:
    """What the request asks for; RefusedError where there is no such file, or not for whoever asks."""
    lang = "zh" if request.headers.get("accept-language", "zh").lower().startswith("zh") else "en"
    if not known:
        raise RefusedError(404, "extract.unknown", lang)
    try:
        order = links.read(request.query_params.get("t", ""), name)
    except links.LinkExpiredError as error:
        raise RefusedError(410, "extract.expired", lang) from error
    except links.LinkInvalidError as error:
        raise RefusedError(403, "extract.invalid", lang) from error
    viewer = access.current()
    if refusal := _refusal(order, viewer):
        raise RefusedError(403, refusal, order.lang)
    return Asked(order, ext, viewer, source.address(request.scope))


def _refusal(order: links.Order, viewer: Viewer) -> str:
    """Why this person may not fetch this file now, as a key of the words; "" if he may. A link is no key: it works in
    the session that its page was drawn in, as long as that lives, with the rights of this moment.
    """
    if (order.viewer, order.session) != (viewer.id, viewer.session):
        return "extract.of_another"
    if order.name.startswith(links.PAPER):
        takes = links.takes_paper(viewer, order.name.removeprefix(links.PAPER))
    else:
        takes = links.takes_file(viewer, order.name)
    if not takes:
        return "extract.no_right"
    return "" if order.question.scope == access.scope(viewer) else "extract.other_scope"
