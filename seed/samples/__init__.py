"""Simulated returns to show something on an empty machine: a package as a provincial office keeps it."""

from pathlib import Path
from typing import Final

SAMPLES: Final = Path(__file__).parent / "heilongjiang-2020"
