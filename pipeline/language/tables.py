"""Reading the small tab-separated tables that the rules keep their knowledge in."""

from collections.abc import Iterator

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


def words(name: str) -> frozenset[str]:
    """All words of a one-column table, in which a line may hold several words."""
    return frozenset(word for (line,) in rows(name, 1) for word in line.split())
