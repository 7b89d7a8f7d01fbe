"""Filters survive the way through an address; hostile addresses are named and do no harm."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from dashboard.addresses import url
from data_access.notice.filters import FILTERS
from data_access.question import NOT_NARROWED, Filters, HazardFilters

codes = st.from_regex(r"[A-Z][A-Za-z0-9.]{0,7}", fullmatch=True)
instants = st.datetimes(datetime(1950, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC))
filters = st.builds(
    Filters,
    campaign=st.one_of(st.just(""), st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}", fullmatch=True)),
    cities=st.sets(st.from_regex(r"[0-9]{6}", fullmatch=True), max_size=20).map(lambda s: tuple(sorted(s))),
    lines=st.sets(codes, max_size=20).map(lambda s: tuple(sorted(s))),
    groups=st.sets(st.sampled_from(["city", "member", "office", "county"])).map(lambda s: tuple(sorted(s))),
    as_of=st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2199, 12, 31)), instants),
)


def some(pattern: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Sorted codes of this form."""
    return st.sets(st.from_regex(pattern, fullmatch=True), max_size=8).map(lambda s: tuple(sorted(s)))


hazards = st.builds(
    HazardFilters,
    grades=some(r"[a-z]{1,8}"),
    industries=some(r"[a-z][a-z0-9-]{0,15}"),
    sources=some(r"[a-z_]{1,16}"),
    classes=some(r"[A-Z][0-9]?"),
    counties=some(r"[0-9]{6}"),
)


@given(filters)
def test_filters_come_back_from_their_address(asked: Filters) -> None:
    assert url.from_query(url.to_query(asked)) == (asked, NOT_NARROWED, ())


@given(st.text(max_size=300))
def test_any_query_string_gives_filters_that_are_in_order(query: str) -> None:
    found = url.from_query(query)
    assert url.from_query(url.to_query(found.filters, found.hazards)) == found._replace(refused=())


@given(st.lists(st.tuples(st.sampled_from(url.KEYS), st.text(max_size=60)), max_size=30))
def test_what_is_not_taken_is_named(pairs: list[tuple[str, str]]) -> None:
    asked, narrow, refused = url.decode(pairs)
    taken = {one.parameter: one.chosen(asked, narrow) for one in FILTERS} | {"campaign": (asked.campaign,)}
    for key, value in pairs:
        if key != "asof":
            assert value in taken[key] or url.shown(value) in refused
    assert all(name.isprintable() and len(name) <= 40 for name in refused)


@given(filters, hazards)
def test_both_kinds_of_filters_come_back_from_one_address(asked: Filters, narrow: HazardFilters) -> None:
    assert url.from_query(url.to_query(asked, narrow)) == (asked, narrow, ())


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", Filters()),
        ("city=230100", Filters(cities=("230100",))),
        ("city=230200&city=230100&city=230200", Filters(cities=("230100", "230200"))),
        ("line=M5&line=M1.2", Filters(lines=("M1.2", "M5"))),
        ("campaign=HLJ-2020-43&group=member", Filters(campaign="HLJ-2020-43", groups=("member",))),
        ("asof=2020-06-16", Filters(as_of=date(2020, 6, 16))),
        ("asof=2020-07-04T00:00", Filters(as_of=datetime(2020, 7, 3, 16, tzinfo=UTC))),
        ("asof=2020-07-04T00:00%2B08:00", Filters(as_of=datetime(2020, 7, 3, 16, tzinfo=UTC))),
        ("asof=2020-07-03T16:00:00Z", Filters(as_of=datetime(2020, 7, 3, 16, tzinfo=UTC))),
        ("lang=en&embed=true&utm=x&city=230100", Filters(cities=("230100",))),
    ],
)
def test_a_good_address(query: str, wanted: Filters) -> None:
    assert url.from_query(query) == (wanted, NOT_NARROWED, ())


@pytest.mark.parametrize(
    ("query", "refused"),
    [
        ("city=哈尔滨市", "哈尔滨市"),
        ("city=23010", "23010"),
        ("city=２３０１００", "２３０１００"),
        ("city=230100'--", "230100'--"),
        ("line=<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("line=M1%0AM2", "M1\ufffdM2"),
        ("line=M1%00", "M1\ufffd"),
        ("group=admin;drop", "admin;drop"),
        ("campaign=../../etc/passwd", "../../etc/passwd"),
        ("campaign=A&campaign=B", "B"),
        ("asof=2020-02-30", "2020-02-30"),
        ("asof=0001-01-01", "0001-01-01"),
        ("asof=9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59-12:00"),
        ("asof=yesterday", "yesterday"),
        ("asof=2020-06-16&asof=2020-06-17", "2020-06-17"),
        ("city=" + "9" * 900, "9" * 40),
        ("city=%E4%BD", "\ufffd"),
    ],
)
def test_a_bad_address_is_named(query: str, refused: str) -> None:
    assert url.from_query(query).refused == (refused,)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", NOT_NARROWED),
        ("grade=major", HazardFilters(grades=("major",))),
        ("industry=road-traffic&industry=city", HazardFilters(industries=("city", "road-traffic"))),
        ("source=self_check&source=tip&source=tip", HazardFilters(sources=("self_check", "tip"))),
        ("class=P&class=A0&class=E", HazardFilters(classes=("A0", "E", "P"))),
        ("lang=en&county=230102", HazardFilters(counties=("230102",))),
    ],
)
def test_a_good_address_of_hazards(query: str, wanted: HazardFilters) -> None:
    assert url.from_query(query) == (Filters(), wanted, ())


@pytest.mark.parametrize(
    ("query", "refused"),
    [
        ("grade=重大", "重大"),
        ("grade=Major", "Major"),
        ("industry=coal;drop", "coal;drop"),
        ("industry=../../etc/passwd", "../../etc/passwd"),
        ("source=<b>tip</b>", "<b>tip</b>"),
        ("source=tip%0A", "tip\ufffd"),
        ("class=e", "e"),
        ("class=A00", "A00"),
        ("county=23010", "23010"),
        ("county=２３０１０２", "２３０１０２"),
        ("county=" + "9" * 900, "9" * 40),
    ],
)
def test_a_bad_address_of_hazards_is_named(query: str, refused: str) -> None:
    assert url.from_query(query) == (Filters(), NOT_NARROWED, (refused,))


def test_an_address_without_end_is_refused_whole() -> None:
    found = url.from_query("&".join(f"city={n:06}" for n in range(1000)))
    assert (found.filters, found.hazards) == (Filters(), NOT_NARROWED)
    assert len(found.refused) == 1


def test_a_filter_with_too_many_values_names_the_rest() -> None:
    found, _, refused = url.decode(("city", f"{n:06}") for n in range(url.MAX_VALUES + 2))
    assert len(found.cities) == url.MAX_VALUES
    assert refused == ("000200", "000201")
    _, narrow, refused = url.decode(("county", f"{n:06}") for n in range(url.MAX_VALUES + 2))
    assert len(narrow.counties) == url.MAX_VALUES
    assert refused == ("000200", "000201")


def test_an_instant_of_another_zone_is_written_in_utc() -> None:
    there = timezone(timedelta(hours=8))
    assert url.write_as_of(datetime(2020, 7, 4, tzinfo=there)) == "2020-07-03T16:00:00Z"
