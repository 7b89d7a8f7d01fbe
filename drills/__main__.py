"""`python -m drills NAME`: run one drill and print its figures; 1 when one of them does not hold."""

import importlib
import pkgutil
import sys
from pathlib import Path

from drills.tools.figures import Figures, out


def names() -> list[str]:
    """The drills there are."""
    found = pkgutil.iter_modules([str(Path(__file__).parent)])
    return sorted(one.name for one in found if not one.ispkg and one.name != "__main__")


def main(arguments: list[str]) -> int:
    """Run the drill named; what it had found before an error is printed all the same."""
    if len(arguments) != 1 or arguments[0] not in names():
        out.print(f"python -m drills NAME, which is one of: {', '.join(names())}")
        return 2
    [name] = arguments
    figures = Figures()
    try:
        importlib.import_module(f"drills.{name}").run(figures)
    finally:
        out.print(figures.table(f"Drill {name}"))
    return 0 if figures.hold else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
