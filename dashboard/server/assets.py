"""Streamlit's scripts and styles as `pack` has compressed them; a browser keeps them for a year by their hash."""

import re
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.server.pack import PACKERS

PREFIX: Final = "/static/"
FOREVER: Final = "public, max-age=31536000, immutable"
HASHED: Final = re.compile(r"\.[\w-]{8}\.\w+$")
"""How the names end of files that never change; others Streamlit answers for."""


def accepted(header: str) -> frozenset[str]:
    """The content codings that an Accept-Encoding header names and does not refuse (q=0)."""
    found = set()
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        if not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight):
            found.add(name.strip())
    return frozenset(found)


class Assets:
    """Answers for the files of `plain` that are in `packed` too, in the smallest coding that the browser takes.

    They are looked up once, so that no path that is asked for reaches the disk.
    """

    def __init__(self, app: ASGIApp, plain: Path, packed: Path) -> None:
        self._app = app
        self._files: dict[str, dict[str, Path]] = {}
        for path in sorted(plain.rglob("*")):
            place = path.relative_to(plain)
            coded = {coding: packed / place.with_name(path.name + end) for coding, (end, _) in PACKERS.items()}
            there = {coding: file for coding, file in coded.items() if file.is_file()}
            if there and HASHED.search(path.name):
                self._files[PREFIX + place.as_posix()] = {**there, "": path}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        files = self._files.get(scope["path"]) if scope["type"] == "http" else None
        if files is None or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
        else:
            await _answer(files, Headers(scope=scope))(scope, receive, send)


def _answer(files: dict[str, Path], asked: Headers) -> Response:
    """The file, or that the browser's own is right. A proxy sees that it is compressed already, and for whom."""
    takes = accepted(asked.get("accept-encoding", ""))
    coding = next(one for one in files if one in takes or not one)
    file = files[coding]
    headers = {"ETag": f'"{file.name}"', "Vary": "Accept-Encoding", "Cache-Control": FOREVER}
    if headers["ETag"] in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if coding:
        headers["Content-Encoding"] = coding
    return FileResponse(file, headers=headers)
