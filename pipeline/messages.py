"""What findings say, in English and in Russian, from one table: `messages.tsv`.

A finding keeps what it says as a key of the table and the words to fill in, so that a reader of
`brief.json` can say it in any language; the English is written beside it.
"""

from dataclasses import dataclass
from functools import cache

from pipeline.resources import package_data

__all__ = ["LANGUAGES", "Said", "messages", "say"]

LANGUAGES = ("en", "ru")
"""The languages of the table, in the order of its columns."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message without its language: a key of the table, and what stands in its places.

    The key is empty for a message that is in no table, such as that of somebody else's stage.
    """

    key: str = ""
    parameters: tuple[tuple[str, str], ...] = ()

    def text(self, language: str = "en") -> str:
        """The message in that language; empty for a key that the table does not know."""
        wordings = messages().get(self.key)
        if wordings is None:
            return ""
        try:
            return wordings[LANGUAGES.index(language)].format_map(dict(self.parameters))
        except KeyError:  # written by another version, which filled in something else
            return ""


def say(key: str, **parameters: object) -> Said:
    """The message `key` with its places filled in, as text."""
    return Said(key, tuple((name, str(parameters[name])) for name in sorted(parameters)))


@cache
def messages() -> dict[str, tuple[str, ...]]:
    """The table: key -> the wording in each of `LANGUAGES`."""
    table = package_data("messages.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in table if line and not line.startswith("#"))
    return {key: tuple(wordings) for key, *wordings in rows}
