"""What a reader of some cities is given does not depend on rows of the others: with and without them it is the same.

So no sum, count, rank, list of options, comparison or order can be turned into another city, by whatever subtraction.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import URL

from dashboard.filters import offered
from data_access.cases.finding import find
from data_access.database.engine import disposing, read_engine
from data_access.database.snapshot import Snapshot, snapshot
from data_access.database.stamp import read_stamp
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.definitions import DEFINITIONS
from data_access.extracts.files import question_of, stream_csv
from data_access.notice.campaigns import resolve
from data_access.papers.catalogue import load_brief, load_forms
from data_access.papers.city_sheet import load_city_sheet
from data_access.question import Filters, Question, Scope
from tests.conftest import Databases
from tests.dashboard.attacks.canaries import plant, without_others
from tests.tally import Tally

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("attacks")]

AT = (datetime(2020, 7, 4, tzinfo=UTC), datetime(2020, 12, 31, tzinfo=UTC))
SCOPES = {"one city": ("230100",), "all but one": tuple(f"23{n:02}00" for n in range(1, 13))}
"""Of thirteen cities: the smallest scope, and the one in which the province minus what is seen is a single city."""


class Pair(NamedTuple):
    """A campaign with the rows of all cities, and the same without those that a scope does not hold."""

    cities: tuple[str, ...]
    whole: URL
    alone: URL


@pytest.fixture(scope="module", params=SCOPES)
def pair(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Pair]:
    cities = SCOPES[request.param]
    whole = databases.copy("sqlite", "campaign")
    assert plant(whole).cells > 2_500
    alone = databases.like(whole)
    assert without_others(alone, cities) > 500
    yield Pair(cities, whole, alone)
    for url in (whole, alone):
        databases.drop(url)


def given(s: Snapshot, cities: tuple[str, ...], at: datetime) -> dict[str, str]:
    """All that a reader of these cities can be given, by what it is."""
    q = resolve(s, Filters(as_of=at), at, Scope(cities))
    found = {f"extract {name}": table(s, name, q) for name in EXTRACTS}
    found |= {f"item {item}": str(find(s, q, item, "zh")) for item in items(cities)}
    found |= {f"sheet {city}": str(sheet(s, q, city)) for city in cities}
    found |= {f"form {city}": str(load_forms(s, q, city)) for city in cities}
    found["brief"] = str(load_brief(s, q, "zh"))
    found["options"] = str(offered.load(s, q))
    version = read_stamp(s, q.filters.campaign).version  # of the data as a whole: that anything changed is no secret
    return {what: said.replace(version, "") for what, said in found.items()}


def table(s: Snapshot, name: str, q: Question) -> str:
    return b"".join(stream_csv(s, name, question_of(name, q))).decode()


def sheet(s: Snapshot, q: Question, city: str) -> object:
    found = load_city_sheet(s, q, city)
    assert found is not None
    tables = found.figures["tables"]
    return found.city, found.ranked, found.soon, found.form, tables


def items(cities: tuple[str, ...]) -> list[str]:
    """Drawers: each figure, each day and week of the window, each city."""
    days = [date(2020, 6, 1) + timedelta(days=n) for n in range(0, 45, 3)]
    return [
        *(f"figure:{key}" for key in DEFINITIONS),
        *(f"{kind}:{day}" for day in days for kind in ("day", "week")),
        *(f"{kind}:{city}" for city in cities for kind in ("city", "unit")),
    ]


@pytest.mark.parametrize("at", AT, ids=lambda at: f"{at:%F}")
def test_nothing_given_depends_on_rows_of_others(pair: Pair, at: datetime, tally: Tally) -> None:
    answers = []
    for url in (pair.whole, pair.alone):
        with disposing(read_engine(url)) as engine, snapshot(engine) as s:
            answers.append(given(s, pair.cities, at))
    whole, alone = answers
    for what, said in whole.items():
        tally.add(what, said == alone[what])
    assert sum(len(said) for said in whole.values()) > 200_000


def test_the_difference_would_be_seen(pair: Pair) -> None:
    """To who sees all it is another campaign."""
    told = []
    for url in (pair.whole, pair.alone):
        with disposing(read_engine(url)) as engine, snapshot(engine) as s:
            q = resolve(s, Filters(as_of=AT[1]), AT[1])
            told.append({name: table(s, name, q) for name in ("hazards", "activities", "held-summary", "overview")})
    whole, alone = told
    assert all(whole[name] != alone[name] for name in whole)
