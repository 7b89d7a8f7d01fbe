"""What the page says of a file is what the file holds."""

import csv
import io
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from sqlalchemy import Engine

from data_access.engine import snapshot
from data_access.extract_preview import ROWS, load_preview, load_size
from data_access.extracts import BOM, EXTRACTS, stream_csv
from data_access.filters import Filters, Question

pytestmark = pytest.mark.slow

Q = Question(Filters(campaign="HLJ-2020-43"), datetime(2020, 7, 3, 16, tzinfo=UTC))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_preview_and_size_are_those_of_the_file(campaign_db: Engine, lang: str) -> None:
    with snapshot(campaign_db) as conn:
        for name in EXTRACTS:
            file = b"".join(stream_csv(conn, name, Q, lang))
            heading, *rows = csv.reader(io.StringIO(file.decode().removeprefix(BOM), newline=""))
            preview = load_preview(conn, Q, name, lang)
            size = load_size(conn, Q, name, lang).iloc[0]
            assert preview.columns.tolist() == heading
            assert preview.to_numpy().tolist() == rows[:ROWS]
            assert (size["rows"], size["bytes"], size["sha256"]) == (len(rows), len(file), sha256(file).hexdigest())
            assert size["file"].endswith(".csv")


def test_an_unknown_name_is_a_key_error(campaign_db: Engine) -> None:
    with snapshot(campaign_db) as conn, pytest.raises(KeyError):
        load_preview(conn, Q, "nothing", "zh")
