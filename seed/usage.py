"""What a command needs and was not given, or must not do: one sentence for the reader, in Chinese and in English."""

from typing import Literal


class UsageError(ValueError):
    """A command that cannot be carried out; the message is the reason and what to do. str() is the English sentence."""

    def __init__(self, en: str, zh: str = "") -> None:
        super().__init__(en)
        self.zh = zh or en

    def sentence(self, lang: Literal["zh", "en"]) -> str:
        """The message in this language."""
        return self.zh if lang == "zh" else str(self)
