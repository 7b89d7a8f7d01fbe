"""The pages, as data: their order is the order of the navigation. Titles are the words `page.<id>`."""

from dataclasses import dataclass
from pathlib import Path

PAGES_FOLDER = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True)
class PageEntry:
    """One page: its address is its id, the same in every language.

    Without icon: Streamlit makes a page's icon the browser tab's too, which the browser would fetch from another host.
    """

    id: str
    section: str = ""
    """The menu that it is under, titled `section.<section>`; "": it stands in the navigation itself."""
    default: bool = False
    lines: bool = True
    """Whether it is narrowed by lines and unit groups, which hazards and tips do not have."""
    hazards: bool = False
    """Whether it is narrowed by what only hazards and tips have: grade, industry, source, class, county."""

    @property
    def script(self) -> Path:
        """The direct script that draws it."""
        return PAGES_FOLDER / f"{self.id}.py"

    @property
    def section_key(self) -> str:
        """The title of its menu in the catalogues; "" for none."""
        return self.section and f"section.{self.section}"

    @property
    def title_key(self) -> str:
        """Its title in the catalogues."""
        return f"page.{self.id}"


PAGES = (
    PageEntry("overview", default=True),
    PageEntry("map"),
    PageEntry("timeline"),
    PageEntry("completion"),
    PageEntry("city"),
    PageEntry("returns", "work"),
    PageEntry("reach", "work"),
    PageEntry("tour", "work"),
    PageEntry("hazards", "hazards", lines=False, hazards=True),
    PageEntry("majors", "hazards", lines=False, hazards=True),
    PageEntry("tips", "hazards", lines=False, hazards=True),
    PageEntry("exposures", "hazards", lines=False, hazards=True),
    PageEntry("quality", "data", lines=False),
    PageEntry("papers", "data", lines=False),
    PageEntry("extracts", "data", hazards=True),
)


def of(page_id: str) -> PageEntry:
    """The page with this id."""
    return next(entry for entry in PAGES if entry.id == page_id)
