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
    default: bool = False

    @property
    def script(self) -> Path:
        """The direct script that draws it."""
        return PAGES_FOLDER / f"{self.id}.py"

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
    PageEntry("extracts"),
)
