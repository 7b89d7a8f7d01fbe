"""Files of another province and year, for tests that nothing of Heilongjiang or 2020 is in the code."""

import shutil
from pathlib import Path

import pytest

from seed.notice_files import NOTICES
from seed.reference_tables import REFERENCE


@pytest.fixture
def other_province(tmp_path: Path) -> tuple[Path, Path]:
    """A notice of another province and year, in new files only, beside ours."""
    reference = Path(shutil.copytree(REFERENCE, tmp_path / "reference"))
    notices = Path(shutil.copytree(NOTICES, tmp_path / "notices"))
    with (reference / "divisions.csv").open("a", encoding="utf-8") as rows:
        rows.write(
            "990000,2000-01-01,,示例省,Example,示例,province,,120,40,yes\n"
            "990100,2000-01-01,,甲市,Jia,甲,prefecture,990000,120,40,yes\n"
            "990200,2000-01-01,,乙州,Yi,乙,prefecture,990000,121,40,yes\n"
            "990101,2000-01-01,2030-01-01,旧县,Old County,旧,county,990100,120,40,yes\n"
            "990102,2030-01-01,,新县,New County,新,county,990100,120,40,yes\n"
            "990201,2000-01-01,,丙县,Bing County,丙,county,990200,121,40,yes\n"
        )
    with (reference / "units.csv").open("a", encoding="utf-8") as rows:
        rows.write(
            "990000,X-1,示例省一厅,Department One,一厅,member_dept,member,stated,一厅\n"
            "990000,X-2,示例省二厅,Department Two,二厅,member_dept,office,stated,\n"
        )
    (notices / "example-2031.toml").write_text(
        """
[notice]
code = "EX-2031-7"
name_zh = "2031年示例活动"
issued_on = 2031-04-01
year = 2031
province_adcode = "990000"
timezone = "Asia/Urumqi"
starts_on = 2031-05-01
ends_on = 2031-05-31

[[campaigns]]
code = "EX2031"
name_zh = "示例活动"
kind = "special"
starts_on = 2031-05-01
ends_on = 2031-05-31

[[lines]]
code = "M1.1"                     # the code of another notice's line, and another line
campaign = "EX2031"
kind = "activity"
name_zh = "演练"
short_zh = "演练"
provenance = "stated"
quote = "各地和各部门开展演练"

[[lines.duties]]
scope = "each_unit"
role = "hold"
due_on = 2031-05-20
cutoff_time = 16:00:00
due_provenance = "stated"
date_rule = "by"

[[lines.duties]]                  # for this unit instead of the rule for all
scope = "named"
unit = "X-1"
role = "hold"
min_count = 3

[[lines]]
code = "W"
campaign = "EX-2031-7"
kind = "report"
name_zh = "县级周报"
short_zh = "周报"
recurrence = "weekly"
provenance = "stated"
quote = "各县每周报送"

[[lines.duties]]
scope = "each_county"
role = "submit"
periods = [{ key = "2031-W19", due_on = 2031-05-11 }, { key = "2031-W20", due_on = 2031-05-18 }]
due_provenance = "stated"
date_rule = "by"
""",
        encoding="utf-8",
    )
    return notices, reference
