"""Which return answers which line is what the notice says, not what its lines are called."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import URL, select

from data_access.database.engine import write_engine
from data_access.database.schema import line, metric_value, obligation, submission
from seed.init import initialise
from seed.notice_files import NOTICES
from seed.returns.importing import import_paths
from seed.usage import UsageError
from tests.returns.making import book, table

CALLED: Final = {"D3": "S3", "D4": "S9", "D1": "L1", "R2": "P2"}
"""Lines of the samples' notice under other codes; its summaries are told apart by 半程 and 全程."""


@pytest.fixture
def renamed(empty_url: URL, tmp_path: Path) -> URL:
    text = (NOTICES / "heilongjiang-2020.toml").read_text(encoding="utf-8")
    for code, called in CALLED.items():
        text = text.replace(f'"{code}"', f'"{called}"')
    notices = tmp_path / "notices"
    notices.mkdir()
    text = text.replace('file_words = "综合情况"', 'file_words = "半程"').replace(
        'file_words = "总结"', 'file_words = "全程"'
    )
    (notices / "renamed.toml").write_text(text, encoding="utf-8")
    initialise(empty_url, notices=notices)
    return empty_url


def take(url: URL, folder: Path, name: str, *rows: list[Any], **said: Any) -> Any:
    path = folder / name
    path.write_bytes(book([*rows]))
    return import_paths(url, [path], unit="大庆市", received=datetime(2020, 7, 1, 10), **said).files[0]


FIGURES: Final = (["填报单位", "大庆市"], ["序号", "项目", "单位", "数量"], [1, "A01 学习", "场", 3])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "said", "code"),
    [("附件3_半程.xlsx", {}, "S3"), ("附件3_全程.xlsx", {}, "S9"), ("附件3.xlsx", {"line": "S9"}, "S9")],
)
def test_figures_are_taken_for_the_line_that_asks_for_them(
    renamed: URL, tmp_path: Path, name: str, said: dict[str, str], code: str
) -> None:
    assert take(renamed, tmp_path, name, *FIGURES, **said).outcome == "loaded"
    engine = write_engine(renamed)
    with engine.connect() as connection:
        answered = (
            select(line.c.code, metric_value.c.value)
            .join_from(metric_value, submission, submission.c.id == metric_value.c.submission_id)
            .join(obligation, obligation.c.id == submission.c.obligation_id)
            .join(line, line.c.id == obligation.c.line_id)
        )
        assert connection.execute(answered.where(metric_value.c.value.is_not(None))).all() == [(code, 3)]
    engine.dispose()


@pytest.mark.slow
def test_other_forms_are_taken_for_theirs(renamed: URL, tmp_path: Path) -> None:
    form = (["推荐单位", "大庆市"], ["姓名", "某人"], ["填报日期", "2020年5月28日"])
    assert take(renamed, tmp_path, "附件2.xlsx", *form).outcome == "loaded"
    with pytest.raises(UsageError, match="say --line, one of S3, S9"):
        take(renamed, tmp_path, "附件3_综合情况.xlsx", *FIGURES)


@pytest.mark.slow
def test_a_return_that_no_line_asks_for_is_refused_in_words(empty_url: URL, tmp_path: Path) -> None:
    text = (NOTICES / "heilongjiang-2020.toml").read_text(encoding="utf-8")
    (tmp_path / "notices").mkdir()
    without = text.replace('answers = "liaison"\n', "")
    (tmp_path / "notices" / "without.toml").write_text(without, encoding="utf-8")
    initialise(empty_url, notices=tmp_path / "notices")
    with pytest.raises(UsageError, match="no line of the notice asks for this kind of return"):
        take(empty_url, tmp_path, "附件2.xlsx", ["推荐单位", "大庆市"], ["姓名", "某人"])


@pytest.mark.slow
def test_headings_call_places_as_the_notice_does(empty_url: URL, tmp_path: Path) -> None:
    text = (NOTICES / "heilongjiang-2020.toml").read_text(encoding="utf-8")
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "own.toml").write_text(text.replace('city_zh = "市(地)"', 'city_zh = "市州"'), "utf-8")
    initialise(empty_url, notices=tmp_path / "notices")
    heading, row = table("活动台账", {"市(地)": "大庆"})[-2:]
    assert "市(地)" in heading
    own = [str(name).replace("市(地)", "市州") for name in heading]
    assert take(empty_url, tmp_path, "活动台账_1.xlsx", own, row).outcome == "loaded"
    refused = take(empty_url, tmp_path, "活动台账_2.xlsx", heading, row)
    assert refused.outcome == "refused"
    assert "“市州”" in refused.faults[0].sentence(refused.file)
