"""The words of faults about whom, when and where a return comes from; seed.returns.reading.reasons has the others."""

from collections.abc import Mapping
from typing import Final

ORIGIN: Final[Mapping[str, tuple[str, str]]] = {
    "other_sender": (
        "文件写明的单位不是{sender}:请核对登记的单位或 --unit;其他名称请加入单位名录的别名",
        "not from {sender}: check the register or --unit; other names of a unit are aliases of the roster",
    ),
    "owes_nothing": ("{sender}没有事项 {line} 的任务,不应报送此表", "{sender} owes no line {line}: nothing to hand in"),
    "awaits_review": (
        "待审,审核通过前数字不计入:请登记审核结果,或加 --accepted 通过时间再导入一次",
        "awaits its review and does not count: enter it in the register, or import again with --accepted",
    ),
    "in_future": ("晚于当前时间", "later than now"),
    "before_notice": ("早于通知印发之日 {day}", "before the notice of {day}"),
    "contradicts": ("与 {file} 第 {first} 行不一致", "does not agree with {file}, row {first}"),
    "misplaced": ("未读取:应在最上层或省级牵头单位的文件夹内", "not read: not at the top or in the office's folder"),
}
