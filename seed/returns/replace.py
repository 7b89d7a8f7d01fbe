"""What was invented makes way for real returns: never where anything real is, and never without a copy of it."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import URL

from data_access.database.schema import metadata
from seed.backup.copying import empty
from seed.backup.making import beside, write_backup
from seed.init import initialise
from seed.loads import holds_invented, is_simulated
from seed.private.pair import Pair, both
from seed.private.tables import metadata as private_metadata
from seed.returns.importing import import_paths
from seed.returns.report import Report
from seed.usage import UsageError


def try_empty(paths: Iterable[Path], **options: Any) -> Report:
    """What importing `paths` would do in a database that holds nothing but the notices; nothing is stored.

    `options` are those of import_paths for single files.
    """
    with TemporaryDirectory() as folder:
        url = URL.create("sqlite", database=str(Path(folder) / "trial.db"))
        initialise(url, private=False)
        return import_paths(url, paths, dry_run=True, **options)


def make_way(url: str | URL, paths: Iterable[Path], **options: Any) -> Path | None:
    """Empty a database of what was invented, if `paths` hold anything that would be taken; where its copy is.

    Tried first, so that a mistyped path or a refused file leaves everything where it is. None: nothing was emptied.
    """
    if not any(file.outcome in ("loaded", "same") for file in try_empty(paths, **options).files):
        return None
    return start_over(url)


def start_over(url: str | URL) -> Path | None:
    """Empty the database and its private place of samples or a simulation, then load notices as `seed init` does.

    What is emptied is copied first; where to, or None for a simulation, which `seed demo` makes again. UsageError,
    and nothing is touched, where anything real was ever loaded.
    """
    with (
        Pair(url) as pair,
        pair.connected() as (public, private),
        both(public, private, first="private"),  # a stop in between leaves public rows, which can be emptied again
    ):
        if not holds_invented(public):
            raise UsageError(
                "the database holds real data, which is never emptied: give it another one in DATABASE_URL",
                "数据库里有真实数据,不会被清空;请在 DATABASE_URL 中另行指定数据库。",
            )
        place = beside(pair.public.url)
        copy = None if is_simulated(public) else write_backup({"public": public, "private": private}, place, "emptied")
        empty(private, private_metadata.sorted_tables)
        empty(public, metadata.sorted_tables)
    initialise(url)
    return copy
