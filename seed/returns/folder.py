"""The files of a package's folder, found by the names that a register uses."""

import os
import unicodedata
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from seed.returns.kinds.catalogue import kind_of
from seed.returns.kinds.kind import Kind
from seed.returns.reading import limits

TABLES: Final = (".xlsx", ".csv", ".xls", ".xlsm", ".xlsb", ".et", ".ods")


def folded(name: str) -> str:
    """A path below the folder for comparison: NFKC, forward slashes, no leading ./ ."""
    path = unicodedata.normalize("NFKC", name).strip().replace("\\", "/")
    return path.removeprefix("./")


@dataclass
class Folder:
    """A folder; links are not followed, so that nothing outside of it is ever read."""

    root: Path
    files: dict[str, Path] = field(default_factory=dict)
    """Folded path below the root → file, tables only."""

    @classmethod
    def scan(cls, root: Path) -> "Folder":
        """Look for tables below `root`."""
        folder = cls(root)
        for place, folders, names in os.walk(root, followlinks=False):
            folders.sort()
            for name in sorted(names):
                path = Path(place) / name
                hidden = name.startswith((".", "~$"))
                if not hidden and name.lower().endswith(TABLES) and path.is_file() and not path.is_symlink():
                    folder.files[folded(str(path.relative_to(root)))] = path
        return folder

    def of_kind(self, kind: Kind) -> list[tuple[str, Path]]:
        """The files of one kind: folded path and file, in order."""
        return [(name, path) for name, path in self.files.items() if kind_of(name) == kind]


def is_outside(name: str) -> bool:
    """Does a registered name point outside its folder?"""
    path = folded(name)
    return path.startswith("/") or ":" in path.partition("/")[0] or ".." in path.split("/")


def read_file(path: Path) -> tuple[bytes | None, str]:
    """The content, None when it is beyond the limit, and its SHA-256."""
    digest = sha256()
    with path.open("rb") as file:
        data = file.read(limits.FILE_MB * limits.MEGABYTE + 1)
        digest.update(data)
        if len(data) <= limits.FILE_MB * limits.MEGABYTE:
            return data, digest.hexdigest()
        while piece := file.read(limits.MEGABYTE):
            digest.update(piece)
    return None, digest.hexdigest()
