"""What every workbook is made with."""

from datetime import UTC, datetime
from typing import Final

MADE: Final = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The creation date written into every workbook: equal data make equal bytes."""


SETTINGS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
