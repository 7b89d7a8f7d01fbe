"""Faults of the reference tables are named by file, line, column, value and what was expected."""

import shutil
from pathlib import Path

import pytest

from seed.notice import NoticeError
from seed.reference_tables import REFERENCE, read_reference


@pytest.mark.parametrize(
    ("file", "good", "bad", "sentence"),
    [
        ("divisions.csv", "230100,2000-01-01", "2301,2000-01-01", "divisions.csv: line 3, adcode: '2301'; "),
        (
            "divisions.csv",
            "prefecture,230000,126.5289",
            "prefecture,230000,26.5",
            "line 3, lon: '26.5'; expected greater",
        ),
        (
            "divisions.csv",
            "prefecture,230000,126.5289",
            "prefecture,240000,126.5",
            "parent_adcode: '240000' is not there",
        ),
        (
            "divisions.csv",
            "230200,2000-01-01",
            "230100,2000-01-01",
            "line 4: ('230100', datetime.date(2000, 1, 1)) is on",
        ),
        (
            "divisions.csv",
            "126.5289,45.8018,yes",
            "126.5289,45.8018,perhaps",
            "is_official: 'perhaps'; expected yes or no",
        ),
        ("units.csv", "member_dept,member", "member_dept,guest", "unit_group: 'guest'; expected 'member', 'office'"),
        ("industries.csv", "construction,city", "construction,town", "construction, parent_code: 'town' is not there"),
        ("channels.csv", ",D-YJ", ",D-ZZ", "channels.csv: 12350, owner: 'D-ZZ' is not there"),
        ("metrics.csv", "stock", "last", "aggregation: 'last'; expected 'sum', 'stock'"),
        ("old_names.csv", "伊春区,230717", "伊春区,230799", "伊春区, adcode: '230799' is not there"),
    ],
)
def test_faults_are_named(tmp_path: Path, file: str, good: str, bad: str, sentence: str) -> None:
    folder = Path(shutil.copytree(REFERENCE, tmp_path / "reference"))
    text = (folder / file).read_text(encoding="utf-8")
    assert good in text
    (folder / file).write_text(text.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(NoticeError) as caught:
        read_reference(folder)
    assert sentence in str(caught.value)


def test_aliases_and_names_point_to_one_unit_each() -> None:
    units = read_reference().units
    words = [word for unit in units for word in (unit.name_zh, *unit.aliases)]
    assert len(set(words)) == len(words)
    assert all(unit.name_en and unit.short_zh for unit in units)
