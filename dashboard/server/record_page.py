"""/audit: the auditor reads the record of a day here, and lets it be verified (ADR 0045). It shows no campaign data.

That it was read is recorded too. Whoever is not auditor is told so, and gets no line.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from htpy import Node, a, button, code, form, input as field, label, option, p, select, table, tbody, td, th, thead, tr
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard import access, errors
from dashboard.registry import RECORD
from dashboard.server.index import spoken
from dashboard.server.plain_page import plain_page
from data_access.access.audit.chain import Chain
from data_access.access.audit.line import EVENTS, Line
from data_access.access.audit.record import audit, open_chain
from data_access.access.audit.settings import AuditError
from data_access.access.audit.verify import lines_of, verify
from data_access.access.viewer import Viewer
from data_access.i18n import t

ZONE: Final = ZoneInfo("Asia/Shanghai")
MOST: Final = 200
"""Lines that are shown; `python -m data_access audit export` has them all."""
FAULTS: Final = 50


class Asked(NamedTuple):
    """Which lines are to be shown."""

    day: date
    event: str
    person: str
    failed: bool


async def show(request: Request) -> Response:
    """The page, for the auditor."""
    lang, viewer = spoken(request), access.current()
    if "auditor" not in viewer.roles:
        return plain_page(request, t(lang, "record.title"), p[t(lang, "record.closed")], status=403)
    chain = open_chain()
    if chain is None:
        return plain_page(request, t(lang, "record.title"), p(".bad")[t(lang, "record.off")], status=503)
    return plain_page(request, t(lang, "record.title"), *await run_in_threadpool(_parts, request, lang, viewer, chain))


def _parts(request: Request, lang: str, viewer: Viewer, chain: Chain) -> list[Node]:
    asked = _asked(request)
    wants = "verify" in request.query_params
    told = [_recorded(lang, viewer, request, asked, wants), _verdict(lang, chain) if wants else None]
    found = list(_chosen(chain, asked))
    shown = t(lang, "record.shown", shown=min(len(found), MOST), all=len(found))
    return [*told, _form(lang, asked), p[shown], _table(lang, found[-MOST:][::-1]) if found else None]


def _asked(request: Request) -> Asked:
    query = request.query_params
    try:
        day = date.fromisoformat(query.get("day", ""))
    except ValueError:
        day = datetime.now(ZONE).date()
    return Asked(day, query.get("event", ""), query.get("person", "").strip(), "failed" in query)


def _recorded(lang: str, viewer: Viewer, request: Request, asked: Asked, verified: bool) -> Node:
    """Record that the record was read; where that fails the page goes on and says so."""
    address = request.client.host if request.client else ""
    filters = {"day": str(asked.day), "event": asked.event, "person": asked.person}
    try:
        audit(
            "page", viewer, True, address=address, page="audit", filters=filters, failed=asked.failed, verify=verified
        )
    except AuditError as error:
        errors.report(error)
        return p(".bad")[t(lang, "record.unrecorded")]
    return None


def _chosen(chain: Chain, asked: Asked) -> Iterator[Line]:
    """The lines asked for, in their order. A day of China lies in two files, whose days are UTC."""
    for place in lines_of(chain, asked.day):
        line = place.line
        if line is None or line.at.astimezone(ZONE).date() != asked.day or (asked.failed and line.ok):
            continue
        if asked.event in ("", line.event) and asked.person in ("", line.who.get("id"), line.who.get("name")):
            yield line


def _verdict(lang: str, chain: Chain) -> Node:
    verdict = verify(chain)
    if not verdict.faults:
        return p(".good")[t(lang, "record.whole", lines=verdict.lines, last=verdict.last)]
    return [
        p(".bad")[t(lang, "record.faults", count=len(verdict.faults), lines=verdict.lines)],
        (p[fault.sentence(lang)] for fault in verdict.faults[:FAULTS]),
    ]


def _form(lang: str, asked: Asked) -> Node:
    events = [("", t(lang, "record.all")), *((name, t(lang, f"record.event.{name}")) for name in EVENTS)]
    return [
        form(method="get", action=RECORD)[
            field(type="hidden", name="lang", value=lang),
            label[t(lang, "record.day"), field(type="date", name="day", value=str(asked.day))],
            label[
                t(lang, "record.event"),
                select(name="event")[(option(value=name, selected=name == asked.event)[word] for name, word in events)],
            ],
            label[t(lang, "record.person"), field(type="text", name="person", value=asked.person)],
            label(".beside")[
                field(type="checkbox", name="failed", checked=asked.failed), t(lang, "record.failed_only")
            ],
            button[t(lang, "record.show")],
        ],
        p[a(href=f"{RECORD}?lang={lang}&day={asked.day}&verify=1")[t(lang, "record.verify")]],
    ]


def _table(lang: str, lines: list[Line]) -> Node:
    heads = ("n", "time", "event", "ok", "who", "address", "facts")
    return table[
        thead[tr[(th(scope="col")[t(lang, f"record.column.{name}")] for name in heads)]],
        tbody[(tr(class_={"failed": not line.ok})[(td[cell] for cell in _cells(lang, line))] for line in lines)],
    ]


def _cells(lang: str, line: Line) -> list[Node]:
    who = [str(line.who.get(key, "")) for key in ("name", "unit", "id")]
    known = line.event in EVENTS
    return [
        str(line.n),
        f"{line.at.astimezone(ZONE):%H:%M:%S}",
        t(lang, f"record.event.{line.event}") if known else line.event,
        t(lang, "record.ok" if line.ok else "record.failed"),
        " · ".join(part for part in who if part),
        line.address,
        (code[f"{name}: {_value(value)}"] for name, value in line.facts.items() if value not in (None, "", [], {})),
    ]


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


ROUTES: Final = [Route(RECORD, show, methods=["GET"])]
