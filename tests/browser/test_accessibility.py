"""axe finds nothing serious on any page, in either language and theme."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit
from tests.browser.test_journeys import PAGES

# Inside Streamlit's and Plotly's own widgets, which we cannot mend: each with its reason.
FOREIGN = {
    "scrollable-region-focusable": "the grid's scroll area is focusable only through its canvas",
}


@pytest.mark.parametrize(
    "visit",
    [{"locale": "zh-CN"}, {"locale": "en-GB", "color_scheme": "dark"}],
    ids=["zh-light", "en-dark"],
    indirect=True,
)
@pytest.mark.parametrize("page", PAGES)
def test_nothing_serious(visit: Visit, page: str) -> None:
    visit.open(f"{page}?asof=2020-07-03" + ("&city=230600" if page == "city" else ""))
    found = Axe().run(visit.page).response["violations"]
    serious = [
        (rule["id"], node["html"][:200], [check["message"] for check in node["any"]][:1])
        for rule in found
        if rule["impact"] in ("serious", "critical") and rule["id"] not in FOREIGN
        for node in rule["nodes"][:3]
    ]
    assert serious == []
