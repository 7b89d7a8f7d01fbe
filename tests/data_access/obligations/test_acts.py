"""The ledger of reasons: what was extended, waived or sent back, from when to when, and why."""

from dataclasses import replace
from datetime import datetime

import pytest

from data_access.database.snapshot import Snapshot
from data_access.notice.campaigns import resolve
from data_access.obligations.acts import list_acts
from data_access.obligations.at_instant import list_obligations
from data_access.obligations.reason import NO_REASON, Reason, reason_of, said
from data_access.question import Filters, Question
from data_access.returns.reminders import letters, list_reminders
from data_access.returns.reporting import list_returns
from data_access.returns.submissions import list_submissions
from tests.data_access.conftest import Tell
from tests.data_access.obligations.world import (
    CITY_A,
    CITY_B,
    REPORT,
    Extension,
    History,
    at,
    due,
    owed,
    sent,
)

REPORT_A, REPORT_B = owed(REPORT, CITY_A).id, owed(REPORT, CITY_B).id
BACK = sent((at(7, 4), "returned", at(7, 6)), (at(7, 9), "returned", at(7, 10)))
TOLD = History(
    versions=tuple(
        replace(one, reason=reason)
        for one, reason in zip(BACK.versions, [(None, None), ("figures", "数据前后不一致")], strict=True)
    ),
    extensions=(
        Extension(1, REPORT_A, due(7, 8), at(7, 1), at(7, 1), ("epidemic", "疫情防控：县城封控")),
        Extension(2, REPORT_A, due(7, 20), at(7, 7), at(7, 12), (None, None)),
    ),
    waivers=((REPORT_B, at(7, 2)),),
)


@pytest.mark.parametrize(
    ("when", "known", "acts"),
    [
        (at(7, 1).replace(year=2019), None, []),
        (at(7, 1), None, [("230100", "extended", "07-03", "07-08", "epidemic")]),
        (
            at(7, 31),
            None,
            [
                ("230100", "returned", "07-20", None, "figures"),
                ("230100", "extended", "07-08", "07-20", "unstated"),
                ("230100", "returned", "07-08", None, "unstated"),
                ("230200", "waived", "07-03", None, "other"),
                ("230100", "extended", "07-03", "07-08", "epidemic"),
            ],
        ),
        (
            at(7, 31),
            at(7, 9, 1),  # before the second extension was recorded and the second version was reviewed
            [
                ("230100", "returned", "07-08", None, "unstated"),
                ("230200", "waived", "07-03", None, "other"),
                ("230100", "extended", "07-03", "07-08", "epidemic"),
            ],
        ),
    ],
)
def test_the_newest_act_comes_first(tell: Tell, when: datetime, known: datetime | None, acts: list[object]) -> None:
    with tell(TOLD) as connections:
        for conn in connections:
            q = resolve(conn, Filters(as_of=when), at(8, 1)).known(known)
            found = [
                (one.unit.code, one.act, _day(one.old_due), _day(one.new_due), one.reason.code)
                for one in list_acts(conn, q)
            ]
            assert found == acts


def test_the_reason_stands_where_the_deadline_is_shown(tell: Tell) -> None:
    """Of two extensions that of the later deadline speaks; of a version sent back its own, while none stands."""
    with tell(TOLD) as connections:
        for conn in connections:
            told = {
                day: {one.unit.code: one for one in list_returns(conn, _asked(conn, day)) if one.line.code == "D3"}
                for day in (5, 6, 9, 11)
            }
            assert told[5]["230100"].reason == Reason("epidemic", "疫情防控：县城封控")
            assert told[5]["230200"].reason == Reason("other", "情况特殊")
            assert told[5]["D-XF"].reason == NO_REASON
            assert [told[day]["230100"].sent_back for day in (5, 6, 9, 11)] == [
                NO_REASON,
                Reason("unstated", ""),
                NO_REASON,  # the second version stands
                Reason("figures", "数据前后不一致"),
            ]
            assert told[9]["230100"].reason == Reason("unstated", "")
            versions = [one.sent_back.code for one in list_submissions(conn, _asked(conn, 9)) if one.line.code == "D3"]
            assert versions == ["unstated", ""]
            assert {one.reason.code for one in list_obligations(conn, _asked(conn, 5))} == {"", "epidemic", "other"}


def test_a_reminder_says_why(tell: Tell) -> None:
    with tell(TOLD) as connections:
        for conn in connections:
            q = _asked(conn, 19)
            first = letters(list_reminders(conn, q), q, "zh")[0].sentence
            assert "“D3”（7月20日到期，已延期（未说明原因），上次报送已退回（数据不实或矛盾：数据前后不一致" in first


def _day(instant: datetime | None) -> str | None:
    return instant and f"{instant:%m-%d}"


def _asked(conn: Snapshot, day: int) -> Question:
    return resolve(conn, Filters(as_of=at(7, day)), at(8, 1))


@pytest.mark.parametrize(
    ("code", "text", "zh", "en"),
    [
        ("epidemic", "疫情防控", "疫情防控", "epidemic control"),
        ("epidemic", "疫情防控：县城封控", "疫情防控：县城封控", "epidemic control: 县城封控"),
        (
            "figures",
            "数据前后不一致",
            "数据不实或矛盾：数据前后不一致",
            "figures wrong or contradictory: 数据前后不一致",
        ),
        (None, "某种情况", "其他：某种情况", "other: 某种情况"),
        (None, None, "未说明原因", "no reason recorded"),
        (None, "", "未说明原因", "no reason recorded"),
    ],
)
def test_a_reason_in_words_is_never_blank(code: str | None, text: str | None, zh: str, en: str) -> None:
    assert (said(reason_of(code, text), "zh"), said(reason_of(code, text), "en")) == (zh, en)
    assert said(NO_REASON, "zh") == ""
