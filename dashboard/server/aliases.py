"""Other addresses of pages: Streamlit serves the default page at / only."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.registry import PAGES


def home(request: Request) -> Response:
    """Redirects /overview to /, with the same query."""
    query = request.url.query
    return RedirectResponse(f"/?{query}" if query else "/", 307)


ROUTES = [Route(f"/{entry.id}", home, methods=["GET"]) for entry in PAGES if entry.default]
