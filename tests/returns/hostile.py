"""Files that want to hurt, and files that are merely odd, made by hand."""

import io
import struct
import zipfile
from collections.abc import Iterable

TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
    'sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>'
)
BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="台账" sheetId="1" '
    'r:id="rId1"/></sheets></workbook>'
)
BOOK_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
    ' Target="worksheets/sheet1.xml"/>{more}</Relationships>'
)
SHEET = (
    '<?xml version="1.0"?>{doctype}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
)
ENTITIES = '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">{}]>'.format(
    "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
)


def cell(reference: str, text: str) -> str:
    """A cell with inline text."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str) -> str:
    """A row."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def header(number: int = 1) -> str:
    """The header row of a media ledger: no key, so that few cells make a valid table."""
    return row(
        number, *(cell(f"{at}{number}", text) for at, text in zip("ABC", ("媒体名称", "标题", "形式"), strict=True))
    )


def package(
    rows: str = "",
    *,
    doctype: str = "",
    before: str = "",
    after: str = "",
    more_rels: str = "",
    parts: Iterable[tuple[str, bytes | str]] = (),
    method: int = zipfile.ZIP_DEFLATED,
    without: Iterable[str] = (),
    replace: dict[str, bytes | str] | None = None,
) -> bytes:
    """A workbook of one sheet with exactly this XML in it."""
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": BOOK_RELS.format(more=more_rels),
        "xl/worksheets/sheet1.xml": SHEET.format(doctype=doctype, before=before, rows=rows, after=after),
        **(replace or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in [*members.items(), *parts]:
            if name not in set(without):
                archive.writestr(name, content)
    return file.getvalue()


def lying_size(data: bytes) -> bytes:
    """The same archive, whose directory says that each part unpacks to ten bytes."""
    changed, at = bytearray(data), 0
    while (at := changed.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<I", changed, at + 24, 10)
        at += 4
    return bytes(changed)


def encrypted_flag(data: bytes) -> bytes:
    """The same archive with the flag of encryption on every part."""
    changed = bytearray(data)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = 0
        while (at := changed.find(magic, at)) >= 0:
            changed[at + offset] |= 1
            at += 4
    return bytes(changed)


def external(kind: str) -> str:
    """A relationship that points out of the workbook."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="rId9" Type="{base}/{kind}" Target="http://evil.example/" TargetMode="External"/>'
