"""Every form of a value that offices write (§2), by table, and properties over all of them."""

import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seed.returns import values
from seed.returns.sandbox import ErrorCell, Value
from seed.returns.values import UnreadableError

DAY = date(2020, 6, 5)


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
    ],
)
def test_a_day_in_every_form(written: Value) -> None:
    assert values.moment(written, 2020) == DAY
    assert values.day(written, 2020) == DAY


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
    ],
)
def test_an_instant_in_every_form(written: Value, meant: datetime) -> None:
    assert values.instant(written, 2020) == meant


def test_a_day_without_year_is_of_the_campaign_year() -> None:
    assert values.day("6月5日", 2021) == date(2021, 6, 5)


def test_midnight_is_a_day_and_a_time_of_day_stays() -> None:
    assert values.moment(datetime(2020, 6, 16), 2020) == date(2020, 6, 16)
    assert values.moment("2020-06-16 14:00", 2020) == datetime(2020, 6, 16, 14)


@pytest.mark.parametrize(
    "written",
    [
        "6月31日",
        "2020.13.1",
        "2020-2-30",
        "6月中旬",
        "2020.6",
        "20200605",
        20200605,
        5,
        -3,
        True,
        "2020-07-03 24:00",
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
        values.moment(written, 2020)
    with pytest.raises(UnreadableError, match="not_a_time"):
        values.instant(written, 2020)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (12, 12),
        (12.0, 12),
        ("12", 12),
        ("１２", 12),
        ("46,000", 46000),
        ("４６，０００", 46000),
        ("1.2万人次", 12000),
        ("1.2 万人次", 12000),
        ("３．１万", 31000),
        ("5000人次", 5000),
        (" 278人次\u3000", 278),
        ("0", 0),
        ("０", 0),
        (0, 0),
        ("0.0", 0),
        ("1,234.0", 1234),
    ],
)
def test_a_count_in_every_form(written: Value, meant: int) -> None:
    assert values.count(written, ("人次",)) == meant


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("-35", "negative"),
        ("－35", "negative"),
        ("\u221235", "negative"),
        (-35, "negative"),
        ("-1.2万", "negative"),
        (1.5, "not_a_count"),
        ("0.00001万", "not_a_count"),
        ("约500", "not_a_number"),
        ("500余", "not_a_number"),
        ("12,34", "not_a_number"),
        ("1e4", "not_a_number"),
        ("12场", "not_a_number"),
        ("一百", "not_a_number"),
        ("万", "not_a_number"),
        (True, "not_a_number"),
        (datetime(2020, 6, 5), "not_a_number"),
        (ErrorCell("#N/A"), "not_a_number"),
        (float("inf"), "not_a_number"),
        (float("nan"), "not_a_number"),
        ("99999999999", "out_of_range"),
        ("9" * 40, "not_a_number"),
    ],
)
def test_what_is_no_count_is_refused(written: Value, code: str) -> None:
    with pytest.raises(UnreadableError, match=code):
        values.count(written, ("人次",))


@pytest.mark.parametrize("written", ["12.8", "12.8万", "12.8万元", 12.8, "１２．８万元", "12.80 万元"])
def test_money_is_in_wan_already(written: Value) -> None:
    assert values.amount(written, ("万元",), in_wan=True) == Decimal("12.8")


@pytest.mark.parametrize("written", ["", " ", "/", "／", "无", "—", "-", "－", "——", "\u3000", "\u200b"])
def test_not_filled_is_missing(written: str) -> None:
    assert not values.filled(written)


@pytest.mark.parametrize("written", ["0", "０", 0, 0.0, "0.0", "无此项", "/1", False])
def test_zero_is_filled(written: Value) -> None:
    assert values.filled(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (" 市（\n地） ", "市(地)"),
        ("事项\n编号", "事项编号"),
        (" 序 号 ", "序号"),
        ("整改资金（万元）", "整改资金(万元)"),
        ("县（市、区）", "县(市、区)"),
        ("活动\u200b编号", "活动编号"),
    ],
)
def test_headings_compare_without_white_space(written: str, meant: str) -> None:
    assert values.heading(written) == meant


def test_codes_keep_their_case_and_numbers_their_digits() -> None:
    assert values.text("ＨＤｓａ０１－０００３\u3000") == "HDsa01-0003"
    assert values.text(12350) == "12350"
    assert values.text(12350.0) == "12350"
    assert values.text("m5.3B") == "m5.3B"


@pytest.mark.parametrize("written", ["a\x00b", "x" * 2001, ErrorCell("#REF!")])
def test_text_that_no_database_takes_is_refused(written: Value) -> None:
    with pytest.raises(UnreadableError):
        values.text(written)


DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 30))
WIDE = str.maketrans("0123456789.-/:", "０１２３４５６７８９．－／：")
SPACES = st.text(alphabet=" \u3000\u00a0\u2003\u200b\t", max_size=3)
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
    assert values.day(written, 1999) == day


@given(DAYS, st.integers(0, 86_399), st.sampled_from(["{:%Y-%m-%d %H:%M:%S}", "serial", "cell"]))
def test_any_instant_reads_back(day: date, second: int, form: str) -> None:
    meant = datetime(day.year, day.month, day.day) + timedelta(seconds=second)
    serial = (meant - datetime(1899, 12, 30)) / timedelta(days=1)
    written: Value = serial if form == "serial" else meant if form == "cell" else form.format(meant)
    assert values.instant(written, 1999) == meant


@given(st.integers(0, 2_147_483_647), st.sampled_from(["", "人次", " 人次"]), st.booleans(), st.booleans(), SPACES)
def test_any_count_reads_back(number: int, unit: str, commas: bool, wide: bool, space: str) -> None:
    written = (f"{number:,}" if commas else str(number)) + unit
    if wide:
        written = written.translate(WIDE).replace(",", "，")
    assert values.count(space + written + space, ("人次",)) == number


@given(st.text(max_size=30))
def test_reading_never_fails_in_another_way(written: str) -> None:
    for read in (values.number, values.count, lambda v: values.moment(v, 2020), values.text):
        with suppress(UnreadableError):
            read(written)


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(written: str) -> None:
    once = values.fold(written)
    assert values.fold(once) == once
    assert once == unicodedata.normalize("NFKC", once)
