"""Extracts over HTTP: the bytes that the manifest says, for who has a page's link, whole or visibly broken."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook
from sqlalchemy import URL
from starlette.applications import Starlette

from dashboard.data import kept, reader
from dashboard.parts import links
from dashboard.server import launcher, routes
from dashboard.server.files import making
from dashboard.view import View
from data_access.access.viewer import LOCAL
from data_access.database.snapshot import snapshot
from data_access.database.stamp import Stamp
from data_access.extracts import catalogue, files as extracts
from data_access.manifests import keys, signature
from data_access.papers import catalogue as papers
from data_access.question import Filters, Question
from data_access.returns.reminders import letters_text
from tests.dashboard.asgi import Answer, ask
from tests.dashboard.test_shell import opened

pytestmark = pytest.mark.slow

APP = Starlette(routes=routes.ROUTES)
ORDER = links.Order(
    "obligations",
    Question(Filters("HLJ-2020-43", cities=("230100",)), datetime(2020, 7, 3, 16, tzinfo=UTC)),
    "zh",
    viewer=LOCAL.id,
)


def get(order: links.Order = ORDER, ext: str = "csv", name: str = "", **more: object) -> Answer:
    return ask(APP, f"/extract/{name or order.name}.{ext}?t={links.sign(order)}", **more)


@pytest.fixture(autouse=True)
def _campaign(campaign_url: URL) -> None:
    """Each test reads the sample campaign."""


def manifest_of(order: links.Order) -> dict[str, object]:
    """What the manifest says of the file; `rows` and the like only."""
    said = get(order, "manifest.json")
    assert said.status == 200, order.name
    return {key: json.loads(said.body)[key] for key in ("sha256", "bytes", "rows", "as_of", "stamp")}


def seen_of(order: links.Order) -> dict[str, object]:
    """The same of the file itself."""
    file = get(order)
    assert (file.status, file.complete) == (200, True), order.name
    assert file.body.startswith(b"\xef\xbb\xbf") is not order.plain, order.name
    return {
        "sha256": sha256(file.body).hexdigest(),
        "bytes": len(file.body),
        "rows": len(list(csv.reader(io.StringIO(file.body.decode("utf-8-sig"))))) - 1,
        "as_of": "2020-07-04T00:00:00+08:00",
        "stamp": file.headers["x-data-stamp"],
    }


@pytest.mark.parametrize("plain", [False, True])
def test_each_file_is_what_its_manifest_says(plain: bool) -> None:
    orders = {name: replace(ORDER, name=name, plain=plain, lang="en") for name in catalogue.BASES}
    assert {name: seen_of(order) for name, order in orders.items()} == {
        name: manifest_of(order) for name, order in orders.items()
    }


def test_the_file_is_the_one_that_the_shell_command_writes() -> None:
    with snapshot(reader.engine()) as connection:
        wanted = b"".join(extracts.stream_csv(connection, "obligations", ORDER.question, "zh"))
    assert get().body == wanted


def test_a_manifest_is_signed_or_refused() -> None:
    said = json.loads(get(ext="manifest.json").body)
    assert signature.check(said, keys.trusted_keys()) == "good"
    (keys.folder() / keys.PRIVATE).chmod(0o644)
    refused = get(ext="manifest.json")
    assert refused.status == 503
    assert "签名密钥" in bytes(refused.body).decode()


def test_the_manifest_says_whether_the_page_showed_the_same_data() -> None:
    stamp = json.loads(get(ext="manifest.json").body)["stamp"]
    assert json.loads(get(replace(ORDER, stamp=stamp), "manifest.json").body)["as_shown"] is True
    assert json.loads(get(replace(ORDER, stamp="older"), "manifest.json").body)["as_shown"] is False


def test_the_reminders_are_a_text_to_send_on() -> None:
    """For Windows: with a BOM, its lines end as there; other extracts have no such form."""
    answer = get(replace(ORDER, name="reminders"), "txt")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert unquote(answer.headers["content-disposition"]).endswith(".txt")
    with snapshot(reader.engine()) as conn:
        assert answer.body.decode("utf-8-sig") == letters_text(conn, ORDER.question, "zh")
    assert answer.body.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in answer.body.replace(b"\r\n", b"")
    assert get(ext="txt").status == 404


def test_the_file_has_a_chinese_name() -> None:
    said = get().headers["content-disposition"]
    encoded = said.split("filename*=UTF-8''")[1]
    assert encoded.isascii()
    name = unquote(encoded)
    assert name.endswith(".csv")
    assert "2020-07-04T0000" in name
    assert "哈尔滨市" in name
    plain = said.split('filename="')[1].split('"')[0]
    assert plain.isascii()
    assert plain.endswith(".csv")


def test_a_workbook_opens_with_the_same_rows() -> None:
    answer = get(ext="xlsx")
    assert answer.complete
    assert zipfile.is_zipfile(io.BytesIO(answer.body))
    book = load_workbook(io.BytesIO(answer.body), read_only=True)
    rows = sum(1 for _ in book.worksheets[0].iter_rows())
    book.close()
    assert rows - 1 == json.loads(get(ext="manifest.json").body)["rows"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/extract/obligations.csv", 403),
        ("/extract/obligations.csv?t=", 403),
        ("/extract/obligations.csv?t=rubbish", 403),
        ("/extract/nothing.csv?t=x", 404),
        ("/extract/obligations.exe?t=x", 404),
        ("/extract/obligations?t=x", 404),
        ("/extract/..%2Fobligations.csv?t=x", 404),
        ("/extract/", 404),
    ],
)
def test_who_has_no_link_gets_nothing(address: str, status: int) -> None:
    answer = ask(APP, address, headers={"accept-language": "en"})
    assert answer.status == status
    assert b"230100" not in answer.body


def test_a_link_is_no_key_to_another_extract() -> None:
    assert get(name="activities").status == 403


def test_a_link_that_ran_out_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def expired(token: str, name: str) -> links.Order:
        raise links.LinkExpiredError

    monkeypatch.setattr(links, "read", expired)
    answer = ask(APP, "/extract/obligations.csv?t=x", headers={"accept-language": "en-US"})
    assert answer.status == 410
    assert "expired" in answer.text


def test_one_too_many_is_told_when_to_come_back() -> None:
    with_all = [making.slots().acquire(blocking=False) for _ in range(5)]
    assert with_all == [True] * 4 + [False]
    refused = get()
    assert refused.status == 503
    assert int(refused.headers["retry-after"]) > 0
    for _ in range(4):
        making.slots().release()
    assert get().status == 200


@pytest.mark.parametrize("ext", links.EXTENSIONS)
def test_a_slot_is_given_back_each_time(ext: str) -> None:
    for _ in range(6):
        assert get(ext=ext).status == 200
    assert get(method="HEAD").status == 200
    assert get().status == 200


def test_an_error_half_way_breaks_the_body(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def breaks(*_: object, **__: object) -> Iterator[bytes]:
        yield b"first rows\r\n"
        raise RuntimeError("row of 13812345678")

    monkeypatch.setattr(extracts, "stream_csv", breaks)
    for _ in range(5):
        answer = get()
        assert answer.status == 200
        assert answer.body == b"first rows\r\n"
        assert not answer.complete
        assert answer.broken is None  # the server would write it into its log, values and all
    assert "RuntimeError" in caplog.text
    assert "13812345678" not in caplog.text


@pytest.mark.parametrize("ext", ["csv", "xlsx", "manifest.json"])
def test_a_file_that_fails_before_its_first_byte_is_refused_in_words(
    ext: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object, **__: object) -> Iterator[bytes]:
        raise RuntimeError("row of 13812345678")
        yield b""

    monkeypatch.setattr(extracts, {"xlsx": "steps_of_xlsx", "csv": "stream_csv"}.get(ext, "manifest"), breaks)
    if ext == "manifest.json":
        monkeypatch.setattr(extracts, "manifest", lambda *_: next(breaks()))
    for _ in range(5):
        answer = get(ext=ext)
        assert (answer.status, answer.complete, answer.broken) == (500, True, None)
    assert "没有发出残缺文件" in answer.text
    assert "13812345678" not in caplog.text + answer.text


@pytest.mark.parametrize("away", [False, True])
def test_asking_for_the_head_starts_no_work(away: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """And claims no length; while all slots are in use, and without a database, too."""
    if away:
        monkeypatch.setenv("DATABASE_URL", "sqlite:////nowhere/gone.db")
        reader.forget()
    for _ in range(4):
        making.slots().acquire(blocking=False)
    for answer in (*(get(ext=ext, method="HEAD") for ext in links.EXTENSIONS), fetch(method="HEAD")):
        assert (answer.status, answer.body) == (200, b"")
        assert "content-length" not in answer.headers
    assert get(method="HEAD", name="activities").status == 403
    assert making.slots().acquire(blocking=False) is False


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_can_be_done_but_fetching(method: str) -> None:
    guarded = Starlette(routes=routes.ROUTES, middleware=launcher.middleware())
    for path in (f"/extract/obligations.csv?t={links.sign(ORDER)}", "/paper/annex3.xlsx", "/readyz"):
        answer = ask(guarded, path, method=method)
        assert (answer.status, set(answer.headers["allow"].split(", "))) == (405, {"GET", "HEAD"})


def test_without_a_database_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/gone.db")
    reader.forget()
    answer = get()
    assert answer.status == 503
    assert str(tmp_path) not in answer.text
    ready = ask(APP, "/readyz")
    said = json.loads(ready.body)
    assert (ready.status, said["status"]) == (503, "missing")
    assert "python -m seed init" in said["what"]["zh"]
    assert str(tmp_path) not in ready.text


def test_ready_asks_the_database() -> None:
    answer = ask(APP, "/readyz")
    said = json.loads(answer.body)
    assert answer.status == 200
    assert (said["status"], said["label"]) == ("ready", "sample")


def test_ready_says_what_is_kept_in_memory() -> None:
    """What was drawn in between is told half a minute later."""
    before = json.loads(ask(APP, "/readyz").body)["memory"]
    opened("completion", "zh")
    kept._weighed.clear()
    after = json.loads(ask(APP, "/readyz").body)["memory"]
    for name in ("answers", "facts", "views"):
        assert 0 <= before[name]["entries"] < after[name]["entries"] <= after[name]["most"], name
        assert before[name]["bytes"] < after[name]["bytes"], name
    assert before["process"]["bytes"] > 50e6


def test_ready_says_that_the_data_is_older_than_what_was_shown() -> None:
    newer = datetime(2030, 1, 1, tzinfo=UTC)
    assert reader.high_water().above("", Stamp("v", newer, "sample")) is None
    said = json.loads(ask(APP, "/readyz").body)
    assert (said["status"], said["newer_before"]) == ("ready", newer.isoformat())


def test_a_database_without_returns_is_called_empty(notice_url: URL) -> None:
    said = json.loads(ask(APP, "/readyz").body)
    assert (said["status"], said["label"], said["data_until"]) == ("empty", "empty", None)


def test_a_page_link_is_answered(view: View) -> None:
    assert ask(APP, links.extract_url(view, "overview")).status == 200


PAPER = links.Order(
    "paper:annex3", Question(Filters("HLJ-2020-43"), ORDER.question.as_of), "zh", viewer=LOCAL.id, of="牡丹江市"
)


def fetch(order: links.Order = PAPER, file: str = "annex3.xlsx", **more: object) -> Answer:
    return ask(APP, f"/paper/{file}?t={links.sign(order)}", **more)


@pytest.mark.parametrize(
    ("name", "of", "ext"),
    [
        ("annex3", "230100", "xlsx"),
        ("bulletin", "", "docx"),
        ("city-sheet", "230100", "docx"),
        ("brief", "", "html"),
        ("brief", "", "pdf"),
    ],
)
def test_a_paper_is_the_one_that_the_shell_command_writes(name: str, of: str, ext: str) -> None:
    order = replace(PAPER, name=f"paper:{name}", of=of)
    answer = fetch(order, f"{name}.{ext}")
    with snapshot(reader.engine()) as connection:
        made = papers.make(connection, name, order.question, "zh", of, ext)
    assert (answer.status, answer.complete, answer.body) == (200, True, made.body)
    assert answer.headers["content-length"] == str(len(made.body))
    assert unquote(answer.headers["content-disposition"].split("filename*=UTF-8''")[1]) == made.name
    assert answer.headers["content-type"] == making.MEDIA[ext]
    assert fetch(order, f"{name}.{ext}", method="HEAD").status == 200


@pytest.mark.parametrize(
    ("file", "order", "status"),
    [
        ("annex3.docx", PAPER, 404),
        ("letter.docx", PAPER, 404),
        ("bulletin.docx", PAPER, 403),  # a link to one paper is no key to another
        ("annex3.xlsx", replace(PAPER, name="annex3"), 403),
        ("annex3.xlsx", ORDER, 403),
        ("annex3.xlsx", replace(PAPER, of="某市"), 404),
        ("bulletin.docx", replace(PAPER, name="paper:bulletin", of="99"), 404),
    ],
)
def test_no_other_paper_is_given(file: str, order: links.Order, status: int) -> None:
    answer = fetch(order, file)
    assert answer.status == status
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_paper_that_fails_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object) -> papers.Made:
        raise RuntimeError("row of 13812345678")

    monkeypatch.setattr(papers, "make", breaks)
    for _ in range(5):
        answer = fetch()
        assert (answer.status, answer.complete) == (500, True)
    assert "没有发出残缺文件" in answer.text
    assert "13812345678" not in caplog.text + answer.text


def test_papers_share_the_slots_of_extracts() -> None:
    for _ in range(6):
        assert fetch().status == 200
    for _ in range(4):
        making.slots().acquire(blocking=False)
    assert fetch().status == 503
    for _ in range(4):
        making.slots().release()


def test_a_page_links_to_papers_in_both_languages(view: View) -> None:
    for lang in ("zh", "en"):
        answer = ask(APP, links.paper_url(view, "bulletin", "", lang))
        assert answer.status == 200
        assert ("Bulletin" in answer.headers["content-disposition"]) is (lang == "en")


def test_the_guard_is_around_the_routes() -> None:
    guarded = Starlette(routes=routes.ROUTES, middleware=launcher.middleware())
    answer = ask(guarded, "/readyz", host="127.0.0.1")
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    assert ask(guarded, "/readyz", host="evil.example").status == 421
