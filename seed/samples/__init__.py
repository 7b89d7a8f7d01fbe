"""The package of simulated returns that comes with the project, and the notice that it answers."""

from pathlib import Path
from typing import Final

SAMPLES: Final = Path(__file__).parent / "heilongjiang-2020"
NOTICE: Final = "HLJ-2020-43"
