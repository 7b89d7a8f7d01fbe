"""A link orders exactly what its page asked; it cannot be widened, and it runs out."""

import base64
import itertools
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from dashboard.parts import links
from dashboard.settings import Settings, link_secret, settings as read_settings
from dashboard.view import View
from data_access.question import Filters, HazardFilters, Question, Scope

ORDER = links.Order(
    "obligations",
    Question(
        Filters("HLJ-2020-43", cities=("230100",), lines=("M5.3b",), groups=("city",), as_of=date(2020, 7, 3)),
        datetime(2020, 7, 3, 15, 59, 59, tzinfo=UTC),
        known_at=datetime(2020, 7, 5, tzinfo=UTC),
        scope=Scope(("230100",)),
        hazards=HazardFilters(grades=("major",), counties=("230102", "230103")),
    ),
    "en",
    plain=True,
    stamp="abc",
    viewer="li.ming",
    session="41",
)


def token(address: str) -> str:
    return parse_qs(urlsplit(address).query)["t"][0]


def test_an_order_comes_back_whole() -> None:
    assert links.read(links.sign(ORDER), "obligations") == ORDER


@pytest.mark.parametrize("ext", links.EXTENSIONS)
def test_a_page_links_to_what_it_shows(view: View, ext: str) -> None:
    address = links.extract_url(view, "overview", ext)
    assert urlsplit(address).path == f"/extract/overview.{ext}"
    order = links.read(token(address), "overview")
    assert (order.question, order.lang, order.stamp) == (view.question, "zh", "abc123")


def test_an_unknown_form_is_our_own_mistake(view: View) -> None:
    with pytest.raises(ValueError, match="exe"):
        links.extract_url(view, "overview", "exe")


def test_a_link_is_for_one_extract() -> None:
    with pytest.raises(links.LinkInvalidError):
        links.read(links.sign(ORDER), "activities")


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_link_is_refused(data: st.DataObject) -> None:
    signed = links.sign(ORDER)
    place = data.draw(st.integers(0, len(signed) - 1))
    letter = data.draw(st.sampled_from("ABCabc019-_."))
    changed = signed[:place] + letter + signed[place + 1 :]
    if changed == signed:
        return
    try:
        again = links.read(changed, "obligations")
    except (links.LinkInvalidError, links.LinkExpiredError):
        return
    assert again == ORDER  # the last letter of base64 has bits without meaning


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é" * 50, "." * 1000])
def test_rubbish_is_refused(token: str) -> None:
    with pytest.raises(links.LinkInvalidError):
        links.read(token, "obligations")


def test_a_link_of_another_server_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    signed = links.sign(ORDER)
    monkeypatch.setattr(links, "link_secret", lambda _: b"another secret of another server")
    links.serializer.cache_clear()
    with pytest.raises(links.LinkInvalidError):
        links.read(signed, "obligations")


def signed_at(seconds: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """ORDER, signed by a clock that is so many seconds ahead of ours."""
    signer = links.serializer().make_signer

    def other_clock(salt: object = None) -> object:
        made = signer(salt)
        made.get_timestamp = lambda: int(datetime.now(UTC).timestamp()) + seconds
        return made

    with monkeypatch.context() as patch:
        patch.setattr(links.serializer(), "make_signer", other_clock)
        return links.sign(ORDER)


@pytest.mark.parametrize("seconds", [10, 0, -10, -119 * 60])
def test_a_clock_that_is_set_back_leaves_links_alone(seconds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert links.read(signed_at(seconds, monkeypatch), "obligations") == ORDER


@pytest.mark.parametrize("seconds", [-121 * 60, 3600])
def test_a_link_runs_out(seconds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(links.LinkExpiredError):
        links.read(signed_at(seconds, monkeypatch), "obligations")


def test_links_are_signed_with_sha_256() -> None:
    signature = links.sign(ORDER).rsplit(".", 1)[1]
    assert len(base64.urlsafe_b64decode(signature + "==")) == 32


def test_the_secret_is_made_once_for_all_workers(tmp_path: Path) -> None:
    ours = Settings(var=tmp_path / "new")
    first = link_secret(ours)
    assert len(first) >= 32
    assert link_secret(Settings(var=tmp_path / "new")) == first
    assert (tmp_path / "new" / "link-secret").stat().st_mode & 0o077 == 0
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["link-secret"]


def test_a_short_secret_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "link-secret").write_text("short")
    with pytest.raises(ValueError, match="no good secret of 32"):
        link_secret(Settings(var=tmp_path))
    (tmp_path / "link-secret").write_text("ab" * 32)
    with pytest.raises(ValueError, match="no good secret of 32"):
        link_secret(Settings(var=tmp_path))
    monkeypatch.setenv("DASHBOARD_SECRET", "changeme")
    with pytest.raises(ValueError, match="secret"):
        Settings()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DASHBOARD_SECRET", "a" * 64, "DASHBOARD_SECRET: .*different characters"),
        ("DASHBOARD_SECRET", "changeme", "DASHBOARD_SECRET: .*32"),
        ("DASHBOARD_LINK_MINUTES", "soon", "DASHBOARD_LINK_MINUTES: "),
        ("DASHBOARD_ALLOWED_HOSTS", "[1, 2]", "DASHBOARD_ALLOWED_HOSTS"),
    ],
)
def test_a_wrong_setting_is_named_in_a_sentence(
    name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    read_settings.cache_clear()
    with pytest.raises(SystemExit, match=rf"(?m)^refused to start: {told}") as refused:
        read_settings()
    assert value not in str(refused.value) or len(value) < 10
    assert str(refused.value).startswith("拒绝启动：DASHBOARD_")


@pytest.mark.parametrize(
    ("value", "hosts"),
    [
        ("board.gov.cn", ("board.gov.cn",)),
        ("board.gov.cn, 127.0.0.1", ("board.gov.cn", "127.0.0.1")),
        ('["board.gov.cn"]', ("board.gov.cn",)),
        ("[::1]", ("[::1]",)),
    ],
)
def test_host_names_are_written_as_people_write_them(
    value: str, hosts: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_ALLOWED_HOSTS", value)
    assert Settings().allowed_hosts == hosts


def test_each_part_of_an_order_is_signed() -> None:
    q = ORDER.question
    other = [
        replace(ORDER, lang="zh"),
        replace(ORDER, plain=False),
        replace(ORDER, question=replace(q, scope=Scope(None))),
        replace(ORDER, question=q.at(datetime(2020, 7, 4, tzinfo=UTC))),
        replace(ORDER, question=q.everywhere()),
        replace(ORDER, question=q.of_hazards(grades=("general",))),
        replace(ORDER, question=q.of_hazards(counties=())),
    ]
    payloads = [links.sign(order).rsplit(".", 2)[0] for order in (ORDER, *other)]
    assert all(a != b for a, b in itertools.combinations(payloads, 2))
