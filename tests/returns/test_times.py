"""Every form of a day or a time that offices write (§2), by table, and properties over all of them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from seed.returns.reading import times
from seed.returns.reading.sandbox import ErrorCell, Value
from seed.returns.reading.times import Years
from seed.returns.reading.values import UnreadableError
from tests.returns.test_values import SPACES, WIDE

DAY = date(2020, 6, 5)
OF_2020 = Years(2020, 2018, 2022)
ANY = Years(2000, 2000, 2100)


@pytest.mark.parametrize(
    "written",
    [
        "2020.6.5",
        "2020-06-05",
        "2020/6/5",
        "2020年6月5日",
        "6月5日",
        "２０２０年６月５日",
        "２０２０．６．５",
        "\u30002020-6-5 ",
        " 2020. 6. 5",
        43987,
        43987.0,
        "43987",
        datetime(2020, 6, 5),
        "\u200b2020-06-05\ufeff",
        "6月5号",
        "2020年6月5号",
        "20200605",
        20200605,
        "２０２００６０５",
        "2020年6月5日 星期五",
        "2020年6月5日(星期五)",
        "2020-6-5周五",
        "2020.6.5①",
        "6月5日*",
        "2020年6月5日\u2776",
        "2020\u200b-06-05",
    ],
)
def test_a_day_in_every_form(written: Value) -> None:
    assert times.moment(written, OF_2020) == DAY
    assert times.day(written, OF_2020) == DAY


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2020-07-03 17:30", datetime(2020, 7, 3, 17, 30)),
        ("2020.7.3 17:30", datetime(2020, 7, 3, 17, 30)),
        ("2020/7/3 17:30:15", datetime(2020, 7, 3, 17, 30, 15)),
        ("2020年7月3日17时30分", datetime(2020, 7, 3, 17, 30)),
        ("2020年7月3日9时5分", datetime(2020, 7, 3, 9, 5)),
        ("２０２０年７月３日９时５分", datetime(2020, 7, 3, 9, 5)),
        ("7月3日17时30分", datetime(2020, 7, 3, 17, 30)),
        ("2020-07-03T17:30", datetime(2020, 7, 3, 17, 30)),
        (datetime(2020, 7, 3, 17, 30), datetime(2020, 7, 3, 17, 30)),
        (44015.729166666664, datetime(2020, 7, 3, 17, 30)),
        ("2020-07-03", datetime(2020, 7, 3)),
        ("2020年7月3日17:30", datetime(2020, 7, 3, 17, 30)),
        ("7月3号 17点30分", datetime(2020, 7, 3, 17, 30)),
        ("2020年7月3日 星期五 17:30", datetime(2020, 7, 3, 17, 30)),
        ("2020/7/3 下午3点", datetime(2020, 7, 3, 15)),
        ("2020/7/3 上午9:05", datetime(2020, 7, 3, 9, 5)),
        ("20200703 17:30", datetime(2020, 7, 3, 17, 30)),
        ("2020年6月30日24时", datetime(2020, 7, 1)),
        ("2020-06-30 24:00", datetime(2020, 7, 1)),
        ("2020年12月31日24时00分", datetime(2021, 1, 1)),
        (datetime(2020, 7, 3, 17, 29, 59, 999_999), datetime(2020, 7, 3, 17, 30)),
        (datetime(2020, 7, 3, 17, 29, 59, 600_000), datetime(2020, 7, 3, 17, 30)),
        (datetime(2020, 7, 3, 23, 59, 59, 999_500), datetime(2020, 7, 4)),
        (44015.7291666, datetime(2020, 7, 3, 17, 30)),
    ],
)
def test_an_instant_in_every_form(written: Value, meant: datetime) -> None:
    assert times.instant(written, OF_2020) == meant


def test_a_day_without_year_is_of_the_campaign_year() -> None:
    assert times.day("6月5日", Years(2021, 2019, 2023)) == date(2021, 6, 5)


def test_midnight_is_a_day_and_a_time_of_day_stays() -> None:
    assert times.moment(datetime(2020, 6, 16), OF_2020) == date(2020, 6, 16)
    assert times.moment("2020-06-16 14:00", OF_2020) == datetime(2020, 6, 16, 14)


@pytest.mark.parametrize(
    "written",
    [
        "6月31日",
        "2020.13.1",
        "2020-2-30",
        "6月中旬",
        "2020.6",
        "6.16",
        "6-16",
        "6/16",
        "20.6.16",
        "20201316",
        "2020060",
        20201316,
        5,
        -3,
        True,
        "2020-07-03 24:01",
        "2020-07-03 24:00:01",
        "2020-07-0317:30",
        "2020-07-03 下午13点",
        "2020-07-03 上午12点",
        "2020-07-03 17:60",
        "2020-07-03至2020-07-05",
        "2020-6/5",
        "昨天",
        ErrorCell("#REF!"),
        1e308,
        float("inf"),
        float("nan"),
    ],
)
def test_what_is_no_day_is_refused(written: Value) -> None:
    with pytest.raises(UnreadableError):
        times.moment(written, OF_2020)
    with pytest.raises(UnreadableError, match="not_a_time"):
        times.instant(written, OF_2020)


def test_a_day_that_ends_at_24_is_that_day_and_a_moment_the_next() -> None:
    assert times.day("2020年6月30日24时", OF_2020) == date(2020, 6, 30)
    assert times.moment("2020年6月30日24时", OF_2020) == date(2020, 7, 1)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("0202-06-05", "year"),
        ("0001-01-01", "year"),
        ("9999-12-31", "year"),
        ("9999-12-31 24:00", "year"),
        ("2002-06-16", "year"),
        ("2017-12-31", "year"),
        ("2023-01-01", "year"),
        ("20990605", "year"),
        (datetime(1900, 1, 1), "year"),
        (datetime(9999, 12, 31, 23, 59, 59, 999_999), "year"),
        (36_526, "year"),
        ("2020.6.1²", "false_digits"),
        ("2020.6①.1", "false_digits"),
        ("2020.6.½", "false_digits"),
        ("2020年6月5日 星期四", "weekday"),
    ],
)
def test_what_cannot_be_meant_says_why(written: Value, code: str) -> None:
    for read in (times.day, times.moment, times.instant):
        with pytest.raises(UnreadableError, match=f"^{code}$"):
            read(written, OF_2020)


@pytest.mark.parametrize("written", ["2018-01-01", "2022-12-31", datetime(2018, 1, 1), 44926])
def test_two_years_around_the_window_can_be_meant(written: Value) -> None:
    assert times.day(written, OF_2020).year in (2018, 2022)


DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 30))
FORMS: list[Callable[[date], Any]] = [
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}-{d.month:02}-{d.day:02}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: d.toordinal() - date(1899, 12, 30).toordinal(),
    lambda d: datetime(d.year, d.month, d.day),
]


@given(DAYS, st.sampled_from(FORMS), st.booleans(), SPACES, SPACES)
def test_any_day_reads_back(day: date, form: Callable[[date], Any], wide: bool, before: str, after: str) -> None:
    written = form(day)
    if isinstance(written, str):
        written = before + (written.translate(WIDE) if wide else written) + after
    assert times.day(written, ANY) == day


@given(DAYS, st.integers(0, 86_399), st.sampled_from(["{:%Y-%m-%d %H:%M:%S}", "serial", "cell"]))
def test_any_instant_reads_back(day: date, second: int, form: str) -> None:
    meant = datetime(day.year, day.month, day.day) + timedelta(seconds=second)
    serial = (meant - datetime(1899, 12, 30)) / timedelta(days=1)
    written: Value = serial if form == "serial" else meant if form == "cell" else form.format(meant)
    assert times.instant(written, ANY) == meant


@given(st.datetimes(), st.booleans())
def test_any_cell_is_in_the_years_or_refused(at: datetime, as_text: bool) -> None:
    written: Value = f"{at:%Y-%m-%d %H:%M}" if as_text else at
    try:
        read = times.day(written, OF_2020)
    except UnreadableError:
        assert not 2018 <= at.year <= 2022
    else:
        assert read.year == at.year or at > datetime(at.year, 12, 31, 23, 59, 59)


@given(DAYS, st.text(alphabet="①②③⑳³⁴½⑴", min_size=1, max_size=2), st.sampled_from(["年{}月{}日", ".{}.{}"]))
def test_a_mark_never_becomes_a_digit_of_a_date(day: date, mark: str, form: str) -> None:
    written = str(day.year) + form.format(day.month, day.day)
    try:
        read = times.day(written + mark, Years(2000, 2000, 2100))
    except UnreadableError:
        return
    assert read == day
