"""The notice of the year after the samples', as a file: the same lines and duties, a year later."""

from pathlib import Path

from seed.notice_files import NOTICES

HLJ_2020, HLJ_2021 = "HLJ-2020-43", "HLJ-2021-43"


def write_later_notice(folder: Path) -> Path:
    """A folder with the notices of 2020 and 2021, for seed.init.initialise."""
    text = (NOTICES / "heilongjiang-2020.toml").read_text(encoding="utf-8")
    notices = folder / "notices"
    notices.mkdir()
    (notices / "heilongjiang-2020.toml").write_text(text, encoding="utf-8")
    (notices / "heilongjiang-2021.toml").write_text(text.replace("2020", "2021"), encoding="utf-8")
    return notices
