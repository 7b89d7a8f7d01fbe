"""What a file will hold, before it is fetched: its first rows as the file has them, and its manifest as a frame."""

import csv
import io
from itertools import islice
from typing import Final

import pandas as pd
from sqlalchemy import Connection

from data_access.extracts import BOM, manifest, stream_csv
from data_access.filters import Question
from data_access.frames import COUNT, TEXT, Contract, to_frame

ROWS: Final = 20
SIZE: Final[Contract] = {"file": TEXT, "rows": COUNT, "bytes": COUNT, "sha256": TEXT, "definition_version": TEXT}


def load_preview(conn: Connection, q: Question, name: str, lang: str) -> pd.DataFrame:
    """The first 20 rows of the CSV for people, cell for cell, all text, under the file's own headings.

    KeyError for an unknown name.
    """
    first = next(stream_csv(conn, name, q, lang)).decode().removeprefix(BOM)
    heading, *rows = islice(csv.reader(io.StringIO(first, newline="")), ROWS + 1)
    return pd.DataFrame(rows, columns=heading, dtype="str")


def load_size(conn: Connection, q: Question, name: str, lang: str) -> pd.DataFrame:
    """One row from the manifest of that CSV: file, rows, bytes, sha256, definition_version. KeyError as above."""
    said = manifest(conn, name, q, lang)
    return to_frame([(said["file"], said["rows"], said["bytes"], said["sha256"], said["definition_version"])], SIZE)
