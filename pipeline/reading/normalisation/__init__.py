"""Normalising: the many ways in which people type the same text, made one.

`RULES` is the whole of it, in order. Each rule is a small function with a name and one job;
`explain` says which of them changed what. NFKC is not among them: it would turn 10⁶ м² into 106 м2.
"""

from pipeline.reading.normalisation import (
    characters,
    lines,
    markers,
    punctuation,
    quotes,
    rewriting,
)
from pipeline.reading.normalisation.rewriting import Firing, Normalised, Rule

__all__ = ["RULES", "Firing", "Normalised", "Rule", "explain", "normalise"]

RULES: tuple[Rule, ...] = (
    characters.line_ends,
    characters.controls,
    characters.soft_hyphens,
    characters.invisible,
    characters.spaces,
    characters.stacked_marks,
    characters.unicode_form,
    characters.stress_marks,
    characters.hyphens,
    markers.meta_spaces,
    lines.repeated_spaces,
    lines.separator_lines,
    lines.blank_edges,
    lines.bullets,
    lines.dash_items,
    lines.wrapped_lines,
    lines.line_hyphenation,
    characters.look_alikes,
    characters.lone_look_alikes,
    markers.language_tokens,
    quotes.typewriter_quotes,
    quotes.apostrophes,
    quotes.repeated_quotes,
    quotes.quotes,
    punctuation.ellipses,
    punctuation.two_dots,
    punctuation.repeated_marks,
    punctuation.repeated_commas,
    punctuation.spaces_before_marks,
    punctuation.spaces_inside_marks,
    punctuation.spaced_dashes,
    punctuation.double_hyphens,
    punctuation.attribution_dashes,
    punctuation.leaning_dashes,
    punctuation.missing_spaces_after_commas,
    punctuation.missing_spaces_after_stops,
    markers.special_pieces,
    markers.special_piece_ends,
)


def normalise(text: str) -> Normalised:
    """The normalised text, the way back, and how often each rule fired."""
    return rewriting.apply(RULES, text)


def explain(text: str) -> list[Firing]:
    """Every change that `normalise` makes, with the rule that made it."""
    return rewriting.explain(RULES, text)
