"""A PostgreSQL that freezes, dies and comes back, a load that is half done or late, rows that are deleted: all while
pages are looked at.
"""

import json
import os
import signal
import subprocess
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final
from urllib.error import HTTPError, URLError

from sqlalchemy import Connection, Engine, delete, func, insert, select

from data_access.database.engine import disposing, write_engine
from data_access.database.schema import hazard_exposure, load_log
from drills.tools.figures import Figures, out
from drills.tools.postgresql import family, made, serving
from drills.tools.processes import folder, until
from drills.tools.traffic import SOURCE, told, viewers
from seed.start import load_samples
from tests.server import OPENER, Server, running

PAGES: Final = ("", "completion", "hazards", "returns")
SESSIONS, INTERACTIONS = 6, 55
FROZEN, LATE, HALF = 20, 30, 10
"""Seconds of each fault."""
ANSWER, BACK, NOTICED = 6.0, 30.0, 5.0
"""Seconds within which a process answers whatever happens, is fresh again, and shows what was committed."""


def run(figures: Figures) -> None:
    """Pages answer in time with figures all the while, and follow what was committed, no more and no less."""
    with folder("faults") as place:
        url = made(place)
        with serving(place, url) as process:
            load_samples(url)
            var = {"DASHBOARD_VAR": str(place / "var")}
            with (
                running(url.render_as_string(), place, **var) as dashboard,
                viewers(dashboard.port, PAGES, SESSIONS, INTERACTIONS) as looking,
            ):
                time.sleep(15)
                away(figures, dashboard, process)
                with serving(place, url), disposing(write_engine(url)) as writer:
                    back(figures, dashboard, "killed server started again")
                    loads(figures, dashboard, writer)
                    told(figures, looking.report(300), SESSIONS)
                if not figures.hold:
                    out.print(dashboard.log.read_text(encoding="utf-8")[-4000:])


def signalled(process: subprocess.Popen[bytes], sign: signal.Signals) -> None:
    """Send it to all of them."""
    for one in family(process):
        with suppress(ProcessLookupError):
            os.kill(one, sign)


def ready(server: Server) -> tuple[str, str]:
    """Status and stamp of /readyz; "" where there is none."""
    try:
        with OPENER.open(f"{server.url}/readyz", timeout=30) as reply:
            said = json.load(reply)
    except HTTPError as error:
        said = json.load(error)
    except (URLError, OSError):
        return "", ""
    return str(said["status"]), str(said.get("stamp", ""))


def longest(server: Server, seconds: float, status: str) -> float:
    """The longest that /readyz takes to answer in so many seconds; until it says `status` at least once."""
    end, worst, seen = time.monotonic() + seconds, 0.0, set[str]()
    while time.monotonic() < end or status not in seen:
        begun = time.monotonic()
        seen.add(ready(server)[0])
        worst = max(worst, time.monotonic() - begun)
        if begun > end + 30:
            break
        time.sleep(0.2)
    return worst


def back(figures: Figures, server: Server, what: str) -> None:
    """Wait until the process is fresh again."""
    figures.at_most(f"{what}: ready after", until(lambda: ready(server)[0] == "ready", 90, "ready"), BACK, "s")


def away(figures: Figures, server: Server, process: subprocess.Popen[bytes]) -> None:
    """Freeze the server, let it go on, kill it."""
    signalled(process, signal.SIGSTOP)
    answered = longest(server, FROZEN, "unavailable")
    figures.at_most(f"frozen for {FROZEN} s: /readyz answers within", answered, ANSWER, "s")
    signalled(process, signal.SIGCONT)
    back(figures, server, "goes on")
    signalled(process, signal.SIGKILL)
    process.wait(10)
    figures.at_most("killed: /readyz answers within", longest(server, 5, "unavailable"), ANSWER, "s")


def loads(figures: Figures, server: Server, writer: Engine) -> None:
    """What is not committed is not seen; what is, late or a deletion, is soon."""
    before = ready(server)[1]
    with writer.connect() as connection:
        entry(connection, "half")
        seen = stamps(server, HALF)
        connection.rollback()
    found = len(seen | {before}) - 1
    figures.add(f"load half-way for {HALF} s, then given up: other stamps", f"{found}", "0", holds=not found)
    with writer.connect() as late:
        entry(late, "late")
        with writer.begin() as other:
            entry(other, "in time")
        stamps(server, LATE)
        noticed(figures, server, f"committed {LATE} s late, after another one: seen after", late)
    with writer.connect() as connection:
        rows = connection.scalar(select(func.count()).select_from(hazard_exposure))
        connection.execute(delete(hazard_exposure))
        entry(connection, "deletes")
        noticed(figures, server, f"{rows} rows deleted: seen after", connection)


def entry(connection: Connection, what: str) -> None:
    """The row with which a writer ends."""
    row = {"source": f"{SOURCE} {what}", "label": "sample", "rows": 0, "status": "done"}
    connection.execute(insert(load_log), [{**row, "started_at": datetime.now(UTC)}])


def stamps(server: Server, seconds: float) -> set[str]:
    """The stamps that are seen in so many seconds."""
    end, seen = time.monotonic() + seconds, set[str]()
    while time.monotonic() < end:
        seen.add(ready(server)[1])
        time.sleep(0.2)
    return seen


def noticed(figures: Figures, server: Server, what: str, connection: Connection) -> None:
    """Commit, and wait for another stamp."""
    before, begun = ready(server)[1], time.monotonic()
    connection.commit()
    while ready(server)[1] == before and time.monotonic() < begun + 15:
        time.sleep(0.1)
    figures.at_most(what, time.monotonic() - begun, NOTICED, "s")
