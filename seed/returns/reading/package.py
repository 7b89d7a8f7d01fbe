"""Is this .xlsx safe to open: every part is unpacked once and counted, and nothing but plain sheets is let in."""

import io
import re
import zipfile
from typing import Final

from seed.returns.reading import limits

OLE_MAGIC: Final = bytes.fromhex("D0CF11E0A1B11AE1")
ZIP_MAGIC: Final = b"PK\x03\x04"
CHUNK: Final = 1 << 16
ACTIVE: Final = re.compile(r"vbaproject|/macrosheets/|/activex/|/embeddings/|/ctrlprops/|customui", re.IGNORECASE)
LINKED: Final = re.compile(r"/externallinks/|/connections\.xml|/querytables/|/richdata/rdrichvalueweb", re.IGNORECASE)
EXTERNAL: Final = re.compile(rb"<[^<>]*TargetMode\s*=\s*[\"']External[\"'][^<>]*>")
DECLARATION: Final = ("<!DOCTYPE", "<!ENTITY")
FORBIDDEN: Final = tuple(word.encode(code) for word in DECLARATION for code in ("utf-8", "utf-16-le", "utf-16-be"))
XML_STARTS: Final = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<")


class RefusedError(Exception):
    """The file as a whole is refused; `code` and `details` are a fault's."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def check_package(data: bytes) -> None:
    """Raise RefusedError unless `data` is a zip of plain parts within the limits, counted as really unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError) as fault:
        raise RefusedError("unreadable_file", detail=type(fault).__name__) from fault


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > limits.PARTS or len({part.filename for part in parts}) != len(parts):
        raise RefusedError("unreadable_file", detail="parts")
    left = limits.UNPACKED_MB * limits.MEGABYTE
    for part in parts:
        name = "/" + part.filename.replace("\\", "/")
        if part.flag_bits & 1:
            raise RefusedError("encrypted")
        if ACTIVE.search(name):
            raise RefusedError("macros")
        if LINKED.search(name):
            raise RefusedError("external_link")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RefusedError("unreadable_file", detail="compression")
        left = _check_part(archive, part, left)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Unpack `part` piece by piece; the bytes that may still be unpacked after it."""
    xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    relations, before, row = b"", b"", 0
    with archive.open(part) as stream:
        while piece := stream.read(CHUNK):
            left -= len(piece)
            if left < 0:
                raise RefusedError("unpacked_too_big", limit=str(limits.UNPACKED_MB))
            if not xml:
                continue
            if not before and not piece.lstrip(b" \t\r\n").startswith(XML_STARTS):
                raise RefusedError("unreadable_file", detail="xml")
            window = before + piece
            if any(word in window for word in FORBIDDEN):
                raise RefusedError("doctype")
            before = window[-64:]
            row = 0 if b"row" in piece else row + len(piece)
            if row > limits.ROW_MB * limits.MEGABYTE and "/worksheets/" in part.filename:
                raise RefusedError("too_many_columns", limit=str(limits.COLUMNS))
            if part.filename.endswith(".rels") and len(relations) < limits.MEGABYTE:
                relations += piece
            if part.filename == "[Content_Types].xml" and b"macroEnabled" in window:
                raise RefusedError("macros")
    for relation in EXTERNAL.findall(relations):
        if b"/hyperlink" not in relation:
            raise RefusedError("external_link")
    return left
