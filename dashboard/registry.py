"""The pages, as data: six questions, each with one page or several views of it. Titles are the words `page.<id>` and
`question.<id>`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data_access.access.viewer import SEEING, Role, Viewer
from data_access.notice.filters import OF_HAZARDS
from data_access.question import HazardFilters

RECORD: Final = "/audit"
"""The address of the auditor's page, which the server writes whole (dashboard/server/record_page.py)."""
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
    groups: bool = True
    """Whether, of these two, unit groups do: a city's page has all units of it."""
    hazards: tuple[str, ...] = ()
    """Fields of the filters of hazards and tips that narrow it."""
    roles: frozenset[Role] = SEEING
    """To whom it is open (ADR 0047)."""

    def narrowed(self, hazards: HazardFilters) -> HazardFilters:
        """Those of the filters of hazards and tips that narrow this page."""
        return HazardFilters(**{field: getattr(hazards, field) for field in self.hazards})

    def open_to(self, viewer: Viewer) -> bool:
        """Whether this person may see it."""
        return bool(self.roles & viewer.roles)

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


EVERY: Final = tuple(one.field for one in OF_HAZARDS)
PAGES: Final = (
    PageEntry("overview", "overview", default=True),
    PageEntry("completion", "tasks"),
    PageEntry("timeline", "tasks"),
    PageEntry("map", "tasks"),
    PageEntry("tasks", "tasks"),
    PageEntry("hazards", "hazards", lines=False, hazards=EVERY),
    PageEntry("majors", "hazards", lines=False, hazards=tuple(one for one in EVERY if one != "grades")),
    PageEntry("tips", "hazards", lines=False, hazards=("industries",)),
    PageEntry("exposures", "hazards", lines=False, hazards=EVERY),
    PageEntry("city", "city", groups=False),
    PageEntry("returns", "work"),
    PageEntry("reach", "work"),
    PageEntry("tour", "work"),
    PageEntry("annex3", "work"),
    PageEntry("papers", "files", lines=False),
    PageEntry("extracts", "files", hazards=EVERY),
    PageEntry("quality", "files", lines=False, roles=frozenset({"office", "province"})),
    PageEntry("changes", "files"),
)
QUESTIONS: Final = tuple(dict.fromkeys(entry.question for entry in PAGES))
"""In the order of the navigation."""
IDS: Final = frozenset(entry.id for entry in PAGES)
DEFAULT: Final = next(entry.id for entry in PAGES if entry.default)


def of(page_id: str) -> PageEntry:
    """The page with this id."""
    return next(entry for entry in PAGES if entry.id == page_id)


def views(question: str, viewer: Viewer) -> tuple[PageEntry, ...]:
    """The pages of a question that are open to this person, the one that its name in the navigation opens first."""
    return tuple(entry for entry in PAGES if entry.question == question and entry.open_to(viewer))
