"""The page of settings in docs, Chinese and English: all there are, out of the classes that read them (`make docs`)."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin

from annotated_types import Ge, Le, MinLen
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from dashboard.settings import ROOT, Settings
from data_access.access.audit.settings import AuditSettings
from data_access.i18n import t

PLACES: Final[Mapping[str, str]] = {
    "DATABASE_URL": "sqlite:///var/campaign.db",
    "PRIVATE_DATABASE_URL": "",
    "ACCESS_URL": "",
    "DASHBOARD_NOTICES": "",
    "DASHBOARD_BACKUP_KEY": "",
    "DASHBOARD_KEEP_PRIVATE_DAYS": "",
    "MANIFEST_DIGEST": "sha256",
}
"""What commands and server read by themselves, with the default."""
CLASSES: Final[tuple[type[BaseSettings], ...]] = (Settings, AuditSettings)


def document(lang: str) -> str:
    """The page in one language."""
    head = f"| {t(lang, 'setting.variable')} | {t(lang, 'setting.default')} | {t(lang, 'setting.values')} |"
    head += f" {t(lang, 'setting.what')} |\n|---|---|---|---|"
    parts = [f"# {t(lang, 'setting.title')}", t(lang, "setting.intro"), f"## {t(lang, 'setting.places')}", head]
    parts[-1] += "".join(_row(lang, name, default, "") for name, default in PLACES.items())
    for one in CLASSES:
        rows = "".join(_row(lang, *said) for said in _fields(one))
        parts += [f"## {t(lang, f'setting.{one.__name__}')}", head + rows]
    return "\n\n".join(parts) + "\n"


def variables() -> list[str]:
    """The environment variables that are settings."""
    return [*PLACES, *(name for one in CLASSES for name, _, _ in _fields(one))]


def _row(lang: str, name: str, default: str, values: str) -> str:
    shown = f"`{default}`" if default else t(lang, "setting.none")
    return f"\n| `{name}` | {shown} | {values} | {t(lang, f'setting.{name}')} |"


def _fields(one: type[BaseSettings]) -> Iterator[tuple[str, str, str]]:
    for name, field in one.model_fields.items():
        yield f"{one.model_config['env_prefix']}{name}".upper(), _default(field.default), _values(field)


def _default(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, Path):
        return str(value.relative_to(ROOT) if value.is_relative_to(ROOT) else value)
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return "" if value is None else str(value)


def _values(field: FieldInfo) -> str:
    """What a value must be, as far as a sign says it."""
    kind: Any = field.annotation
    if get_origin(kind) is Literal:
        return " ".join(f"`{choice}`" for choice in get_args(kind) if choice)
    if kind is bool:
        return "`1` `0`"
    signs = {Ge: ("≥", "ge"), Le: ("≤", "le"), MinLen: ("≥", "min_length")}
    rules = [(signs[type(rule)], rule) for rule in field.metadata if type(rule) in signs]
    return " ".join(f"{sign} {getattr(rule, name)}" for (sign, name), rule in rules)


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(document(sys.argv[1]), encoding="utf-8")
