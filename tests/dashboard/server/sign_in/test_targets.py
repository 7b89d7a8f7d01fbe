"""After signing in one comes back to a page of ours, whatever stood in the address."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, strategies as st

from dashboard.registry import PAGES
from dashboard.server.sign_in import targets
from tests.tally import Tally

FOREIGN = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example/hazards",
    "/\\evil.example/",
    "\\\\evil.example",
    "/\t/evil.example/",
    "/\n/evil.example",
    "\x00//evil.example",
    " //evil.example",
    "http:evil.example",
    "http:/hazards",
    "https:hazards",
    "javascript:alert(1)",
    "data:text/html,x",
    "/hazards//evil.example",
    "/hazards/../..//evil.example",
    "/%2f/evil.example",
    "/%5cevil.example",
    "//evil.example@127.0.0.1/",
    "/@evil.example",
    "@evil.example",
    "evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "/auth/sign-out",
    "/auth/sign-in?next=/auth/sign-in",
    "/auth/callback?code=1",
    "/extract/overview.csv?t=1",
    "/hazards\r\nSet-Cookie: a=b",
    "/hazards%0d%0aSet-Cookie:a=b",
    "//[::1/",
    "/hazards?" + "x" * 5000,
    "",
)


def held(wanted: str) -> bool:
    """Whether one comes to a page of ours, on this host, in one line."""
    found = targets.safe(wanted)
    parts = urlsplit(found)
    ours = parts.path in {entry.path for entry in PAGES} and not parts.scheme and not parts.netloc
    return ours and found.isascii() and found.isprintable() and "\\" not in found and " " not in found


def test_no_address_leads_elsewhere(tally: Tally) -> None:
    for wanted in FOREIGN:
        tally.add(repr(wanted), held(wanted))
        assert urlsplit(targets.safe(wanted)).path in ("/", "/hazards")


@given(st.one_of(st.text(max_size=60), st.text("/\\:@?#.%evil\t\r\n", max_size=30), st.from_regex(r"/hazards\?.*")))
def test_no_text_leads_elsewhere(wanted: str) -> None:
    assert held(wanted)
    assert targets.safe(targets.safe(wanted)) == targets.safe(wanted)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("/", "/"),
        ("/overview?lang=en", "/?lang=en"),
        ("/hazards?city=230500&city=230100&asof=2020-07-03&lang=en", None),
        ("/city?item=task%3A230900%3AD2%3A2020-W23&present=", None),
        ("/hazards?q=%E5%8F%8C%E9%B8%AD%E5%B1%B1+a%26b", None),
    ],
)
def test_page_language_and_filters_are_kept(wanted: str, found: str | None) -> None:
    assert targets.safe(wanted) == (found or wanted)
    again = dict(parse_qsl(urlsplit(targets.sign_in(wanted)).query))
    assert again == {"next": found or wanted}


def test_a_language_that_was_chosen_before_signing_in_is_that_of_the_page() -> None:
    assert targets.with_language("/hazards?lang=zh&city=230500", "en") == "/hazards?city=230500&lang=en"
