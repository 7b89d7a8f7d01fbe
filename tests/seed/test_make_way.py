"""Samples go when the first real return comes, and not before."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, func, select

from data_access.engine import disposing, read_engine, snapshot
from data_access.schema import activity, load_log, submission
from data_access.stamp import read_stamp
from seed.demo.run import make_demo
from seed.importing import UsageError, import_paths
from seed.make_way import holds_invented, make_way
from seed.samples import SAMPLES

LIAISON = SAMPLES / "大庆市" / "附件2_联络员推荐表.xlsx"


def counts(engine: Engine) -> tuple[int, int, set[str]]:
    with engine.connect() as connection:
        labels = set(connection.execute(select(load_log.c.label)).scalars())
        rows = [connection.execute(select(func.count()).select_from(t)).scalar_one() for t in (activity, submission)]
        return rows[0], rows[1], labels


def test_first_real_return_finds_an_empty_campaign(imported: Engine) -> None:
    url, said = imported.url, {"unit": "大庆市", "received": datetime(2020, 5, 29, 14, 20)}
    assert holds_invented(url)
    assert make_way(url, [LIAISON], **said)
    assert counts(imported) == (0, 0, {"real"})
    import_paths(url, [LIAISON], **said)
    assert counts(imported)[1] == 1
    assert not holds_invented(url)
    with disposing(read_engine(url)) as engine, snapshot(engine) as connection:
        assert read_stamp(connection).label == "real"


def test_a_simulation_makes_way_too(seeded: Engine) -> None:
    make_demo(seeded.url, 0.004)
    assert holds_invented(seeded.url)
    assert make_way(seeded.url, [LIAISON], unit="大庆市", received=datetime(2020, 5, 29, 14, 20))
    assert counts(seeded) == (0, 0, {"real"})


def test_nothing_usable_leaves_the_samples(imported: Engine, tmp_path: Path) -> None:
    before = counts(imported)
    (tmp_path / "附件2_联络员推荐表.xlsx").write_bytes(b"not a workbook")
    when = datetime(2020, 5, 29)
    assert not make_way(imported.url, [tmp_path / "附件2_联络员推荐表.xlsx"], unit="大庆市", received=when)
    with pytest.raises(UsageError):
        make_way(imported.url, [tmp_path / "nowhere"])
    assert counts(imported) == before


def test_database_without_tables_is_said_so(empty_url: URL) -> None:
    with pytest.raises(UsageError, match="seed init"):
        holds_invented(empty_url)
