"""Numbers, dates, money and measures in Russian and English, each brought to one exact value.

`read_russian` and `read_english` find the quantities of a text; `compare` says which of one text
are missing from, new in or changed in another; `render_english` writes one out again.
"""

from pipeline.language.quantities.agreement import agree
from pipeline.language.quantities.comparison import Change, Comparison, compare
from pipeline.language.quantities.english import read_english
from pipeline.language.quantities.quantity import Quantity
from pipeline.language.quantities.rendering import render_english
from pipeline.language.quantities.russian import read_russian

__all__ = [
    "Change",
    "Comparison",
    "Quantity",
    "agree",
    "compare",
    "read_english",
    "read_russian",
    "render_english",
]
