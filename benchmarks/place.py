"""The databases that a run of benchmarks asks: the samples, and simulated campaigns that are kept from run to run."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from data_access.database.engine import disposing, write_engine
from data_access.database.migrations import migrate
from seed.demo.run import make_demo
from seed.start import load_samples
from tests.postgres import server

KEPT: Final = Path(__file__).resolve().parents[1] / "var" / "bench"
HAZARDS: Final = 52_000
"""Of a simulation of scale 1."""
SCALES: Final = (1.0, 20.0)


class Size(NamedTuple):
    """A database, and how many hazards it has in words."""

    name: str
    url: str


@dataclass(frozen=True)
class Place:
    """What a run works with. `folder` is thrown away; `stack` ends what was started."""

    folder: Path
    stack: ExitStack
    scales: Sequence[float] = SCALES
    minutes: float = 5.0
    """For so long a hundred viewers look."""
    pages: Sequence[str] = ()
    """The pages whose reruns are measured; () for all."""
    given: str = ""
    """A PostgreSQL database that holds the greatest simulation already."""

    @cached_property
    def samples(self) -> Size:
        """The sample campaign on SQLite."""
        url = f"sqlite:///{self.folder / 'campaign.db'}"
        load_samples(url)
        return Size("samples", url)

    @cached_property
    def sizes(self) -> list[Size]:
        """The samples, then the simulations, on SQLite."""
        return [self.samples, *map(simulated, self.scales)]

    @property
    def greatest(self) -> Size:
        """The greatest of `sizes`."""
        return self.sizes[-1]

    @cached_property
    def postgresql(self) -> Size:
        """The greatest simulation on PostgreSQL; of a server of its own, that takes three minutes to fill."""
        if self.given:
            return Size(self.greatest.name, self.given)
        url = self.stack.enter_context(server()).render_as_string(hide_password=False)
        make_demo(url, max(self.scales))
        return Size(self.greatest.name, url)

    @property
    def both(self) -> dict[str, Size]:
        """The greatest simulation by database."""
        return {"SQLite": self.greatest, "PostgreSQL": self.postgresql}


def simulated(scale: float) -> Size:
    """The simulation of this scale on SQLite, made once and kept."""
    path = KEPT / f"demo-{scale:g}.db"
    url = f"sqlite:///{path}"
    if path.exists():
        with disposing(write_engine(url)) as engine:
            migrate(engine)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        make_demo(url, scale)
    return Size(f"{HAZARDS * scale:,.0f}", url)
