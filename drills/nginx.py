"""Two processes behind nginx (deploy/nginx): one is killed while a browser looks at a page."""

from drills.tools.behind import behind, drill
from drills.tools.figures import Figures


def run(figures: Figures) -> None:
    """The reader's page comes back with the same address and words, and nobody else notices."""
    with behind("nginx") as scene:
        drill(figures, scene)
