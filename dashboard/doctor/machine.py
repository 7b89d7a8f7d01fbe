"""Checks of settings and of this machine: none of them asks the database."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy.exc import ArgumentError

from dashboard.doctor.finding import Finding, warning, wrong
from dashboard.server import pack, refusals
from dashboard.settings import settings
from dashboard.settings_document import variables
from dashboard.sign_in_settings import LOOPBACK
from data_access.access.audit.record import is_recorded
from data_access.access.audit.settings import AuditError, audit_settings
from data_access.access.place import AccessError, access_url
from data_access.database.engine import database_url, parsed
from data_access.manifests import keys

OURS: Final = ("DASHBOARD_", "AUDIT_")
LEAST_FREE: Final = 2 * 2**30
"""Bytes of a disk below which a backup or a busy day may fill it."""
OLDEST: Final = datetime(2026, 11, 1, tzinfo=UTC)
"""Before this program was written: no clock may say so."""
OTHERS: Final = stat.S_IRWXO
GROUP: Final = stat.S_IRWXG


def names() -> Iterator[Finding]:
    """Variables that look like settings and are none: a letter mistyped would change nothing, in silence."""
    known = set(variables())
    for name in sorted(os.environ):
        if name.startswith(OURS) and name not in known:
            yield warning("unknown", name=name)


def values() -> Iterator[Finding]:
    """Settings that the server does not start with."""
    try:
        settings()
        audit_settings()
        parsed(database_url())
    except SystemExit as refusal:
        yield wrong("settings", why=refusal.code)
    except (AuditError, ArgumentError, ValueError) as refusal:
        yield wrong("settings", why=refusal)


def door() -> Iterator[Finding]:
    """Address and way in, and names under which nobody but this machine could ask."""
    try:
        refusals.check()
    except (refusals.RefusedToStartError, AccessError, RuntimeError) as refusal:
        yield wrong("door", why=refusal)
    if settings().sign_in != "none" and not set(settings().allowed_hosts) - set(LOOPBACK):
        yield wrong("hosts", hosts=", ".join(settings().allowed_hosts))


def folder() -> Iterator[Finding]:
    """The folder that the server writes to, and the keys in it."""
    place = settings().var
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        yield wrong("var", path=place)
        return
    if place.stat().st_mode & stat.S_IWOTH:
        yield wrong("var_open", path=place)
    for name in ("link-secret", keys.PRIVATE):
        yield from _closed(place / name, OTHERS | GROUP, "600")


def databases() -> Iterator[Finding]:
    """Modes of SQLite files: names of enterprises in the public one, persons in the others."""
    target = parsed(database_url())
    if target.get_backend_name() != "sqlite":
        return
    public = Path(str(target.database))
    for path in sorted(public.parent.glob(f"{public.stem}*{public.suffix}*")):
        private = path.name.startswith(f"{public.stem}-private")
        yield from _closed(path, OTHERS | GROUP if private else OTHERS, "600" if private else "640")
    access = parsed(access_url()) if "ACCESS_URL" not in os.environ else None
    if access is not None:
        yield from _closed(Path(str(access.database)), OTHERS | GROUP, "600")


def disks() -> Iterator[Finding]:
    """Room where the server and the database write."""
    target = parsed(database_url())
    places = {settings().var}
    if target.get_backend_name() == "sqlite":
        places.add(Path(str(target.database)).parent)
    if (record := audit_settings().folder) is not None:
        places.add(record)
    for place in sorted(places):
        if place.is_dir() and (free := shutil.disk_usage(place).free) < LEAST_FREE:
            yield wrong("disk", path=place, free=f"{free / 2**30:.1f}", least=f"{LEAST_FREE / 2**30:.0f}")


def clock() -> Iterator[Finding]:
    """A clock that stands before the program itself."""
    if (now := datetime.now(UTC)) < OLDEST:
        yield wrong("clock", now=f"{now:%Y-%m-%d %H:%M}Z")


def record() -> Iterator[Finding]:
    """Whether acts can be recorded."""
    try:
        if not is_recorded():
            yield warning("no_audit")
            return
    except (AuditError, OSError) as refusal:
        yield wrong("audit", why=refusal)
        return
    of = audit_settings()
    for place in (of.folder, of.anchor):
        if place is not None and place.exists() and not os.access(place, os.W_OK | os.X_OK):
            yield wrong("audit", why=place)


def assets() -> Iterator[Finding]:
    """Scripts and styles compressed for this version of Streamlit."""
    if not pack.is_complete():
        yield warning("pack", path=pack.folder())


def maps() -> Iterator[Finding]:
    """Boundaries that are shown without the number of their review."""
    if settings().map_boundaries and not any(sign.isdigit() for sign in settings().map_credit):
        yield warning("review")


def privacy() -> Iterator[Finding]:
    """What the office has not decided about persons' data."""
    for name, key in (("DASHBOARD_BACKUP_KEY", "plain_backups"), ("DASHBOARD_KEEP_PRIVATE_DAYS", "kept_for_ever")):
        if not os.environ.get(name, "").strip():
            yield warning(key)


def _closed(path: Path, to: int, mode: str) -> Iterator[Finding]:
    if path.exists() and path.stat().st_mode & to:
        yield wrong("mode", path=path, now=f"{stat.S_IMODE(path.stat().st_mode):o}", mode=mode)
