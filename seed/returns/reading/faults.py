"""What can be wrong with a return, and where: a message names a place, never a personal cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final, Literal

from data_access.quality.personal_data import holds_personal_data
from seed.returns.reading.characters import visible
from seed.returns.reading.reasons import REASONS

Lang = Literal["zh", "en"]

LONGEST_VALUE: Final = 60


@dataclass(frozen=True)
class Fault:
    """One fault and its place. `row` is as a spreadsheet shows it; 0: the file or sheet as a whole."""

    code: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    def reason(self, lang: Lang = "zh") -> str:
        """What was expected, without the place."""
        said = REASONS[self.code][0 if lang == "zh" else 1].format_map(self.details)
        if near := self.details.get("near"):
            said += f",是否为“{near}”?" if lang == "zh" else f'; is it "{near}"?'
        return said

    def sentence(self, file: str, lang: Lang = "zh") -> str:
        """File, sheet, row, column, reason and value in one line, controls as escapes."""
        if lang == "zh":
            place = [
                file,
                self.sheet,
                f"第 {self.row} 行" if self.row else "",
                f"“{self.column}”" if self.column else "",
            ]
            shown = f"(填报值:{self.value})" if self.value else ""
            return visible(" · ".join(part for part in place if part) + ":" + self.reason(lang) + shown)
        place = [file, self.sheet, f"row {self.row}" if self.row else "", f'"{self.column}"' if self.column else ""]
        shown = f" (found: {self.value})" if self.value else ""
        return visible(" · ".join(part for part in place if part) + ": " + self.reason(lang) + shown)


def shown(value: object) -> str:
    """A cell's content for a message: one line, cut short; nothing of what may be personal."""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    text = visible(" ".join(str(value).split()))
    if holds_personal_data(text):
        return ""
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
