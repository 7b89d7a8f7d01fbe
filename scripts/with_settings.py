"""`with_settings.py FILE… -- COMMAND`: runs a command with the settings of these files, as systemd reads them.

A shell would stumble over values with spaces or brackets. Later files win; one that is not there is passed over.
"""

import os
import sys
from pathlib import Path


def read(path: Path) -> dict[str, str]:
    """The settings of a file: NAME=value, comments begin with # or ;, one pair of quotes around a value is dropped."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if not equals or name.startswith(("#", ";")):
            continue
        value = value.strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        found[name.strip()] = value
    return found


if __name__ == "__main__":
    cut = sys.argv.index("--")
    for file in map(Path, sys.argv[1:cut]):
        if file.is_file():
            os.environ.update(read(file))
    os.execvp(sys.argv[cut + 1], sys.argv[cut + 1 :])
