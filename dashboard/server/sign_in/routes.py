"""Our three routes of the ways in: to sign in, to come back from the provider, to sign out."""

from typing import Final, NamedTuple
from urllib.parse import urlencode

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard import signed_in
from dashboard.parts.links import SIGNED
from dashboard.server.index import spoken
from dashboard.server.sign_in import cookies, pages, proof, record, source, targets
from dashboard.server.sign_in.provider import AwayError, provider
from dashboard.server.sign_in.tokens import NotProvenError
from dashboard.settings import link_secret, settings
from dashboard.sign_in_settings import LOOPBACK
from dashboard.signed_in import Identity, NobodyCanTellError, NoRightError
from data_access.access.sessions import Way
from data_access.database.failures import DATABASE


class UnderWay(NamedTuple):
    """What a sign-in must come back with, and where it goes then; the browser keeps it, signed by us."""

    state: str
    nonce: str
    verifier: str
    wanted: str


def sign_in(request: Request) -> Response:
    """Begin to sign in; with a reason in the address, say it first."""
    wanted, why = targets.safe(request.query_params.get("next", "")), request.query_params.get("why", "")
    told = next((one for one in pages.WHATS if one == why), None)
    if settings().sign_in == "none":
        return PlainTextResponse("Not Found", 404)
    if told:
        return pages.page(request, told, wanted, _provider_sign_out(request, told))
    try:
        if signed_in.known(cookies.session(request.headers)):
            return RedirectResponse(wanted, 303)
    except NobodyCanTellError:
        return _refused(request, "away", wanted, "away")
    if settings().sign_in == "oidc":
        return _to_provider(request, wanted)
    try:
        who = proof.identity(request.headers, by_socket=source.is_socket(request.scope))
    except NotProvenError as error:
        return _refused(request, "unproven", wanted, error.why)
    return _begin(request, who, "proxy", wanted)


def callback(request: Request) -> Response:
    """Come back from the provider, with a code for the state that this browser took there."""
    if settings().sign_in != "oidc":
        return PlainTextResponse("Not Found", 404)
    under_way = _under_way(request)
    name = cookies.under_way(request.query_params.get("state", ""))
    if under_way is None:
        answer = _refused(request, "failed", "/", "state")
    elif "code" not in request.query_params:
        answer = _refused(request, "failed", under_way.wanted, "denied")
    else:
        answer = _from_provider(request, under_way)
    cookies.take(answer, name)
    return answer


def sign_out(request: Request) -> Response:
    """End the session of this browser, in all its tabs."""
    if settings().sign_in == "none":
        return PlainTextResponse("Not Found", 404)
    if request.headers.getlist("origin") != [_origin(request)]:
        return PlainTextResponse("refused", 403)
    try:
        if found := signed_in.end(cookies.session(request.headers), "signout"):
            record.signed_out(request.scope, found)
    except (NobodyCanTellError, *DATABASE):
        return _refused(request, "away", "/", "away")
    answer = RedirectResponse(f"{targets.sign_in('/', 'signed_out')}&lang={spoken(request)}", 303)
    cookies.take(answer)
    return answer


def _provider_sign_out(request: Request, told: pages.What) -> pages.Elsewhere | None:
    """Where the person may sign out of the provider too, or come back as somebody else."""
    if told not in ("signed_out", "unknown"):
        return None
    if settings().sign_in == "proxy":
        address = settings().proxy_sign_out
        return pages.Elsewhere(address, "door.provider_out") if address else None
    try:
        address = provider().places().sign_out
    except AwayError:
        return None
    query = {"client_id": settings().oidc_client, "post_logout_redirect_uri": f"{_origin(request)}/"}
    return pages.Elsewhere(f"{address}?{urlencode(query)}", "door.provider_out") if address else None


def _to_provider(request: Request, wanted: str) -> Response:
    try:
        begun = provider().begin(_redirect(request), anew="anew" in request.query_params)
    except AwayError as error:
        return _refused(request, "away", wanted, f"provider: {error}")
    answer = RedirectResponse(begun.address, 303)
    under_way = UnderWay(begun.state, begun.nonce, begun.verifier, wanted)
    cookies.keep(answer, begun.state, _signer().dumps(under_way))
    return answer


def _under_way(request: Request) -> UnderWay | None:
    """The sign-in that has come back, by the cookie of its state; None where this browser began none such."""
    states = request.query_params.getlist("state")
    if len(states) != 1:
        return None
    kept = cookies.one(request.headers, cookies.under_way(states[0]))
    try:
        found = UnderWay(*_signer().loads(kept, max_age=60 * cookies.MINUTES))
    except (BadSignature, TypeError):
        return None
    return found if found.state == states[0] else None


def _from_provider(request: Request, under_way: UnderWay) -> Response:
    code = request.query_params["code"]
    try:
        who = provider().identity(_redirect(request), code, under_way.nonce, under_way.verifier)
    except NotProvenError as error:
        return _refused(request, "failed", under_way.wanted, error.why)
    except AwayError as error:
        return _refused(request, "away", under_way.wanted, f"provider: {error}")
    return _begin(request, who, "oidc", under_way.wanted)


def _begin(request: Request, who: Identity, way: Way, wanted: str) -> Response:
    """A new session for the person, with a new cookie; the one that this browser had ends."""
    try:
        signed_in.end(cookies.session(request.headers), "signout")
        cookie, found = signed_in.begin(who, source.address(request.scope), way)
    except NoRightError:
        return _refused(request, "unknown", wanted, "unknown", who.id)
    except (NobodyCanTellError, *DATABASE):
        return _refused(request, "away", wanted, "away")
    record.signed_in(request.scope, found)
    answer = RedirectResponse(targets.safe(wanted), 303)
    answer.headers.append("set-cookie", cookies.given(cookie))
    return answer


def _refused(request: Request, what: pages.What, wanted: str, why: str, person: str = "") -> Response:
    """The page that says so, at an address that may be asked for again."""
    record.refused(request.scope, why, person)
    return RedirectResponse(f"{targets.sign_in(wanted, what)}&lang={spoken(request)}", 303)


def _origin(request: Request) -> str:
    """Scheme and host under which this browser knows us: all but this machine's own names are https."""
    host = request.headers["host"]
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return f"{'http' if name.lower() in LOOPBACK else 'https'}://{host}"


def _redirect(request: Request) -> str:
    return f"{_origin(request)}{targets.CALLBACK}"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(link_secret(settings()), salt="sign-in", signer_kwargs=SIGNED)


ROUTES: Final = [
    Route(targets.SIGN_IN, sign_in, methods=["GET"]),
    Route(targets.CALLBACK, callback, methods=["GET"]),
    Route(targets.SIGN_OUT, sign_out, methods=["POST"]),
]
