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
    """The menu that holds it, titled `section.<section>`; "": it stands in the navigation itself."""
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
    def section_key(self) -> str:
        """The key of its menu's title in the catalogue; "" for none."""
        return self.section and f"section.{self.section}"

    @property
    def title_key(self) -> str:
        """The key of its title in the catalogue."""
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
