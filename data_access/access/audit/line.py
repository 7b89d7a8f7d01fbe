"""A line of the audit: JSON that ends with its seal, an HMAC over all that stands before it, the seal before too."""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Literal, NamedTuple, TypeAlias, get_args

from data_access.access.audit.settings import Key
from data_access.access.viewer import Viewer

Event: TypeAlias = Literal[
    "signin",
    "signout",
    "grant",
    "revoke",
    "disable",
    "enable",
    "session",
    "page",
    "file",
    "import",
    "publish",
    "remove",
    "demo",
    "backup",
    "restore",
    "forget",
    "settings",
    "start",
    "stop",
    "export",
    "prune",
    "anchor",
]
"""What happened; whether it came to be is apart (`ok`). A refused sign-in is a `signin`; session: one that was ended by
an administrator; file: extracts and papers; remove: what empties data; forget: persons' data deleted at the end of
their time; export: the audit itself was read out; anchor: its anchor was lost and made anew.
"""
EVENTS: Final[tuple[Event, ...]] = get_args(Event)
Fact: TypeAlias = str | int | bool | Sequence[str] | Mapping[str, "Fact"] | None
LONGEST: Final = 2000
"""Characters of one text of a fact; what is longer is cut and says its length."""
_MAC: Final = b',"mac":"'


class Line(NamedTuple):
    """A line as it was read."""

    n: int
    at: datetime
    event: str
    ok: bool
    who: Mapping[str, Any]
    address: str
    facts: Mapping[str, Any]
    prev: str
    """The seal of the line before; "" for the very first."""
    by: str
    """Digest and name of the key: sha256:1a2b3c4d."""
    mac: str
    raw: bytes
    """The line without its line break."""


class UnreadableError(ValueError):
    """No line of an audit."""


def written(
    event: Event, viewer: Viewer | None, success: bool, address: str, facts: Mapping[str, Fact], at: datetime, host: str
) -> dict[str, object]:
    """What a line says, before it has its place in the chain."""
    return {
        "at": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "host": host,
        "event": event,
        "ok": success,
        "who": _who(viewer),
        "address": _short(address),
        "facts": {name: _short(value) for name, value in facts.items()},
    }


def sealed(n: int, prev: str, said: Mapping[str, object], key: Key, digest: str) -> bytes:
    """The line in its place: after line n - 1, whose seal is `prev`; without a line break."""
    whole = {"n": n, **said, "prev": prev, "by": f"{digest}:{key.name}"}
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    body = text.encode("utf-8", "backslashreplace")[:-1]  # half a character becomes its escape, which is JSON too
    return body + _MAC + _seal(body, key, digest) + b'"}'


def read(raw: bytes) -> Line:
    """A line as it stands there, whether its seal is right or not; UnreadableError for anything else."""
    try:
        found = json.loads(raw)
        at = datetime.fromisoformat(found["at"])
        line = Line(
            found["n"], at, found["event"], found["ok"], found["who"], found["address"], found["facts"],
            found["prev"], found["by"], found["mac"], raw,
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableError from error
    texts = (line.event, line.address, line.prev, line.by, line.mac)
    if type(line.n) is not int or not all(isinstance(one, str) for one in texts) or at.tzinfo is None:
        raise UnreadableError
    if not isinstance(line.who, dict) or not isinstance(line.facts, dict):
        raise UnreadableError
    return line


def is_genuine(line: Line, keys: Sequence[Key]) -> bool:
    """Whether the seal is that of one of the keys over just these bytes."""
    digest, _, name = line.by.partition(":")
    body, _, seal = line.raw.rpartition(_MAC)
    if digest not in ("sha256", "sm3"):
        return False
    return any(key.name == name and hmac.compare_digest(seal, _seal(body, key, digest) + b'"}') for key in keys)


def _seal(body: bytes, key: Key, digest: str) -> bytes:
    return hmac.new(key.secret, body, digest).hexdigest().encode()


def _who(viewer: Viewer | None) -> dict[str, object]:
    """The person as of that moment, with the scope that applied; empty where nobody is known."""
    if viewer is None:
        return {}
    who: dict[str, object] = {"id": _short(viewer.id), "name": _short(viewer.name), "unit": _short(viewer.unit)}
    who["roles"] = sorted(viewer.roles)
    if viewer.cities is not None:
        who["cities"] = list(viewer.cities)
    return who | ({"session": viewer.session} if viewer.session else {})


def _short(value: Fact) -> Fact:
    if isinstance(value, str):
        return value if len(value) <= LONGEST else f"{value[:LONGEST]}… ({len(value)})"
    if isinstance(value, Mapping):
        return {str(name): _short(one) for name, one in value.items()}
    return [_short(one) for one in value] if isinstance(value, Sequence) else value  # type: ignore[misc]
