"""What a leader of some cities is told of the others: nothing, the place of his own, or the ledger of all."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from data_access.database.snapshot import Snapshot, snapshot
from data_access.notice.campaigns import resolve, understand
from data_access.obligations.rates import RATES
from data_access.papers.catalogue import UnknownPaperError, load_brief, load_forms, make
from data_access.papers.city_sheet import load_city_sheet
from data_access.question import Filters, HazardFilters, Peers, Question, Scope
from data_access.urgency.standings import list_peers, list_ranked, list_standings

AT = datetime(2020, 12, 31, tzinfo=UTC)
HARBIN, HEGANG, SHUANGYASHAN = "230100", "230400", "230500"


def asked(s: Snapshot, *cities: str, peers: Peers = "none") -> Question:
    scope = Scope(cities, peers) if cities else Scope()
    return resolve(s, Filters(as_of=AT), AT, scope)


@pytest.mark.parametrize("cities", [(HARBIN,), (HARBIN, SHUANGYASHAN)])
def test_the_place_of_an_own_city_is_that_among_all(campaign_engines: Engine, cities: tuple[str, ...]) -> None:
    with snapshot(campaign_engines) as s:
        whole = {(one.unit.code, one.rate): one for one in list_standings(s, asked(s)) if one.unit.group == "city"}
        for peers in ("rank", "all"):
            told = list_standings(s, asked(s, *cities, peers=peers))
            assert told == tuple(whole[one.unit.code, one.rate] for one in told)
            assert {(one.unit.adcode, one.rate) for one in told} == {(city, rate) for city in cities for rate in RATES}
            assert {one.among for one in told if one.rate == "completion"} == {13}
            every = list_ranked(s, asked(s), "completion")
            ranks = {one.unit.code: one.rank for one in every if one.unit.adcode in cities}
            own = list_ranked(s, asked(s, *cities, peers=peers), "completion")
            assert {one.unit.code: one.rank for one in own if one.unit.group == "city"} == ranks
            assert {one.unit.city for one in own} == {*cities}
            assert None not in ranks.values()
        assert list_standings(s, asked(s, *cities)) == ()
        assert {(one.rank, one.among) for one in list_ranked(s, asked(s, *cities))} == {(None, 0)}


def test_the_ledger_of_all_is_for_who_is_told_all(campaign_engines: Engine) -> None:
    with snapshot(campaign_engines) as s:
        whole = [one for one in list_ranked(s, asked(s)) if one.unit.group == "city"]
        every = list_peers(s, asked(s, HARBIN, peers="all"))
        assert sorted(every) == sorted(whole)
        assert len(every) == 13
        assert [list_peers(s, one) for one in (asked(s), asked(s, HARBIN), asked(s, HARBIN, peers="rank"))] == [()] * 3


@pytest.mark.parametrize("cities", [(HARBIN,), (HARBIN, SHUANGYASHAN)])
def test_what_is_of_some_cities_is_not_called_the_provinces(campaign_engines: Engine, cities: tuple[str, ...]) -> None:
    with snapshot(campaign_engines) as s:
        q = asked(s, *cities)
        assert q.filters.cities == cities
        brief = load_brief(s, q, "zh")
        assert "全省" not in str(brief).replace("年全省", "")
        assert "哈尔滨" in make(s, "brief", q, "zh", "").name
        for total in ("", "city", "member"):
            with pytest.raises(UnknownPaperError):
                load_forms(s, q, total)
        sheet = load_city_sheet(s, q, HARBIN)
        assert sheet is not None
        assert (sheet.counts["rank"], sheet.ranked) == (None, 0)
        assert load_city_sheet(s, q, HEGANG) is None


def test_places_outside_the_scope_are_as_good_as_none(campaign_engines: Engine) -> None:
    with snapshot(campaign_engines) as s:
        filters = Filters(cities=(HARBIN, HEGANG, "999999"), as_of=AT)
        hazards = HazardFilters(counties=("230102", "230422"))
        q, unknown = understand(s, filters, AT, Scope((HARBIN, SHUANGYASHAN)), hazards)
        assert (q.filters.cities, q.hazards.counties) == ((HARBIN,), ("230102",))
        assert unknown == (HEGANG, "999999", "230422")
        q, unknown = understand(s, replace(filters, cities=(HEGANG,)), AT, Scope((HARBIN, SHUANGYASHAN)))
        assert (q.filters.cities, unknown) == ((HARBIN, SHUANGYASHAN), (HEGANG,))
        assert understand(s, filters, AT, Scope(), hazards)[1] == ("999999",)
