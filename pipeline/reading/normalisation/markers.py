"""Rules of safety: text that spells a command to a model is made to spell it no longer.

Marian models take `>>xx<<` for a language token; every tokenizer has pieces such as `</s>`, `<pad>`,
`<unk>` and ours the sentence tokens `<s1>` to `<s256>`; SentencePiece writes a space as U+2581.
Each character is replaced by one that no piece is made of, so that nothing can become one.
"""

import re
from collections.abc import Iterator

from pipeline.reading.normalisation.rewriting import Change, needs, replaced

_ANGLES = re.compile(r">{2,}([\w-]{1,16})<{2,}|>{2,}|<{2,}")
_PIECE = re.compile(r"<(?=/?[A-Za-z0-9_|:.#-]{1,40}/?>)")
_PIECE_END = re.compile(r"(?<=‹)(/?[A-Za-z0-9_|:.#-]{1,40}/?)>")
_META_SPACE = re.compile("\u2581")


@needs(">>", "<<")
def language_tokens(text: str) -> Iterator[Change]:
    """`>>rus<<` is «rus»; other doubled angles are the quotation marks that people mean by them."""
    for match in _ANGLES.finditer(text):
        new = f"«{match[1]}»" if match[1] else "»" if match.group()[0] == ">" else "«"
        yield match.start(), match.end(), new


@needs("<")
def special_pieces(text: str) -> Iterator[Change]:
    """The brackets of `<pad>`, `</s>`, `<s17>` and of any other tag become ‹ ›."""
    return replaced(_PIECE, text, "‹")


@needs("‹")
def special_piece_ends(text: str) -> Iterator[Change]:
    """The closing brackets that belong to them."""
    return ((one.end() - 1, one.end(), "›") for one in _PIECE_END.finditer(text))


def meta_spaces(text: str) -> Iterator[Change]:
    """U+2581, SentencePiece's sign for a space, is an underscore."""
    return replaced(_META_SPACE, text, "_")
