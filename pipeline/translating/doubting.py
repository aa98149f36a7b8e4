"""Which words of a translation the model itself was unsure of: a fluent line may hold a wrong noun.

A small model writes `salt` for `базальтового волокна` in a line that is right otherwise, and the mean
probability of the line does not show it. That of the word does: the model is asked how probable each
token of its line is, and a word's doubt is the sum over its tokens. A model that hesitates between
two right words doubts as well; what tells the two apart is whether any piece of the Russian is known
to be translated so (`engines.lexicon`). Names and terms that are right, figures, what rules put there,
and words that sound as the Russian does are not doubted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from pipeline.document import Span
from pipeline.engines.base import BATCH_TOKENS, Engine, Explainer, Generated, Scorer
from pipeline.engines.lexicon import FLOOR
from pipeline.language.names import compare_names
from pipeline.language.phonetics import sound_similarity
from pipeline.language.quantities.reading import vocabulary
from pipeline.translating.alignment import token_spans

if TYPE_CHECKING:
    from pipeline.config import TranslateSettings
    from pipeline.language.glossary import Glossary

__all__ = ["Doubted", "Doubter", "Line"]

_UNEXPLAINED = 0.3
"""What the lexicon's view weighs beside the model's: chosen on words read by hand."""
_ENGLISH = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_RUSSIAN = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
_SHORT = 3
"""A word of fewer letters says little that could be wrong."""
_SOUNDS_ALIKE = 0.93
_STEM = 4
"""Letters at least of the Russian that a word may sound like."""
_LONGEST_ENDING = 5
_LONGER_BY = 4
"""Letters by which two spellings of a sound may differ in length: щ is shch. Others need no look."""
#: Words that hold a sentence together: which of them stands is a matter of style.
_FUNCTION_WORDS = vocabulary(
    "about above after again all already also although among and another any are around because been"
    " before being below between both but can could did does doing during each either even every few"
    " first for from further had has have having her here him his how however into its itself just"
    " least less like many may might more most much must neither nor not now off once one only other"
    " our out over own per same shall she should since some still such than that the their them then"
    " there therefore these they this those though three through thus too two under until upon very"
    " was well were what when where whether which while who whom whose why will with within without"
    " would yet you your"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A translated line: what the engine was given and answered, part by part, and what stands."""

    russian: str
    english: str
    parts: tuple[tuple[str, Generated], ...]


@dataclass(frozen=True, slots=True)
class Doubted:
    """A word of the English line, and how much it is doubted: a negative log-probability."""

    span: Span
    text: str
    doubt: float


class Doubter:
    """Finds the doubted words of lines with the engine that translated them.

    Args:
        engine: The translator. Of one that cannot score nothing is doubted.
        above: The doubt from which a word is named.
        glossary: Whose terms and names are right where they arrived; None knows no terms.
        batch_tokens: As in `Engine.generate`.
    """

    def __init__(
        self,
        engine: Engine,
        above: float,
        glossary: "Glossary | None" = None,
        *,
        batch_tokens: int = BATCH_TOKENS,
    ) -> None:
        self._engine = engine
        self._above = above
        self._glossary = glossary
        self._batch_tokens = batch_tokens

    @classmethod
    def of(
        cls, engine: Engine, settings: "TranslateSettings", glossary: "Glossary | None"
    ) -> "Doubter | None":
        """The doubter that `settings` ask for, or None."""
        if settings.doubt_above is None:
            return None
        return cls(engine, settings.doubt_above, glossary, batch_tokens=settings.batch_tokens)

    def doubted(self, lines: Sequence[Line]) -> list[tuple[Doubted, ...]]:
        """The doubted words of each line, in their order; every part is read to the model once."""
        if not isinstance(self._engine, Scorer):
            return [()] * len(lines)
        parts = list(
            dict.fromkeys(
                (russian, made.tokens)
                for line in lines
                for russian, made in line.parts
                if self._may_be_doubted(made)
            )
        )
        sources = [self._engine.encode(russian) for russian, _ in parts]
        scores = self._engine.token_scores(
            sources, [tokens for _, tokens in parts], batch_tokens=self._batch_tokens
        )
        known = {
            part: [*self._words(source, part[1], own)]
            for part, source, own in zip(parts, sources, scores, strict=True)
        }
        return [self._in_line(line, known) for line in lines]

    def _may_be_doubted(self, made: Generated) -> bool:
        """Whether all tokens together are improbable enough; the lexicon adds at most 2.1."""
        total = -made.score * (len(made.tokens) + 1)
        return bool(made.tokens) and total - _UNEXPLAINED * FLOOR >= self._above

    def _words(
        self, source: Sequence[str], tokens: Sequence[str], scores: Sequence[float]
    ) -> Iterator[tuple[str, float]]:
        """Every word of a part as the model wrote it, with its doubt; 0 for what none is asked of."""
        text = self._engine.decode(tokens)
        spans = token_spans(tokens, text)
        if spans is None or len(scores) != len(tokens):
            return
        explained = [0.0] * len(tokens)
        if isinstance(self._engine, Explainer):
            explained = self._engine.explain(source, tokens)
        for word in _ENGLISH.finditer(text):
            own = [
                at
                for at, (start, stop) in enumerate(spans)
                if start < word.end() and word.start() < stop
            ]
            doubt = 0.0
            if own and _says_something(word.group()):
                doubt = -sum(scores[at] for at in own)
                doubt -= _UNEXPLAINED * min(explained[at] for at in own)
            yield word.group(), doubt

    def _in_line(
        self,
        line: Line,
        known: dict[tuple[str, tuple[str, ...]], list[tuple[str, float]]],
    ) -> tuple[Doubted, ...]:
        """The doubted words that stand in the line as it was mended and joined."""
        written = [
            word for russian, made in line.parts for word in known.get((russian, made.tokens), ())
        ]
        if all(doubt < self._above for _, doubt in written):
            return ()
        standing = list(_ENGLISH.finditer(line.english))
        same = SequenceMatcher(
            None,
            [word.casefold() for word, _ in written],
            [word.group().casefold() for word in standing],
            autojunk=False,
        )
        right = self._right(line)
        found = []
        for block in same.get_matching_blocks():
            for at in range(block.size):
                doubt = written[block.a + at][1]
                word = standing[block.b + at]
                span = Span(word.start(), word.end())
                if (
                    doubt >= self._above
                    and not any(span.overlaps(one) for one in right)
                    and not _sounds_like(line.russian, word.group())
                ):
                    found.append(Doubted(span, word.group(), round(doubt, 2)))
        return tuple(found)

    def _right(self, line: Line) -> list[Span]:
        """Where the line has names and terms that are compared by rule, and arrived."""
        names = compare_names(line.russian, line.english, self._glossary).matched
        spans = [Span(one.start, one.stop) for one in names]
        if self._glossary is None:
            return spans
        for match in self._glossary.find(line.russian):
            if self._glossary.verify(match, line.english):
                folded = line.english.casefold()
                start = folded.find(match.english.casefold())
                if start >= 0 and len(folded) == len(line.english):
                    spans.append(Span(start, start + len(match.english)))
        return spans


def _says_something(word: str) -> bool:
    return len(word) >= _SHORT and word.lower() not in _FUNCTION_WORDS


def _sounds_like(russian: str, english: str) -> bool:
    """Whether a word sounds as one of the Russian does without its ending: `basalt`, `Kotelnich`."""
    return any(
        sound_similarity(word[:stop], english) >= _SOUNDS_ALIKE
        for word in _RUSSIAN.findall(russian)
        for stop in range(max(_STEM, len(word) - _LONGEST_ENDING), len(word) + 1)
        if abs(stop - len(english)) <= _LONGER_BY
    )
