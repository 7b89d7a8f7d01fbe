"""The pages, as data: six questions, each with one page or several views of it. Titles are the words `page.<id>` and
`question.<id>`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

PAGES_FOLDER = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True)
class PageEntry:
    """One page: its address is its id, the same in every language.

    Without icon: Streamlit makes a page's icon the browser tab's too, which the browser would fetch from another host.
    """

    id: str
    question: str
    """The question that it answers, alone or as one of its views."""
    default: bool = False
    lines: bool = True
    """Whether the filters of lines and unit groups narrow it; hazards and tips have neither."""
    hazards: bool = False
    """Whether the filters of hazards and tips narrow it: grade, industry, source, class, county."""

    @property
    def script(self) -> Path:
        """The script that draws it."""
        return PAGES_FOLDER / f"{self.id}.py"

    @property
    def path(self) -> str:
        """Its address without parameters; the default page answers at / only."""
        return "/" if self.default else f"/{self.id}"

    @property
    def title_key(self) -> str:
        """The key of its title in the catalogue."""
        return f"page.{self.id}"


PAGES: Final = (
    PageEntry("overview", "overview", default=True),
    PageEntry("completion", "tasks"),
    PageEntry("timeline", "tasks"),
    PageEntry("map", "tasks"),
    PageEntry("tasks", "tasks"),
    PageEntry("hazards", "hazards", lines=False, hazards=True),
    PageEntry("majors", "hazards", lines=False, hazards=True),
    PageEntry("tips", "hazards", lines=False, hazards=True),
    PageEntry("exposures", "hazards", lines=False, hazards=True),
    PageEntry("city", "city"),
    PageEntry("returns", "work"),
    PageEntry("reach", "work"),
    PageEntry("tour", "work"),
    PageEntry("annex3", "work"),
    PageEntry("papers", "files", lines=False),
    PageEntry("extracts", "files", hazards=True),
    PageEntry("quality", "files", lines=False),
)
QUESTIONS: Final = tuple(dict.fromkeys(entry.question for entry in PAGES))
"""In the order of the navigation."""
IDS: Final = frozenset(entry.id for entry in PAGES)
DEFAULT: Final = next(entry.id for entry in PAGES if entry.default)


def of(page_id: str) -> PageEntry:
    """The page with this id."""
    return next(entry for entry in PAGES if entry.id == page_id)


def views(question: str) -> tuple[PageEntry, ...]:
    """The pages of a question, the one that its name in the navigation opens first."""
    return tuple(entry for entry in PAGES if entry.question == question)
