"""Other addresses of pages: Streamlit serves the default page at / only, and questions are guessed by their names."""

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard import registry

GUESSED: Final = {"reports": "work", "downloads": "files"}
"""Address -> the question that it means, beside the questions' own names."""
OTHERS: Final = {
    **{entry.id: entry.path for entry in registry.PAGES if entry.default},
    **{
        name: next(entry for entry in registry.PAGES if entry.question == question).path
        for name, question in [*((one, one) for one in registry.QUESTIONS), *GUESSED.items()]
        if name not in registry.IDS
    },
}
"""Address -> that of the page it means: of a question its first view."""


def elsewhere(request: Request) -> Response:
    """Redirects to the page that the address means, with the same query."""
    path, query = OTHERS[request.url.path.strip("/")], request.url.query
    return RedirectResponse(f"{path}?{query}" if query else path, 307)


ROUTES = [Route(f"/{name}", elsewhere, methods=["GET"]) for name in OTHERS]
