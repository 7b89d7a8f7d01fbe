"""What one reader may see is never what another one was shown: every cache of the process has the scope in its keys."""

import functools
import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Hashable, Iterator, MutableMapping
from dataclasses import fields, is_dataclass
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import URL, Connection, Engine
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.testing.v1 import AppTest

import dashboard
import data_access
from dashboard import registry
from dashboard.data import memory
from data_access.question import EVERYWHERE, Scope
from tests.dashboard.conftest import forget
from tests.dashboard.test_shell import opened
from tests.dashboard.viewers import look, viewer_of

pytestmark = pytest.mark.slow

PAGES = [entry.id for entry in registry.PAGES]
HARBIN = Scope(("230100",))
OF_A_CITY = [entry.id for entry in registry.PAGES if "city" in entry.roles]
OTHERS = re.split(" ", "齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭")
ASKED = {"asof": "2020-08-15"}
TOGETHER = re.compile(
    "齐齐哈尔市举办网络访谈、远程辅导、公开课、微课堂、公益讲座(</td><td>齐齐哈尔市)?|鹤岗市承办“区域行”“专题行”“网上行”"
    r"|(?:\w+、)+哈尔滨市(?:、\w+)*(</td><td[^>]*>(齐齐哈尔|鹤岗)市)?"
)
"""What Harbin holds together with another city names that city, in its title and as a host."""


def modules() -> Iterator[ModuleType]:
    """Every module of the two rooms that a server runs."""
    for room in (dashboard, data_access):
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if not re.search(r"\.(__main__|shell|migrations\.(env|versions.*))$", found.name):
                yield importlib.import_module(found.name)


def memories() -> dict[str, Any]:
    """What outlives a page load: all that stands in a module and what a function without arguments keeps."""
    found = {}
    for module in modules():
        for name, thing in vars(module).items():
            if isinstance(thing, functools._lru_cache_wrapper):
                kept = thing.__module__ == module.__name__ and thing.cache_info().currsize
                if kept and not inspect.signature(thing).parameters:
                    found[f"{module.__name__}.{name}()"] = thing()
            elif not inspect.isclass(thing) and not inspect.ismodule(thing):
                found[f"{module.__name__}.{name}"] = thing
    return found


def mappings(memory: Any) -> Iterator[MutableMapping[Hashable, Any]]:
    """The mappings that a memory is, or is made of: a class of our own keeps them in its attributes."""
    if isinstance(memory, MutableMapping):
        yield memory
    elif type(memory).__module__.split(".")[0] in ("dashboard", "data_access"):
        yield from (value for value in getattr(memory, "__dict__", {}).values() if isinstance(value, MutableMapping))


def caches() -> dict[str, MutableMapping[Hashable, Any]]:
    """All mappings by where they are."""
    return {
        f"{name}#{number}": mapping
        for name, memory in memories().items()
        for number, mapping in enumerate(mappings(memory))
    }


def scopes(key: Any) -> set[Scope]:
    """The scopes in a key, however deep."""
    if isinstance(key, Scope):
        return {key}
    if isinstance(key, tuple | frozenset):
        return {scope for part in key for scope in scopes(part)}
    if is_dataclass(key) and not isinstance(key, type):
        return {scope for field in fields(key) for scope in scopes(getattr(key, field.name))}
    return set()


def new_process() -> None:
    forget()
    memory.worked_out.clear()


def seen(page: str, scope: Scope, monkeypatch: pytest.MonkeyPatch, lang: str = "zh") -> str:
    """All that a reader of this scope is shown of a page; links, which are new each time, without their tokens."""
    look(viewer_of(scope), monkeypatch)
    app: AppTest = opened(page, lang, **ASKED)
    assert not app.exception
    assert not app.error
    assert app.session_state["shell.view"].question.scope == scope
    return re.sub(r"\?t=[\w.-]+", "", "\n".join(shown(node.proto) for node in leaves(app._tree)))


def leaves(node: Any) -> Iterator[Any]:
    """The elements of a page, in order."""
    for child in getattr(node, "children", {}).values():
        yield from leaves(child)
    if not hasattr(node, "children"):
        yield node


def shown(proto: Any) -> str:
    if isinstance(proto, BidiComponent):  # its text holds every letter as a code
        return str(json.loads(proto.json))
    data = getattr(getattr(proto, "arrow_data", proto), "data", b"")
    return f"{proto}" + (str(data) if isinstance(data, bytes) else "")


def test_every_cache_of_the_process_has_the_scope_in_its_keys(
    campaign_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by what grows while pages are drawn, not by a list; a new cache is found by itself."""
    new_process()
    for page in OF_A_CITY:
        seen(page, HARBIN, monkeypatch)
    before = {name: set(cache) for name, cache in caches().items()}
    kept = {name: keys for name, keys in before.items() if any(HARBIN in scopes(key) for key in keys)}
    assert {name.split("#")[0] for name in kept} >= {
        "dashboard.page_load._understood",
        "dashboard.data.memory.worked_out",
        "dashboard.data.kept.answers()",
        "dashboard.data.kept.facts()",
        "dashboard.data.kept.last_good()",
    }
    new_process()
    for page in PAGES:
        seen(page, EVERYWHERE, monkeypatch)
    for name, cache in caches().items():
        if name.startswith("dashboard.marks.component._renderers"):  # the component of each server, no rows
            continue
        grown = set(cache) - before[name] if name in before else set(cache)
        if grown:
            assert {scope for key in grown for scope in scopes(key)} == {EVERYWHERE}, name
        assert all(scopes(key) for key in grown), f"{name} has a key without a scope"


def test_what_is_kept_by_its_arguments_reads_no_database() -> None:
    """functools' caches show no keys: a function under one is not given anything that it could read rows from."""
    found = [
        (f"{module.__name__}.{name}", parameter)
        for module in modules()
        for name, thing in vars(module).items()
        if isinstance(thing, functools._lru_cache_wrapper) and thing.__module__ == module.__name__
        for parameter in inspect.signature(thing, eval_str=True).parameters.values()
    ]
    assert len(found) > 20
    assert [name for name, parameter in found if parameter.annotation in (Connection, Engine)] == []


@pytest.mark.parametrize("page", OF_A_CITY)
def test_who_comes_second_sees_what_he_would_have_seen_first(
    page: str, campaign_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leader first and then a city, and the other way round; a city's reader is shown no other city's name."""
    drawn = {}
    for first, second in ((EVERYWHERE, HARBIN), (HARBIN, EVERYWHERE)):
        new_process()
        drawn[first, "first"] = seen(page, first, monkeypatch)
        drawn[second, "second"] = seen(page, second, monkeypatch)
    for scope in (EVERYWHERE, HARBIN):
        assert drawn[scope, "first"] == drawn[scope, "second"]
    assert any(name in drawn[EVERYWHERE, "first"] for name in OTHERS)
    of_harbin = TOGETHER.sub("", drawn[HARBIN, "second"])
    assert [name for name in OTHERS if name in of_harbin] == []
