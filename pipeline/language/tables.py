"""Reading the small tab-separated tables that the rules keep their knowledge in."""

from collections.abc import Iterator
from functools import cache

from pipeline.resources import package_data


def rows(name: str, columns: int) -> Iterator[tuple[str, ...]]:
    """The rows of `data/<name>`, comments and empty lines left out.

    Every row has exactly `columns` fields; missing ones at the end are empty strings.
    """
    text = package_data("language", "data", name).read_text(encoding="utf-8")
    for line in text.split("\n"):
        if not line or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("\t")]
        yield tuple((fields + [""] * columns)[:columns])


@cache
def words(name: str) -> frozenset[str]:
    """All words of a one-column table, in which a line may hold several words."""
    return frozenset(word for (line,) in rows(name, 1) for word in line.split())


@cache
def words_of(name: str, role: str) -> frozenset[str]:
    """The words of a table of `role TAB words` that have the role, lower case, ё as е."""
    return frozenset(
        word.lower().replace("ё", "е")
        for one, line in rows(name, 2)
        if one == role
        for word in line.split()
    )
