"""What the page says of a file is what the file holds."""

import csv
import io
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.files import BOM, stream_csv
from data_access.extracts.names import file_name
from data_access.extracts.preview import ROWS, load_preview
from data_access.question import Filters, Question

pytestmark = pytest.mark.slow

Q = Question(Filters(campaign="HLJ-2020-43"), datetime(2020, 7, 3, 16, tzinfo=UTC))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_preview_is_that_of_the_file(campaign_db: Engine, lang: str) -> None:
    with snapshot(campaign_db) as conn:
        for name in EXTRACTS:
            file = b"".join(stream_csv(conn, name, Q, lang))
            headings, *rows = csv.reader(io.StringIO(file.decode().removeprefix(BOM), newline=""))
            preview = load_preview(conn, Q, name, lang)
            assert list(preview.headings) == headings
            assert [list(row) for row in preview.first] == rows[:ROWS]
            assert preview.rows == len(rows)
            assert preview.file == file_name(conn, name, Q, lang, "csv")


def test_an_unknown_name_is_a_key_error(campaign_db: Engine) -> None:
    with snapshot(campaign_db) as conn, pytest.raises(KeyError):
        load_preview(conn, Q, "nothing", "zh")
