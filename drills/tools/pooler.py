"""pgbouncer with the sample of deploy/, of which ports, places and the size of the pool are changed."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL

from drills.tools.processes import listens, program, started
from drills.tools.samples import changed
from tests.server import free_port

SAMPLE: Final = "pgbouncer/pgbouncer.ini"


@contextmanager
def pooled(target: URL, place: Path, size: int) -> Iterator[URL]:
    """The URL of the database `target` through a pgbouncer that has `size` connections to it."""
    word, port, users = secrets.token_hex(8), free_port(), place / "userlist.txt"
    users.write_text(f'"{target.username}" "{word}"\n', encoding="utf-8")
    changes = {
        "campaign = host=127.0.0.1 port=5432": f"{target.database} = host={target.host} port={target.port}",
        "listen_port = 6432": f"listen_port = {port}",
        "/etc/pgbouncer/userlist.txt": str(users),
        "default_pool_size = 20": f"default_pool_size = {size}",
    }
    file = place / Path(SAMPLE).name
    file.write_text(changed(SAMPLE, changes), encoding="utf-8")
    with started([program("pgbouncer"), file], place, lambda: listens(port)):
        yield target.set(host="127.0.0.1", port=port, password=word)
