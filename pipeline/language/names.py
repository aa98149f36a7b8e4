"""Names on both sides of a translation: the rooms behind this door are the modules it names."""

from pipeline.language.english_names import EnglishName, find_english_names
from pipeline.language.name_comparison import (
    Comparison,
    Match,
    compare_names,
    name_arrives,
    names_not_in,
)
from pipeline.language.name_model import Name, Part
from pipeline.language.russian_names import find_names

__all__ = [
    "Comparison",
    "EnglishName",
    "Match",
    "Name",
    "Part",
    "compare_names",
    "find_english_names",
    "find_names",
    "name_arrives",
    "names_not_in",
]
