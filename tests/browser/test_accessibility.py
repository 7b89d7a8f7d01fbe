"""axe finds nothing serious on any page, in either language and theme."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Visit, every_page

# Inside Streamlit's and Plotly's own widgets, which we cannot mend: each with its reason.
FOREIGN = {
    "scrollable-region-focusable": "the grid's scroll area is focusable only through its canvas",
}


def serious(page: Page) -> list[tuple[str, str, list[str]]]:
    """What axe finds serious on a page: the rule, where, why."""
    found = Axe().run(page).response["violations"]
    return [
        (rule["id"], node["html"][:200], [check["message"] for check in node["any"]][:1])
        for rule in found
        if rule["impact"] in ("serious", "critical") and rule["id"] not in FOREIGN
        for node in rule["nodes"][:3]
    ]


@every_page("zh-light-wide", "en-dark-wide")
def test_nothing_serious(shown: Visit) -> None:
    assert serious(shown.page) == []
