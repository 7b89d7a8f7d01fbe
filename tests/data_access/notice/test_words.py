"""The words of a notice stand in the sentences of the catalogues, each notice its own."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, update

from data_access.database.schema import campaign
from data_access.database.snapshot import Snapshot
from data_access.extracts.files import stream_csv
from data_access.i18n import Language, Words, catalogue, t
from data_access.notice.words import answered_by, speaking
from data_access.question import Filters, Question

SHANDONG = Words("市", "市", "齐鲁行")


def test_a_language_is_equal_to_its_code_and_says_what_the_notice_says() -> None:
    spoken = Language("zh", SHANDONG)
    assert (spoken, {spoken: 1}["zh"]) == ("zh", 1)
    assert (t(spoken, "group.city"), t(spoken, "page.tour")) == ("市", "齐鲁行")
    assert (t("zh", "group.city"), t("zh", "page.tour")) == ("市(地)", "万里行")
    assert t(Language("en", Words("prefecture", "prefectures", "Tour")), "group.city") == "Prefecture"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_place_is_left_open(lang: str) -> None:
    for words in (Words(), SHANDONG):
        assert [key for key, forms in catalogue(Language(lang, words)).items() if "{notice." in "".join(forms)] == []


@pytest.mark.slow
def test_files_say_what_the_notice_says(seeded: Engine) -> None:
    q = Question(Filters("HLJ-2020-43"), datetime(2020, 7, 4, tzinfo=UTC))
    with seeded.connect() as connection:
        own = speaking(Snapshot(connection), q, "zh")
        assert own.words == Words("市(地)", "市(地)", "龙江行", "应急志愿服务联盟")
        assert answered_by(Snapshot(connection), q, "annex3") == ("D3", "D4")
        connection.execute(update(campaign).values(city_zh="市", city_en="prefecture"))
        for lang, heading in (("zh", ",市,"), ("en", ",Prefecture,")):
            head = next(stream_csv(Snapshot(connection), "hazards", q, lang)).decode().splitlines()[0]
            assert heading in head
            assert "市(地)" not in head
