"""Whether a text is Russian.

Three questions, each of which another language fails: is most of it Cyrillic (English is not), are
all its letters Russian (Ukrainian, Belarusian, Serbian, Kazakh have others), and do its letters
follow each other as in Russian (Bulgarian has no ы and much ъ).
"""

import re

from pipeline.reading import letters

_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_RUSSIAN = re.compile(r"[а-яё]", re.IGNORECASE)
_MIN_LETTERS = 20
"""Below this nothing can be said, and a text is let through."""


def looks_russian(text: str) -> bool:
    """Whether a text may be taken for Russian; a text of a few letters always may.

    Quoted foreign words and Latin names are no obstacle as long as they are not the greater part.
    """
    part = letters.sample(text)
    all_letters = len(_LETTER.findall(part))
    if all_letters < _MIN_LETTERS:
        return True
    cyrillic = len(_CYRILLIC.findall(part))
    russian = len(_RUSSIAN.findall(part))
    if cyrillic < 0.5 * all_letters or russian < 0.985 * cyrillic:
        return False
    lower = part.lower()
    if lower.count("ъ") > lower.count("ы"):
        return False
    return letters.surprise(part) <= 9.4
