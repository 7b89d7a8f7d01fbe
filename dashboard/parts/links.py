"""Signed, short-lived links to extracts and papers: the page, not the address, decides what they fetch (ADR 0002), and
they work in the session of the person for whom the page was drawn (ADR 0047).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Final
from urllib.parse import quote

from itsdangerous import BadSignature, URLSafeTimedSerializer

from dashboard import access
from dashboard.addresses import url
from dashboard.settings import link_secret, settings
from dashboard.view import View, plain
from data_access.access.viewer import Viewer
from data_access.extracts.files import question_of
from data_access.i18n import LANGUAGES
from data_access.papers import catalogue as papers
from data_access.question import EVERYWHERE, Question, Scope

TEXT: Final = "txt"
"""The extension of extracts that are texts to be sent on."""
EXTENSIONS = ("csv", "xlsx", "manifest.json")
PAPER: Final = "paper:"
"""What precedes the name of a paper in an order. No extract is called so: its link opens no paper, and the reverse."""

SIGNED: Final = {"digest_method": sha256, "key_derivation": "hmac"}
CLOCK_STEP: Final = timedelta(minutes=5)
"""So far a clock may be set back, or differ from another server's, without making fresh links invalid."""


class LinkExpiredError(ValueError):
    """The link has expired."""


class LinkInvalidError(ValueError):
    """The link was not made by this server, or was changed."""


@dataclass(frozen=True)
class Order:
    """The content of a link: an extract of a question, or a paper (its name after PAPER)."""

    name: str
    question: Question
    lang: str
    plain: bool = False
    stamp: str = ""
    """Version of the data that the page showed."""
    viewer: str = ""
    """Id of the person for whom the page was drawn."""
    session: str = ""
    """The public number of that person's session."""
    of: str = ""
    """The subject of a paper: a unit, a group, a city, a published bulletin (data_access.papers.catalogue)."""


@cache
def serializer() -> URLSafeTimedSerializer:
    """The signer of tokens, of this process and of all that share its secret."""
    return URLSafeTimedSerializer(link_secret(settings()), salt="extract", signer_kwargs=SIGNED)


def sign(order: Order) -> str:
    """`order` as a token."""
    q = order.question
    return serializer().dumps(
        {
            "x": order.name,
            "q": url.to_query(q.filters, q.hazards),
            "t": url.write_as_of(q.as_of),
            "k": url.write_as_of(q.known_at) if q.known_at else "",
            "b": url.write_as_of(q.since) if q.since else "",
            "s": None if q.scope.cities is None else [q.scope.peers, *q.scope.cities],
            "z": q.zone,
            "l": order.lang,
            "p": int(order.plain),
            "d": order.stamp,
            "o": order.of,
            "v": [order.viewer, order.session],
        }
    )


def read(token: str, name: str) -> Order:
    """The order in `token`, which must be for `name`; LinkExpiredError, LinkInvalidError."""
    try:
        data, signed_at = serializer().loads(token, return_timestamp=True)
    except BadSignature as error:
        raise LinkInvalidError from error
    if not -CLOCK_STEP <= datetime.now(UTC) - signed_at <= timedelta(minutes=settings().link_minutes):
        raise LinkExpiredError
    filters, hazards, refused = url.from_query(data["q"])
    as_of = url.read_as_of(data["t"])
    known_at, since = (_instant(data.get(clock, "")) for clock in ("k", "b"))
    if data["x"] != name or data["l"] not in LANGUAGES or refused or not isinstance(as_of, datetime):
        raise LinkInvalidError
    scope = EVERYWHERE if data["s"] is None else Scope(tuple(data["s"][1:]), data["s"][0])
    question = Question(filters, as_of.astimezone(UTC), known_at, scope, data["z"], hazards, since)
    viewer, session = data["v"]
    return Order(name, question, data["l"], bool(data["p"]), data["d"], viewer, session, data.get("o", ""))


def _instant(text: str) -> datetime | None:
    """The instant in a token, None for none; LinkInvalidError for anything else."""
    found = url.read_as_of(text) if text else None
    if text and not isinstance(found, datetime):
        raise LinkInvalidError
    return found if isinstance(found, datetime) else None


def extract_url(view: View, name: str, ext: str = "csv", *, plain: bool = False) -> str:
    """The address of an extract of the question of `view`, "" where who looks may not take it; `ext` is one of
    EXTENSIONS, or txt where it has a text.
    """
    if ext not in (*EXTENSIONS, TEXT):
        raise ValueError(f"no extract ends in {ext!r}")
    return extract_urls(view, name, plain=plain)[ext]


def extract_urls(view: View, name: str, *, plain: bool = False) -> dict[str, str]:
    """The addresses of an extract by EXTENSIONS: one order, signed once. "" each where who looks may not take it."""
    viewer = access.current()
    if not takes_file(viewer, name):
        return dict.fromkeys((*EXTENSIONS, TEXT), "")
    version = view.stamp.version
    order = Order(name, question_of(name, view.question), view.lang, plain, version, viewer.id, viewer.session)
    token = sign(order)
    return {ext: f"/extract/{quote(name)}.{ext}?t={token}" for ext in (*EXTENSIONS, TEXT)}


def paper_url(view: View, name: str, of: str = "", lang: str = "", ext: str = "") -> str:
    """The address of a paper about `of` for the question of `view`, in the language `lang`, in its form `ext` ("": the
    usual one). "" where who looks may not take it.
    """
    viewer = access.current()
    if not takes_paper(viewer, name):
        return ""
    q = papers.question_of(name, view.question)
    version = view.stamp.version
    token = sign(Order(f"{PAPER}{name}", q, lang or view.lang, False, version, viewer.id, viewer.session, of))
    return f"/paper/{quote(name)}.{ext or papers.PAPERS[name].ext}?t={token}"


def downloads(view: View, name: str) -> str:
    """The links to the files of an extract, as markdown, "" where who looks may not take them; their manifest is on the
    page of all files.
    """
    urls = extract_urls(view, name)
    if not urls["csv"]:
        return ""
    csv, xlsx = view.t("extract.csv"), view.t("extract.xlsx")
    return f"[{plain(csv)}]({urls['csv']}) · [{plain(xlsx)}]({urls['xlsx']})"


def takes_file(viewer: Viewer, name: str) -> bool:
    """Whether this person may take an extract away: the right to see its rows, and the right to download."""
    return viewer.may_download and access.opens_file(viewer, name)


def takes_paper(viewer: Viewer, name: str) -> bool:
    """Whether this person may take a paper of this kind away."""
    return viewer.may_download and access.opens_paper(viewer, name)
