"""Names on both sides of a translation: the door to the modules that this one imports from."""

from pipeline.language.english_names import EnglishName, find_english_names
from pipeline.language.name_arrival import Match, name_arrives
from pipeline.language.name_comparison import Comparison, compare_names
from pipeline.language.name_inlining import inline_names
from pipeline.language.name_model import Name, Part
from pipeline.language.russian_names import find_names
from pipeline.language.source_names import names_not_in

__all__ = [
    "Comparison",
    "EnglishName",
    "Match",
    "Name",
    "Part",
    "compare_names",
    "find_english_names",
    "find_names",
    "inline_names",
    "name_arrives",
    "names_not_in",
]
