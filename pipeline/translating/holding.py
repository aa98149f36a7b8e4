"""Latin words and figures that a translation dropped or garbled, held to by going on from them.

A model that was given `Megafon` may write Megphon, or leave it out. It is then asked again, for this
line alone, with the beginning of its own translation, up to where it finds the name's first piece most
probable, and the name after that: the rest it writes anew (prefix-constrained decoding; Hokamp and Liu
2017, "Lexically Constrained Decoding", search over the places instead of choosing one).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.engines.base import BATCH_TOKENS, Aligner, Decoding, Engine, Generated
from pipeline.engines.carrying import SPACE, given, latin_words
from pipeline.language.degeneration import faults
from pipeline.translating.alignment import token_spans
from pipeline.translating.attempts import weight

__all__ = ["Held", "Holder", "lost_terms"]

_ROUNDS = 3
_PLACES = 6
"""Beginnings that are tried for a term: those whose words look at it most."""
_QUOTE = '"'
#: Latin words that are one to the eye: `Promo-LEX`, `DOM.RF`, `General's`.
_COMPOUND = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ\d]*(?:[-.'’&]+[A-Za-zÀ-ɏ\d]+)*")
#: Figures that English writes with the same digits: neither grouped nor fractions, nor small enough
#: to be a word.
_FIGURE = re.compile(r"(?<![\w.,:/-])(?<!\d[ \u00a0])\d{2,}(?![\w:/-]|[.,]\d|[ \u00a0]\d)")


@dataclass(frozen=True, slots=True)
class Held:
    """A translation, and the terms that it was made to say."""

    generated: Generated
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A line that is to say a term."""

    index: int
    russian: str
    tokens: Sequence[str]
    term: str


def lost_terms(russian: str, english: str) -> list[str]:
    """The Latin words and plain figures of a Russian text that its English lacks.

    Words that stand beside each other are one term.
    """
    said = Counter(latin_words(english))
    terms: list[str] = []
    last = -2
    for match in _COMPOUND.finditer(russian):
        words = Counter(latin_words(match.group()))
        lost = bool(words - said)
        said -= words
        if lost and match.start() == last + 1 and russian[last] == " ":
            terms[-1] += f" {match.group()}"
        elif lost:
            terms.append(match.group())
        last = match.end() if lost else -2
    figures = given(russian).figures - given(english).figures
    return terms + [
        figure
        for figure in dict.fromkeys(_FIGURE.findall(russian))
        if given(figure).figures & figures
    ]


class Holder:
    """Makes an engine say the terms that it lost.

    Args:
        engine: The translator.
        decoding: How the rest of a line is searched for.
        batch_tokens: As in `Engine.generate`.
    """

    def __init__(
        self, engine: Engine, decoding: Decoding, *, batch_tokens: int = BATCH_TOKENS
    ) -> None:
        self._engine = engine
        self._decoding = replace(decoding, hypotheses=1)
        self._batch_tokens = batch_tokens

    def hold(self, parts: Sequence[tuple[str, Generated]]) -> list[Held]:
        """Translated texts with what they lost in them, one term a round, all lines together.

        A new translation stands only if it lost fewer words, says none too often that the old one
        did not, is finished, and has no more wrong with it than the old one.
        """
        results = [Held(made) for _, made in parts]
        given_up: list[set[str]] = [set() for _ in parts]
        for _ in range(_ROUNDS):
            wanted: list[_Wanted] = []
            for index, (russian, _) in enumerate(parts):
                tokens = results[index].generated.tokens
                lost = lost_terms(russian, self._engine.decode(tokens))
                term = next((one for one in lost if one not in given_up[index]), None)
                if term is not None:
                    given_up[index].add(term)
                    wanted.append(_Wanted(index, russian, tokens, term))
            if not wanted:
                break
            told = self._told(wanted)
            asked = [(one, start) for one, start in zip(wanted, told, strict=True) if start]
            answers = self._go_on(asked) if asked else []
            for (one, _), answer in zip(asked, answers, strict=True):
                old = results[one.index]
                if self._is_better(one.russian, old.generated, answer):
                    # The score of an answer leaves out what it was told.
                    answer = replace(answer, score=min(answer.score, old.generated.score))
                    results[one.index] = Held(answer, (*old.terms, one.term))
        return results

    def _go_on(self, asked: Sequence[tuple["_Wanted", list[str]]]) -> list[Generated]:
        answers = self._engine.generate(
            [self._engine.encode(one.russian) for one, _ in asked],
            self._decoding,
            [told for _, told in asked],
            batch_tokens=self._batch_tokens,
        )
        return [best for best, *_ in answers]

    def _told(self, wanted: Sequence["_Wanted"]) -> list[list[str]]:
        """For each the beginning of its translation and the term; empty where no place is found."""
        sources = [self._engine.encode(one.russian) for one in wanted]
        attention = self._attention(sources, [one.tokens for one in wanted])
        beginnings: list[list[list[str]]] = []
        rows: list[tuple[Sequence[str], Sequence[str], str]] = []
        for one, source, weights in zip(wanted, sources, attention, strict=True):
            pieces = {True: self._engine.encode(one.term), False: self._after_a_quote(one.term)}
            places = [
                (at, spaced)
                for at in range(len(one.tokens))
                if (spaced := _begins_word(one.tokens, at)) is not None and pieces[spaced]
            ]
            looks = _looks(one, source, weights)
            places = sorted(sorted(places, key=lambda place: -looks[place[0]])[:_PLACES])
            beginnings.append([[*one.tokens[:at], *pieces[spaced]] for at, spaced in places])
            rows += [(source, one.tokens[:at], pieces[spaced][0]) for at, spaced in places]
        if not rows:
            return [[] for _ in wanted]
        scores = self._engine.next_token_scores(
            [source for source, _, _ in rows],
            [before for _, before, _ in rows],
            [[first] for _, _, first in rows],
            batch_tokens=self._batch_tokens,
        )
        read = iter([score for one in scores for score in one.values()])
        found = [[(next(read), -at, told) for at, told in enumerate(one)] for one in beginnings]
        return [max(one)[2] if one else [] for one in found]

    def _attention(
        self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]
    ) -> list[list[list[float]]]:
        """Where each token comes from; nothing from an engine that cannot say."""
        if not isinstance(self._engine, Aligner):
            return [[] for _ in sources]
        return self._engine.align(sources, targets, batch_tokens=self._batch_tokens)

    def _after_a_quote(self, term: str) -> list[str]:
        """The term's tokens where no space is before it; none where the tokens do not tell."""
        quote, whole = self._engine.encode(_QUOTE), self._engine.encode(_QUOTE + term)
        return whole[len(quote) :] if whole[: len(quote)] == quote else []

    def _is_better(self, russian: str, old: Generated, new: Generated) -> bool:
        wanted = given(russian)
        before, after = self._engine.decode(old.tokens), self._engine.decode(new.tokens)
        was, now = wanted.carried(before), wanted.carried(after)
        wrong = weight(faults(russian, before, finished=old.finished))
        return (
            new.finished
            and now.lost < was.lost
            and now.added <= was.added
            and weight(faults(russian, after, finished=True)) <= wrong
        )


def _begins_word(tokens: Sequence[str], at: int) -> bool | None:
    """Whether a word after a space begins at a token; False after a mark, None inside a word."""
    if tokens[at].startswith(SPACE):
        return True
    before = tokens[at - 1][-1:] if at else SPACE
    return None if before.isalnum() else False


def _looks(
    one: _Wanted, source: Sequence[str], attention: Sequence[Sequence[float]]
) -> Sequence[float]:
    """How much each token looks at the term; all alike where that cannot be told."""
    spans = token_spans(source, one.russian)
    if spans is None or len(attention) != len(one.tokens):
        return [0.0] * len(one.tokens)
    start = one.russian.find(one.term)
    stop = start + len(one.term)
    own = [at for at, span in enumerate(spans) if span[0] < stop and start < span[1]]
    return [sum(row[at] for at in own) for row in attention]
