"""A ledger of 50,000 hazards, imported twice: new, and again with a fifth of its rows carried on. Storing is timed."""

import csv
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import select

from data_access.database.engine import disposing, parsed, read_engine
from data_access.database.schema import admin_division
from data_access.database.snapshot import snapshot
from seed.init import initialise
from seed.returns.importing import import_paths
from seed.returns.kinds.hazards import TABLE
from seed.returns.take import Taker
from tests.postgres import server

ROWS = 50_000
BUDGET = 10_000
"""Rows a second at least, after the file was read."""
CITY, CITY_NAME = "230100", "哈尔滨市"
RECEIVED = datetime(2020, 9, 1, 10), datetime(2020, 9, 8, 10)  # noqa: DTZ001 – local, as a clerk types it
FIRST = date(2020, 6, 1)
CARRIED_ON = 5
"""One row in so many has moved on in the second file."""
COLUMNS = tuple(column.heading.replace("{city}", "市(地)") for column in TABLE.columns)


@dataclass(frozen=True)
class Import:
    """Rows of a ledger stored a second, and with reading it."""

    backend: str
    what: str
    rows: int
    stored: float
    """Seconds for the checks against what is known, the rows with their events, the private rows and the commit."""
    whole: float
    """Seconds with the reading of the file, in its own process."""

    @property
    def speed(self) -> float:
        """Rows stored a second."""
        return self.rows / self.stored


def measure_both(folder: Path) -> Iterator[Import]:
    """On a new SQLite file in `folder` and on a new PostgreSQL."""
    yield from measure(f"sqlite:///{folder / 'importing.db'}", folder)
    with server() as cluster:
        yield from measure(cluster.render_as_string(hide_password=False), folder)


def measure(url: str, folder: Path) -> Iterator[Import]:
    """Into the database at `url`, which holds nothing yet; files go to `folder`."""
    initialise(url)
    backend, counties = parsed(url).get_backend_name(), _counties(url)
    for what, name, received in zip(("new", "a fifth carried on"), ("0831", "0907"), RECEIVED, strict=True):
        path = folder / f"隐患台账_{name}.csv"
        _write(path, counties, later=received == RECEIVED[1])
        with _timed_storing() as stored:
            begun = time.perf_counter()
            report = import_paths(url, [path], label="demo", unit=CITY_NAME, received=received)
            whole = time.perf_counter() - begun
        [file] = report.files
        if file.outcome != "loaded":
            raise RuntimeError(f"{path.name}: {file.outcome}, {file.faults[:3]}")
        yield Import(backend, what, ROWS, sum(stored), whole)


@contextmanager
def _timed_storing() -> Iterator[list[float]]:
    """The seconds of each call that stores a file."""
    store, seconds = Taker._store, list[float]()

    def timed(*arguments: object) -> None:
        begun = time.perf_counter()
        store(*arguments)  # type: ignore[arg-type]
        seconds.append(time.perf_counter() - begun)

    with patch.object(Taker, "_store", timed):
        yield seconds


def _counties(url: str) -> list[str]:
    division = admin_division.c
    with disposing(read_engine(url)) as engine, snapshot(engine) as s:
        return list(
            s.execute(
                select(division.name_zh).where(division.parent_adcode == CITY, division.level == "county")
            ).scalars()
        )


def _write(path: Path, counties: list[str], *, later: bool) -> None:
    chance = random.Random(7)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, restval="")
        table.writeheader()
        for number in range(ROWS):
            chance = random.Random(number)
            table.writerow(_row(number, chance.choice(counties), chance, later and number % CARRIED_ON == 0))


def _row(number: int, county: str, chance: random.Random, carried_on: bool) -> dict[str, str]:
    confirmed = FIRST + timedelta(days=chance.randrange(60))
    ordered, due = confirmed + timedelta(days=1), confirmed + timedelta(days=15)
    taken = chance.randrange(2, 25)
    done = chance.random() < 0.5 or carried_on
    days = {"确认日期": confirmed, "责令日期": ordered, "整改期限": due}
    if done:
        rectified = ordered + timedelta(days=taken)
        days |= {"整改完成日期": rectified, "验收日期": rectified, "销号日期": rectified}
    return {
        "隐患编号": f"HEB-2020-{number:06d}",
        "市(地)": CITY_NAME,
        "县(市、区)": county,
        "行业领域": chance.choice(("煤矿", "危险化学品", "道路运输", "建筑施工")),
        "隐患级别": "一般",
        "来源": "执法检查",
        "整改方式": "限期整改",
        "验收结果": "合格" if done else "",
        "目标落实": "是",
        "人员落实": "是",
        "经度": f"{126 + chance.random():.4f}",
        "纬度": f"{45 + chance.random():.4f}",
        "隐患概况": f"第{number}号：通道堆放杂物，已责令清理。",
        **{name: day.isoformat() for name, day in days.items()},
    }
