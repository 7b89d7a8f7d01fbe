"""Whether a file is the one that its manifest describes, and whether the manifest is ours."""

from collections.abc import Mapping
from hashlib import file_digest
from io import BufferedIOBase
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from data_access.i18n import t
from data_access.manifests import signature
from data_access.manifests.digests import DIGESTS
from data_access.manifests.signature import Signed

MAX_MANIFEST: Final = 2**20
"""Bytes; ours have about 2,000."""
Same: TypeAlias = Literal["same", "other", "unsaid"]
"""Whether the file has the bytes of the manifest; unsaid: the manifest names no digest that is known here."""
SHOWN: Final = ("rows", "as_of", "known_at", "data_until", "stamp", "definition_version")
"""What a reader is told of a manifest that is ours."""


class Verdict(NamedTuple):
    """The two answers, and what the manifest says."""

    signed: Signed
    file: Same
    facts: Mapping[str, Any]

    @property
    def proved(self) -> bool:
        """Whether the file is proved to be the dashboard's own, unchanged."""
        return self.signed == "good" and self.file == "same"


def judge(file: BufferedIOBase, manifest: bytes, trusted: Mapping[str, Ed25519PublicKey]) -> Verdict:
    """Read the file once to its end and compare. ValueError for a manifest that is none."""
    if len(manifest) > MAX_MANIFEST:
        raise ValueError("longer than any manifest")
    facts = signature.read(manifest)
    return Verdict(signature.check(facts, trusted), _compare(file, facts), facts)


def _compare(file: BufferedIOBase, facts: Mapping[str, Any]) -> Same:
    said = {name: facts[name] for name in DIGESTS if isinstance(facts.get(name), str)}
    if not said:
        return "unsaid"
    for name, digest in said.items():
        file.seek(0)
        if file_digest(file, name).hexdigest() != digest:
            return "other"
    return "same"


def in_words(verdict: Verdict, lang: str) -> list[str]:
    """The verdict as sentences: the whole first, then each of the two answers."""
    whole = "proved" if verdict.proved else "not_proved"
    return [t(lang, f"verify.{key}") for key in (whole, f"file.{verdict.file}", f"signed.{verdict.signed}")]


def told(verdict: Verdict, lang: str) -> list[tuple[str, str]]:
    """What a manifest that is ours says of its file, as (name, value); nothing of any other."""
    if verdict.signed != "good":
        return []
    facts = [("extract", verdict.facts["file"]), ("label", t(lang, f"label.{verdict.facts['label']}"))]
    facts += [(key, verdict.facts[key]) for key in SHOWN if verdict.facts[key] is not None]
    return [(t(lang, f"info.{key}"), str(value)) for key, value in facts]
