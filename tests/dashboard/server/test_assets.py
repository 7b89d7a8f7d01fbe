"""Scripts and styles: made small once, sent in what the browser takes, kept by their hash; the rest is Streamlit's."""

import gzip
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse

from dashboard.marks import component
from dashboard.server import index, pack
from dashboard.server.assets import FOREVER, Assets, accepted
from dashboard.server.middleware import Guard
from tests.dashboard.asgi import Answer, ask

SCRIPT, NAME = b"let a = 1;\n" * 200, "js/index.DormvYxC.js"
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """What Streamlit has, and the same compressed."""
    plain, packed = tmp_path_factory.mktemp("plain"), tmp_path_factory.mktemp("packed")
    for name, content in {
        NAME: SCRIPT,
        "js/named.js": SCRIPT,
        "js/tiny.DormvYxC.js": b"1",
        "font.woff2": SCRIPT,
    }.items():
        (plain / name).parent.mkdir(exist_ok=True)
        (plain / name).write_bytes(content)
    assert pack.pack(plain, packed) == 4
    return plain, packed


def get(folders: tuple[Path, Path], path: str, accepts: str = "", **headers: str) -> Answer:
    app = Assets(PlainTextResponse("Streamlit's"), *folders)
    return ask(app, path, headers={"accept-encoding": accepts, **headers})


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),  # what browsers send to a server without https
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("GZIP , identity", "gzip"),
        ("br;q=0, gzip; q=0.0", ""),
        ("", ""),
    ],
)
def test_a_script_comes_in_the_smallest_coding_that_is_taken(
    folders: tuple[Path, Path], accepts: str, coding: str
) -> None:
    answer = get(folders, f"/static/{NAME}", accepts)
    assert answer.headers.get("content-encoding", "") == coding
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == FOREVER
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert UNPACK[coding](answer.body) == SCRIPT


def test_a_browser_that_asks_whether_its_copy_holds_gets_no_second_one(folders: tuple[Path, Path]) -> None:
    first = get(folders, f"/static/{NAME}", "gzip")
    again = get(folders, f"/static/{NAME}", "gzip", **{"if-none-match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    other = get(folders, f"/static/{NAME}", "br", **{"if-none-match": first.headers["etag"]})
    assert other.status == 200  # another coding is another copy


@pytest.mark.parametrize(
    "path",
    ["/static/js/named.js", "/static/js/tiny.DormvYxC.js", "/static/font.woff2", f"/static/../{NAME}", "/", "/x"],
)
def test_all_else_is_streamlits(folders: tuple[Path, Path], path: str) -> None:
    assert get(folders, path, "br").text == "Streamlit's"


def test_packing_again_makes_nothing_and_clears_what_is_of_other_versions(folders: tuple[Path, Path]) -> None:
    plain, packed = folders
    old = packed / "js" / "index.00000000.js.br"
    old.write_bytes(b"old")
    assert pack.pack(plain, packed) == 0
    assert not old.exists()
    assert (packed / f"{NAME}.br").exists()


def test_refused_codings_are_not_accepted() -> None:
    assert accepted("br;q=0, gzip;q=0.5, *;q=0") == {"gzip"}


def test_streamlits_style_sheet_asks_for_no_font_before_it_is_needed() -> None:
    """No text is set in Source Sans; the icons' font has no space, and Streamlit asks for one at each start."""
    sheet = index.style().text
    assert "font-family:Source Sans" not in sheet
    [icons] = [part for part in sheet.split("@font-face") if "Material Symbols Rounded" in part]
    assert "unicode-range:U+30-39,U+5F,U+61-7A" in icons
    answer = ask(index_app(), index.style().path)
    assert answer.headers["cache-control"] == FOREVER
    assert answer.text == sheet


def test_the_first_page_names_what_will_be_needed_and_is_small() -> None:
    answer = ask(index_app(), "/", headers={"accept-encoding": "gzip"})
    page = gzip.decompress(answer.body).decode()
    assert f"{component.ADDRESS}/marks.js" in page
    assert "./static/js/BidiComponent." in page
    assert len(answer.body) < len(page) / 2
    assert answer.headers["cache-control"] == "no-cache"


def test_our_own_script_is_kept_by_its_hash() -> None:
    app = Guard(PlainTextResponse("let a"), ["127.0.0.1"])
    assert ask(app, f"{component.ADDRESS}/marks.js").headers["cache-control"] == FOREVER
    assert "cache-control" not in ask(app, "/_stcore/bidi-components/dashboard.marks_00000000/marks.js").headers


def index_app() -> Starlette:
    return Starlette(routes=index.ROUTES)
