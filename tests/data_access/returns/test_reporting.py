"""Returns, silence and reminders on the sample package, against expected.json and the register read by hand."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.database.snapshot import Snapshot, snapshot
from data_access.notice.campaigns import resolve
from data_access.obligations.at_instant import list_obligations
from data_access.question import Filters, Question
from data_access.returns.reminders import AHEAD, letters, letters_text, list_reminders
from data_access.returns.reporting import IN, list_returns
from data_access.returns.silence import list_silence

pytestmark = pytest.mark.slow

EXPECTED = json.loads((Path(__file__).parents[2] / "returns" / "expected.json").read_text(encoding="utf-8"))["asof"]
REPLY = {"done_on_time": {"in", "in_time"}, "done_late": {"late"}, "overdue": {"missing", "returned"}}
CITIES = Filters(groups=("city",))


def asked(conn: Snapshot, text: str, filters: Filters = CITIES) -> Question:
    instant = datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)
    return resolve(conn, Filters(groups=filters.groups, lines=filters.lines, as_of=instant), datetime.now(UTC))


@pytest.mark.parametrize("instant", sorted(EXPECTED))
def test_replies_agree_with_the_states_worked_out_independently(campaign_engines: Engine, instant: str) -> None:
    with snapshot(campaign_engines) as conn:
        found = list_returns(conn, asked(conn, instant))
    states = EXPECTED[instant]["obligations"]["cities"]
    once = [one for one in found if not one.period]
    assert len(once) == 6 * 13
    for one in once:
        state = states[one.unit.zh][one.line.code]
        assert one.reply in REPLY.get(state, {"awaited", "open", "waived"}), (one.unit.zh, one.line.code)


def test_a_month_after_the_notice_the_liaisons_are_those_of_the_register(campaign_db: Engine) -> None:
    """Register rows: 鹤岗 and 牡丹江 never handed Annex 2 in; 七台河's row 40 came on 06-05; 伊春's first version was
    sent back, its second came on 06-02.
    """
    with snapshot(campaign_db) as conn:
        found = list_returns(conn, asked(conn, "2020-07-02T09:00", Filters(groups=("city",), lines=("D1",))))
    late = {one.unit.short: (one.reply, one.days_late) for one in found if one.reply != "in_time"}
    assert late == {"鹤岗": ("missing", 34), "伊春": ("late", 4), "七台河": ("late", 7), "牡丹江": ("missing", 34)}
    assert sum(one.reply in IN for one in found) == 11


def test_the_reminders_of_the_day_after_the_first_deadline(campaign_engines: Engine) -> None:
    """2020-05-30 08:00: three cities have no liaison standing (伊春's first version is
    sent back only later, so it still stands, C4); the roadmap (06-01) is due within 72 hours for all whose
    register has no row of it by then: 大庆 (row 14, 05-29) is in, 牡丹江 and 大兴安岭 came on 05-30 later that day.
    """
    with snapshot(campaign_engines) as conn:
        q = asked(conn, "2020-05-30T08:00")
        found = list_reminders(conn, q)
        told = letters(found, q, "zh")
    assert [one.unit.short for one in found if one.urgency == "overdue"] == ["鹤岗", "七台河", "牡丹江"]
    assert {(one.line.code, one.days_overdue) for one in found if one.urgency == "overdue"} == {("D1", 1)}
    soon = {one.unit.short for one in found if one.urgency == "soon"}
    assert "大庆" not in soon
    assert {one.line.code for one in found if one.urgency == "soon"} == {"R2"}
    assert [letter.unit for letter in told] == list(dict.fromkeys(one.unit for one in found))
    hegang = next(letter.sentence for letter in told if letter.unit.short == "鹤岗")
    assert "“联络员”（5月29日到期，已逾期 1 天）" in hegang
    assert "“路线图”（6月1日到期）" in hegang


def test_the_reminders_before_the_summary_is_due(campaign_db: Engine) -> None:
    """2020-07-02 09:00: whoever has handed in no summary (D3, 07-03) is reminded; the text has a paragraph a unit."""
    with snapshot(campaign_db) as conn:
        q = asked(conn, "2020-07-02T09:00")
        found = list_reminders(conn, q)
        returns = list_returns(conn, q)
        text = letters_text(conn, q, "zh")
    owing = [one for one in returns if one.line.code == "D3" and one.reply in ("awaited", "returned")]
    missing = {one.unit for one in owing if one.due_at and one.due_at <= q.as_of + AHEAD}
    assert {one.unit.short for one in owing} - {unit.short for unit in missing} == {"大庆"}, "its deadline is extended"
    assert {one.unit for one in found if one.line.code == "D3"} == missing
    assert Counter(one.urgency for one in found)["overdue"] > 20
    paragraphs = text.split("\r\n\r\n")
    assert len(paragraphs) - 1 == len({one.unit for one in found})
    assert "\n" not in text.replace("\r\n", "")


def test_the_reminders_say_what_is_behind_pace_and_by_how_much(campaign_engines: Engine) -> None:
    """2020-06-20: 七台河 owes 19 tasks in June, of which 7 are done; expected are 19 × 20/30 = 12.7, so 12."""
    with snapshot(campaign_engines) as conn:
        q = asked(conn, "2020-06-20T23:59:59")
        found = list_reminders(conn, q)
        owed = {one.key: one for one in list_obligations(conn, q)}
    assert sum(one.urgency == "behind" for one in found) == sum(one.behind for one in owed.values()) == 62
    [letter] = [one for one in letters(found, q, "zh") if one.unit.short == "七台河"]
    assert {one.short for one in letter.reminders if one.urgency == "behind"} == {5}
    how = "6月1日至6月30日须办 19 项，已过 20/30 天，应完成 12 项，已完成 7 项，差 5 项"
    assert f"未到期、尚未完成 12 项，滞后于序时进度（{how}）：“中心组学习”" in letter.sentence
    assert len(found) == len({(one.unit.code, one.line.code, one.period) for one in found}), "each task once"


def test_silence_counts_the_weeks_that_are_over_and_a_zero_report_is_none(campaign_engines: Engine) -> None:
    with snapshot(campaign_engines) as conn:
        q = asked(conn, "2020-06-25T09:00")
        silent = {one.unit.short: one for one in list_silence(conn, q)}
        weeks = [one for one in list_returns(conn, q) if one.period]
    assert {one.ended for one in silent.values()} == {3}
    assert {one.running for one in silent.values()} == {"2020-W26"}
    for name, one in silent.items():
        own = [week for week in weeks if week.unit.short == name and week.period < "2020-W26"]
        assert one.received == sum(week.is_in for week in own)
        tail = [week.is_in for week in own][::-1]
        assert one.silent == (tail.index(True) if True in tail else len(tail))
    assert silent["鸡西"].silent == 2
