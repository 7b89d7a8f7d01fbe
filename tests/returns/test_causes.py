"""Why something was extended, waived or sent back: what offices write, and the listed reason that it means."""

import pytest

from data_access.database.schema.reasons import REASONS, UNSTATED
from data_access.i18n import t
from seed.returns.reading.causes import LISTS, code_of


@pytest.mark.parametrize(
    ("act", "written", "code"),
    [
        ("extend", "疫情防控\u3000", "epidemic"),
        ("extend", "疫情", "epidemic"),
        ("extend", "汛期抢险，道路中断", "force_majeure"),
        ("extend", "任务调整：改为9月举办", "task_changed"),
        ("extend", "无此类对象", ""),  # what nobody has to do is waived, not put off
        ("waive", "无此类对象  ", "no_such_unit"),
        ("waive", "主体缺位（无此类单位）", "no_such_unit"),
        ("waive", "其他：本月刚成立", "other"),
        ("waive", "本月刚成立", ""),
        ("returned", "数据前后不一致", "figures"),
        ("returned", "数 据 不实", "figures"),
        ("returned", "缺少佐证材料", "incomplete"),
        ("returned", "未加盖公章", "form"),
        ("returned", "重复报送，以第2版为准", "duplicate"),
        ("returned", "疫情防控", ""),
    ],
)
def test_the_first_words_mean_a_reason(act: str, written: str, code: str) -> None:
    assert code_of(written, act) == code


@pytest.mark.parametrize("act", LISTS)
def test_the_lists_own_words_mean_themselves(act: str) -> None:
    assert [code_of(t("zh", f"reason.{code}") + "：有说明", act) for code in LISTS[act]] == list(LISTS[act])


def test_every_reason_has_its_own_words() -> None:
    for lang in ("zh", "en"):
        said = [t(lang, f"reason.{code}") for code in (*REASONS, UNSTATED)]
        assert len(set(said)) == len(said) == 10
