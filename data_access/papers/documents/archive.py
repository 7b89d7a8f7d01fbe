"""A Word file without the time at which it was packed: equal figures make equal bytes."""

import io
import zipfile
from typing import Final

MADE: Final = (1980, 1, 1, 0, 0, 0)
"""The date of each part in the file: the earliest that the format knows."""


def timeless(body: bytes) -> bytes:
    """The same file without the time at which it was packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return packed.getvalue()
