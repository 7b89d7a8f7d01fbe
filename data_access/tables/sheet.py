"""What every workbook is made with, and who took it."""

from datetime import UTC, datetime
from typing import Any, Final

from data_access.wording import printable

LONGEST_MARK: Final = 100
"""Characters: the foot of a sheet takes 255 with its codes, and writes each & twice."""
MADE: Final = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The creation date written into every workbook: equal data make equal bytes."""


SETTINGS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


def set_mark(sheet: Any, mark: str, page: str = "&P / &N") -> None:
    """Print `mark`, who took the file, at the foot of each page of a sheet beside its number; nothing for ""."""
    if mark:
        sheet.set_footer(f"&L&8{printable(mark)[:LONGEST_MARK].replace('&', '&&')}&R&8{page}")
