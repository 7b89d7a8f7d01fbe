"""Every form of a value that offices write (§2), by table, and properties over all of them."""

import unicodedata
from contextlib import suppress
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from seed.returns.reading import characters, columns, values
from seed.returns.reading.characters import same
from seed.returns.reading.reference import Reference
from seed.returns.reading.sandbox import ErrorCell, Value
from seed.returns.reading.values import UnreadableError


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
        ("320①", 320),
        ("320 ①②", 320),
        ("320*", 320),
        ("1.2万人次＊", 12000),
        ("320※", 320),
        ("320\u2776", 320),
        ("3\u200b20", 320),
        ("320_x000D_", 320),
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
        ("320²", "false_digits"),
        ("10³", "false_digits"),
        ("10³人次", "false_digits"),
        ("320①人次", "false_digits"),
        ("①320", "false_digits"),
        ("1½", "false_digits"),
        ("3⁰⁰", "false_digits"),
        ("⑴", "false_digits"),
        ("①", "false_digits"),
        ("320[1]", "not_a_number"),
        ("*", "not_a_number"),
        ("1 200", "not_a_number"),
        ("1.20E+04", "not_a_number"),
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
    assert values.key("ＨＤｓａ０１－０００３\u3000") == "HDsa01-0003"
    assert values.key(12350) == values.text(12350) == "12350"
    assert values.key(12350.0) == values.text(12350.0) == "12350"
    assert values.key("m5.3B") == "m5.3B"


@pytest.mark.parametrize(
    "written",
    [
        "a\x00b",
        "a\x1b[31mb",
        "a\x9bb",
        "a\x7fb",
        "\u202eabc\u202c",
        "a\u2066b",
        "a\u200eb",
        "a\U000e0041b",
        "a_x0007_b",
        "=1+1",
        " ＝1+1",
        "x" * 2001,
        ErrorCell("#REF!"),
    ],
)
def test_text_that_no_database_takes_is_refused(written: Value) -> None:
    with pytest.raises(UnreadableError):
        values.text(written)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("安全生产月（一）：“启动”，", "安全生产月（一）：“启动”，"),
        (" 公开课\u3000", "公开课"),
        ("公开课\r\n第一期\t甲", "公开课 第一期 甲"),
        ("公开课_x000D_", "公开课"),
        ("公开课_x000D_\n第一期", "公开课 第一期"),
        ("公开\u200b课\ufeff\u00ad", "公开课"),
        ("１２３０５", "１２３０５"),
        ("-5℃", "-5℃"),
        ("@全体居民", "@全体居民"),
    ],
)
def test_text_is_stored_as_typed(written: str, stored: str) -> None:
    assert values.text(written) == stored
    assert values.text(stored) == stored
    assert same(written, stored)


@pytest.mark.parametrize("written", ["鸡西", "鸡　西", " 鸡 西\u200b", "鸡\n西", "鸡_x000D_西"])
def test_words_compare_without_spaces(written: str) -> None:
    assert values.word(written) == "鸡西"


@pytest.mark.parametrize(
    "written",
    [
        "HZ-9001",
        "HZ-9001\u200e",
        "\u202dHZ-9001\u202c",
        "HZ\u00ad-9001",
        "HZ-90\u200b01",
        "HZ-9001_x000D_",
        "HZ-9001\ufe0f",
        "HZ-9001\U000e0031",
        "HZ-9001\u180e",
        "\ufeffＨＺ－９００１",
    ],
)
def test_invisible_characters_make_no_other_key(written: str) -> None:
    assert values.key(written) == "HZ-9001"


@pytest.mark.parametrize(
    "written", ["黑安办发〔2020〕30号", "YH230102-2020-0001", "2020-W23", "A.1/2#(3)", "(补)1#·甲", 10**15 - 1]
)
def test_a_key_may_hold_these_signs(written: Value) -> None:
    assert values.key(written) == str(written)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2.301E+17", "spoiled_key"),
        ("2.301e17", "spoiled_key"),
        ("2E+17", "spoiled_key"),
        ("２．３０１Ｅ＋１７", "spoiled_key"),
        ("6月1日", "spoiled_key"),
        ("1-Jun", "spoiled_key"),
        (2.301e17, "spoiled_key"),
        (230100202006009984, "spoiled_key"),
        (10**15, "spoiled_key"),
        (1.5, "spoiled_key"),
        (True, "spoiled_key"),
        (datetime(2020, 6, 1), "spoiled_key"),
        (float("inf"), "spoiled_key"),
        ("YH-1①", "bad_key"),
        ("YH-1²", "bad_key"),
        ("1E5", "spoiled_key"),
        ("YH1#", "bad_key"),
        ("YH1[1]", "bad_key"),
        ("YH1*", "bad_key"),
        ("YH1(注1)", "bad_key"),
        ("YH1（见注）", "bad_key"),
        ("#1", "bad_key"),
        ("1-", "bad_key"),
        ("YH 1", "bad_key"),
        ("YH\n1", "bad_key"),
        ("YH–1", "bad_key"),
        ("YH—1", "bad_key"),
        ("ҮН-1", "bad_key"),
        ("YH-١", "bad_key"),
        ("=1+1", "bad_key"),
        ("＝cmd", "bad_key"),
        ("+1", "bad_key"),
        ("-1", "bad_key"),
        (-1, "bad_key"),
        ("@SUM(1)", "bad_key"),
        ("YH\x1b1", "bad_key"),
        ("x" * 65, "too_long"),
        (ErrorCell("#NUM!"), "error_value"),
    ],
)
def test_a_key_that_could_be_mistaken_is_refused(written: Value, code: str) -> None:
    with pytest.raises(UnreadableError, match=f"^{code}$"):
        values.key(written)


@pytest.mark.parametrize(
    ("keys", "spoiled"),
    [
        (["230100202006010000"], True),
        (["23010020200601000", "23010020200602000"], True),
        (["2301002020060100", "2301002020060110", "2301002020060120"], True),
        (["2301002020060100"], False),
        (["2301002020060100", "2301002020060110"], False),
        (["230100202006010000", "230100202006010001"], False),
        (["YH230100202006010000"], False),
        (["230100202006000"], False),
        ([], False),
    ],
)
def test_keys_rounded_by_a_spreadsheet_are_found_out(keys: list[str], spoiled: bool) -> None:
    assert values.rounded_off(keys) == (keys if spoiled else [])


INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202d\u202c"
    "\u2060\u2064\u2066\u2069\u3164\ufe0f\ufeff\U000e0041"
)


@given(st.from_regex(values.KEY, fullmatch=True).filter(lambda key: len(key) <= 40), st.data())
def test_a_key_with_anything_invisible_is_the_same_key(key: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(key)))
    try:
        plain = values.key(key)
    except UnreadableError:
        return
    assert values.key(key[:at] + data.draw(st.sampled_from(INVISIBLE)) + key[at:]) == plain


@given(st.text(max_size=20))
def test_a_key_holds_only_what_it_may_and_never_begins_a_formula(written: str) -> None:
    with suppress(UnreadableError):
        key = values.key(written)
        assert values.key(key) == key
        assert key[0] not in "=+-@"
        assert not set(key) & set(" =+@\"'<>|,;:*&%")


@given(st.text(max_size=30))
def test_stored_text_is_printable_and_says_the_same(written: str) -> None:
    with suppress(UnreadableError):
        stored = values.text(written)
        assert values.text(stored) == stored
        assert same(stored, written)


@given(st.text(max_size=30))
def test_nothing_without_a_shape_reaches_a_terminal(written: str) -> None:
    shown = characters.visible(written)
    assert all(
        sign.isprintable() or unicodedata.category(sign) == "Zs" for sign in shown
    )  # spaces of any width harm none


WIDE = str.maketrans("0123456789.-/:", "０１２３４５６７８９．－／：")
SPACES = st.text(alphabet=" \u3000\u00a0\u2003\u200b\t", max_size=3)


@given(st.integers(0, 2_147_483_647), st.sampled_from(["", "人次", " 人次"]), st.booleans(), st.booleans(), SPACES)
def test_any_count_reads_back(number: int, unit: str, commas: bool, wide: bool, space: str) -> None:
    written = (f"{number:,}" if commas else str(number)) + unit
    if wide:
        written = written.translate(WIDE).replace(",", "，")
    assert values.count(space + written + space, ("人次",)) == number


@given(st.text(max_size=30))
def test_reading_never_fails_in_another_way(written: str) -> None:
    for read in (values.number, values.count, values.amount, values.text, values.word, values.key):
        with suppress(UnreadableError):
            read(written)


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(written: str) -> None:
    once = values.fold(written)
    assert values.fold(once) == once
    assert once == unicodedata.normalize("NFKC", once)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("YH1", "YH1"),
        ("YH1、YH2", "YH1、YH2"),
        ("ＹＨ１，YH2; YH3", "YH1、YH2、YH3"),
        (" YH1\u3000YH2 ", "YH1、YH2"),
        (12, "12"),
    ],
)
def test_a_list_of_keys(written: Value, read: str, reference: Reference) -> None:
    assert columns.keys(written, reference) == read


@pytest.mark.parametrize("written", ["YH1①", "YH1、2.301E+17", "YH1、(注)", 10**17, "YH- 1"])
def test_a_list_with_a_spoiled_key(written: Value, reference: Reference) -> None:
    with pytest.raises(UnreadableError):
        columns.keys(written, reference)
