"""What the audit holds of files and pages: who, which, how it ended; and what happens where nothing can be written."""

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from sqlalchemy import URL
from starlette.applications import Starlette

from dashboard.parts import links
from dashboard.server import routes
from data_access.access.audit.record import forget
from data_access.i18n import t
from tests.dashboard.asgi import Answer, ask
from tests.dashboard.server.test_routes import ORDER
from tests.dashboard.test_shell import opened
from tests.dashboard.viewers import OF_TWO, OFFICE, look
from tests.data_access.access.conftest import configure_audit

pytestmark = pytest.mark.slow

APP = Starlette(routes=routes.ROUTES)


@pytest.fixture(autouse=True)
def _province(campaign_url: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The office looks at the sample campaign, and it is recorded."""
    del campaign_url
    (tmp_path / "record").mkdir()
    configure_audit(tmp_path / "record", monkeypatch)
    look(OFFICE, monkeypatch)
    yield
    monkeypatch.undo()
    forget()


def lines(tmp_path: Path) -> list[dict[str, Any]]:
    """The lines of the record."""
    return [
        json.loads(line)
        for path in sorted((tmp_path / "record" / "audit").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]


def get(ext: str, name: str = "obligations", of: str = "") -> Answer:
    order = links.Order(name, ORDER.question, "zh", viewer=OFFICE.id, session=OFFICE.session, of=of)
    path = f"paper/{name.removeprefix(links.PAPER)}" if name.startswith(links.PAPER) else f"extract/{name}"
    return ask(APP, f"/{path}.{ext}?t={links.sign(order)}")


def called(answer: Answer) -> str:
    return unquote(answer.headers["content-disposition"].partition("filename*=UTF-8''")[2])


def test_a_file_has_a_first_and_a_last_line_with_its_rows_and_digest(tmp_path: Path) -> None:
    body = get("csv").body
    first, last = lines(tmp_path)
    assert (first["event"], first["ok"], first["facts"]["phase"]) == ("file", True, "start")
    assert first["who"]["id"] == OFFICE.id
    assert first["facts"]["name"] == "obligations"
    assert "230100" in first["facts"]["filters"]
    assert (last["ok"], last["facts"]["phase"], last["facts"]["of"]) == (True, "end", first["n"])
    assert last["facts"]["sha256"] == sha256(body).hexdigest()
    assert last["facts"]["rows"] == len(list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))) - 1


@pytest.mark.parametrize(("ext", "name", "of"), [("xlsx", "obligations", ""), ("docx", "paper:city-sheet", "230100")])
def test_workbooks_and_papers_are_recorded_and_bear_the_mark_of_who_took_them(
    tmp_path: Path, ext: str, name: str, of: str
) -> None:
    answer = get(ext, name, of)
    first, last = lines(tmp_path)
    assert last["facts"]["sha256"] == sha256(answer.body).hexdigest()
    number = first["facts"]["number"]
    assert called(answer).endswith(f"_{number}.{ext}")
    with zipfile.ZipFile(io.BytesIO(answer.body)) as parts:
        marked = [one for one in parts.namelist() if number in parts.read(one).decode("utf-8", "replace")]
    assert marked


def test_a_file_and_its_manifest_have_one_number(tmp_path: Path) -> None:
    file, manifest = get("csv"), json.loads(get("manifest.json").body)
    assert called(file) == manifest["file"]
    assert manifest["export"] in called(file)
    assert manifest["sha256"] == sha256(file.body).hexdigest()
    assert {line["facts"].get("number") for line in lines(tmp_path)} == {manifest["export"], None}


def test_a_file_that_breaks_is_recorded_as_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> Iterator[bytes]:
        yield b"x" * 100
        raise ZeroDivisionError

    monkeypatch.setattr("data_access.extracts.files.stream_csv", breaks)
    assert not get("csv").complete
    last = lines(tmp_path)[-1]
    assert (last["ok"], last["facts"]["phase"]) == (False, "end")
    assert "aborted" in last["facts"]
    assert "sha256" not in last["facts"]


def test_where_nothing_can_be_recorded_files_stop_and_pages_go_on_saying_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(tmp_path / "record" / "audit", ignore_errors=True)
    (tmp_path / "record" / "audit").write_text("no folder")
    for ext in ("csv", "xlsx", "manifest.json"):
        refused = get(ext)
        assert (refused.status, t("zh", "extract.unrecorded") in refused.text) == (503, True)
    look(OF_TWO, monkeypatch)
    app = opened("overview", "zh")
    assert "shell.view" in app.session_state
    assert t("zh", "shell.unrecorded") in [one.value for one in app.warning]


def test_a_page_is_recorded_once_with_its_filters(tmp_path: Path) -> None:
    app = opened("overview", "zh", city="230500")
    app.run()
    [line] = [one for one in lines(tmp_path) if one["event"] == "page"]
    assert line["facts"]["page"] == "overview"
    assert "230500" in line["facts"]["filters"]
    assert line["who"]["id"] == OFFICE.id
