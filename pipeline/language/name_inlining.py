"""Putting the names of a Russian sentence into it in their English spelling; see `inlining`."""

from collections.abc import Iterable

from pipeline.language.inlining import inline
from pipeline.language.name_model import Name
from pipeline.offsets import OffsetMap

_INLINED_KINDS = frozenset({"person", "place", "organisation", "abbreviation"})


def inline_names(text: str, names: Iterable[Name]) -> tuple[str, OffsetMap]:
    """The Russian text with its sure names in their usual English spelling.

    Adjectives of places stay Russian (`челябинский` is no `Chelyabinsk`), and so do weak names.
    """
    return inline(
        text,
        (
            (name.start, name.stop, name.english[0])
            for name in names
            if name.kind in _INLINED_KINDS and not name.weak and not _is_adjective(name)
        ),
    )


def _is_adjective(name: Name) -> bool:
    """Whether the name is a place named by its adjective: settled English, but no term."""
    return name.kind == "place" and bool(name.accepted) and name.term is None
