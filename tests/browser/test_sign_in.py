"""Signing in at a provider that we have not written, in a browser: deep link, language and filters survive, and signing
out ends all tabs.
"""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine, make_url

from data_access.access import grants
from data_access.access.place import opened
from data_access.access.rights import Right
from data_access.i18n import t
from tests.dashboard.server.sign_in.conftest import CONSOLE, LEADER, SECURITY, STRANGER, audited
from tests.server import OPENER, Server, free_port, running

WANTED = "hazards?lang=en&campaign=HLJ-2020-43&city=230500&asof=2020-07-03"
SHOWN = 20_000


@contextmanager
def provider(folder: Path) -> Iterator[str]:
    """A real provider of OpenID Connect on loopback."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    with (folder / "provider.log").open("wb") as log:
        process = subprocess.Popen(
            command, env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}, stdout=log, stderr=log
        )
    try:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                OPENER.open(f"http://127.0.0.1:{port}/jwks", timeout=2).close()
                break
            except (URLError, OSError):
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def signing(campaign_db: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard over the sample campaign, to which one signs in."""
    folder = tmp_path_factory.mktemp("signing")
    access = opened(make_url(f"sqlite:///{folder / 'campaign.db'}"))
    grants.grant(access, SECURITY.id, Right("security"), CONSOLE, name="安全管理员", unit="省安委办")
    grants.grant(access, LEADER, Right("province"), SECURITY, name="Zhang", unit="省政府")
    access.dispose()
    database = str(campaign_db.url.database).removeprefix("file:").split("?")[0]
    with provider(folder) as url:
        way = {
            "ACCESS_URL": f"sqlite:///{folder / 'access.db'}",
            "DASHBOARD_SECRET": secrets.token_hex(32),
            "DASHBOARD_SIGN_IN": "oidc",
            "DASHBOARD_OIDC_DISCOVERY": f"{url}/.well-known/openid-configuration",
            "DASHBOARD_OIDC_CLIENT": "board",
            "DASHBOARD_OIDC_CLIENT_SECRET": "secret of the client",
            **audited(folder),
        }
        with running(f"sqlite:///{database}", folder, DASHBOARD_VAR=str(folder / "var"), **way) as server:
            yield server


def as_person(page: Page, sub: str) -> None:
    """Press the one button, and say at the provider who one is."""
    page.click("a.button")
    page.fill("input[name=sub]", sub)
    page.press("input[name=sub]", "Enter")


def test_one_comes_to_the_page_that_was_wanted_and_leaves_all_tabs(signing: Server, chromium: Browser) -> None:
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    page, other = context.new_page(), context.new_page()
    assert page.goto(f"{signing.url}/{WANTED}").status == 401  # type: ignore[union-attr]
    assert page.inner_text("h1") == t("en", "door.sign_in.title")  # the address speaks English, not the browser
    as_person(page, LEADER)
    page.wait_for_selector(".person button", timeout=SHOWN)
    address = urlsplit(page.url)
    assert (address.path, sorted(address.query.split("&"))) == ("/hazards", sorted(WANTED.partition("?")[2].split("&")))
    assert page.inner_text(".person .name") == "Zhang"
    page.wait_for_selector("text=Shuangyashan", timeout=SHOWN)
    [cookie] = [one for one in context.cookies() if str(one.get("name")).startswith("__Host-")]
    assert (cookie.get("secure"), cookie.get("httpOnly"), cookie.get("sameSite")) == (True, True, "Lax")
    other.goto(f"{signing.url}/?lang=zh&asof=2020-07-03")
    other.wait_for_selector(".person button", timeout=SHOWN)
    page.click(".person button")
    page.wait_for_selector(f"text={t('en', 'door.signed_out.title')}", timeout=SHOWN)
    other.wait_for_selector(f"text={t('zh', 'door.ended.title')}", timeout=SHOWN)
    assert "双鸭山" not in other.inner_text("body")
    other.click("a.go")
    other.wait_for_selector(f"text={t('zh', 'door.sign_in.title')}", timeout=SHOWN)
    context.close()


def test_who_is_not_known_is_told_so_without_a_script(signing: Server, chromium: Browser) -> None:
    context = chromium.new_context(locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{signing.url}/hazards")
    as_person(page, STRANGER)
    page.wait_for_selector("main h1", timeout=SHOWN)
    assert page.inner_text("main h1") == t("zh", "door.unknown.title")
    assert context.cookies(f"{signing.url}/") == []
    context.close()
