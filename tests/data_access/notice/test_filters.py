"""One row per filter is all that addresses, boxes, files and the shell know of it."""

from dataclasses import fields

import pytest

from data_access.i18n import LANGUAGES, t
from data_access.notice.filters import FILTERS, Filter, with_codes
from data_access.question import Filters, HazardFilters

EACH = pytest.mark.parametrize("one", FILTERS, ids=[one.field for one in FILTERS])


def test_every_field_of_codes_has_its_row() -> None:
    of = {
        about: [field.name for field in fields(holder) if field.default == ()]
        for about, holder in (("everything", Filters), ("hazards", HazardFilters))
    }
    assert {about: [one.field for one in FILTERS if one.about == about] for about in of} == of


@EACH
def test_codes_go_where_their_filter_says(one: Filter) -> None:
    filters, hazards = with_codes(Filters("AQY2020"), {one.field: ["b", "a"]})
    assert [other.field for other in FILTERS if other.chosen(filters, hazards)] == [one.field]
    assert one.chosen(filters, hazards) == ("b", "a")
    assert filters.campaign == "AQY2020"


@EACH
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_filter_has_its_words(one: Filter, lang: str) -> None:
    keys = [f"filter.{one.parameter}", f"filter.{one.parameter}.all", f"filter.{one.field}"]
    codes = one.known if isinstance(one.known, tuple) else ()
    families = [family for family in (one.shown, one.named) if family and isinstance(family, str)]
    for key in (*keys, *(f"{family}.{code}" for family in families for code in codes)):
        assert t(lang, key) != key
