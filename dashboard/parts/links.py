"""Signed, short-lived links to extracts and papers: the page fixes what may be fetched, not the address (ADR 0002)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Final
from urllib.parse import quote

from itsdangerous import BadSignature, URLSafeTimedSerializer

from dashboard.filters import url
from dashboard.settings import link_secret, settings
from dashboard.view import View, plain
from data_access.extracts.files import question_of
from data_access.i18n import LANGUAGES
from data_access.papers import catalogue as papers
from data_access.question import Question, Scope

TEXT: Final = "txt"
"""Of those extracts that are made to be sent on as they are."""
EXTENSIONS = ("csv", "xlsx", "manifest.json")
PAPER: Final = "paper:"
"""Before the name of a paper in an order: no extract has one, so a link to one is no key to the other."""

SIGNED: Final = {"digest_method": sha256, "key_derivation": "hmac"}
CLOCK_STEP: Final = timedelta(minutes=5)
"""So far may a clock be set back, or differ from that of another server, without making fresh links useless."""


class LinkExpiredError(ValueError):
    """The link was good; its time is over."""


class LinkInvalidError(ValueError):
    """The link was not made by this server, or was changed."""


@dataclass(frozen=True)
class Order:
    """What a link orders: one named extract of one question, or one paper (its name after PAPER)."""

    name: str
    question: Question
    lang: str
    plain: bool = False
    stamp: str = ""
    """Version of the data that the page showed."""
    of: str = ""
    """What a paper is of: a unit, a group, a city, a published bulletin (data_access.papers.catalogue)."""


@cache
def serializer() -> URLSafeTimedSerializer:
    """Signs and reads the tokens of this process and of all that share its secret."""
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
            "s": None if q.scope.cities is None else list(q.scope.cities),
            "z": q.zone,
            "l": order.lang,
            "p": int(order.plain),
            "d": order.stamp,
            "o": order.of,
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
    scope = Scope(None if data["s"] is None else tuple(data["s"]))
    question = Question(filters, as_of.astimezone(UTC), known_at, scope, data["z"], hazards, since)
    return Order(name, question, data["l"], bool(data["p"]), data["d"], data.get("o", ""))


def _instant(text: str) -> datetime | None:
    """The instant in a token, None for none; LinkInvalidError for anything else."""
    found = url.read_as_of(text) if text else None
    if text and not isinstance(found, datetime):
        raise LinkInvalidError
    return found if isinstance(found, datetime) else None


def extract_url(view: View, name: str, ext: str = "csv", *, plain: bool = False) -> str:
    """The address of an extract with exactly what `view` asks: `ext` is one of EXTENSIONS, txt where it has a text."""
    if ext not in (*EXTENSIONS, TEXT):
        raise ValueError(f"no extract ends in {ext!r}")
    return extract_urls(view, name, plain=plain)[ext]


def extract_urls(view: View, name: str, *, plain: bool = False) -> dict[str, str]:
    """The addresses of an extract by EXTENSIONS: one order, signed once."""
    token = sign(Order(name, question_of(name, view.question), view.lang, plain, view.stamp.version))
    return {ext: f"/extract/{quote(name)}.{ext}?t={token}" for ext in (*EXTENSIONS, TEXT)}


def paper_url(view: View, name: str, of: str = "", lang: str = "") -> str:
    """The address of a paper of `of` with what `view` asks, in a language of its own."""
    q = papers.question_of(name, view.question)
    token = sign(Order(f"{PAPER}{name}", q, lang or view.lang, stamp=view.stamp.version, of=of))
    return f"/paper/{quote(name)}.{papers.PAPERS[name].ext}?t={token}"


def downloads(view: View, name: str) -> str:
    """The ways to fetch an extract, as links of markdown."""
    urls = extract_urls(view, name)
    words = ("extract.csv", "extract.xlsx", "extract.manifest")
    return " · ".join(f"[{plain(view.t(key))}]({urls[ext]})" for key, ext in zip(words, EXTENSIONS, strict=True))
