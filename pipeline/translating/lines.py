"""Translating many lines at once, and again what came out badly."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.config import TranslateSettings
from pipeline.document import Hypothesis
from pipeline.engines.base import Decoding, Engine, Generated
from pipeline.engines.cache import SentenceCache
from pipeline.engines.decoding import decoding_of
from pipeline.language.degeneration import Fault, faults
from pipeline.messages import say
from pipeline.translating.attempts import LADDER, Attempt, weight
from pipeline.translating.join import join
from pipeline.translating.mending import Mended, Mender
from pipeline.translating.prepare import Prepared, fitting, in_halves, is_russian, names_in, prepare
from pipeline.translating.stutter import without_stutter

if TYPE_CHECKING:
    from pipeline.language.glossary import Glossary

__all__ = ["LineTranslator", "Rank", "Translated"]

Rank = Callable[[str, list[str]], int]
"""Given a Russian part and English candidates, best first: the place of the one to take."""
_CANDIDATES = 4


@dataclass(slots=True)
class Translated:
    """What became of a line: every hypothesis, and which one stands.

    `faults` are those of the chosen hypothesis, a glossary name that did not arrive (`term`) among
    them. `chosen` is None where no attempt gave any English.
    """

    hypotheses: list[Hypothesis] = field(default_factory=list)
    chosen: int | None = None
    faults: list[Fault] = field(default_factory=list)
    parts: int = 1
    """Into how many parts the chosen one was split."""
    mended: tuple[tuple[str, str], ...] = ()
    """What was put right by rule in the chosen one: the words before, and those that stand now."""

    @property
    def text(self) -> str:
        """The English that stands, or an empty string."""
        return "" if self.chosen is None else self.hypotheses[self.chosen].text


@dataclass(frozen=True, slots=True)
class _Try:
    """An attempt: what came of it, as the model gave it and, if it was mended, as it is then."""

    hypotheses: tuple[Hypothesis, ...]
    faults: list[Fault]
    parts: int
    inlined: bool
    mended: tuple[tuple[str, str], ...]


_Spoken = list[tuple[str, Generated, Mended]]
"""For each part of a line the English, the hypothesis that it is the text of, and it mended."""


class LineTranslator:
    """Translates lines with an engine, trying again what has something wrong with it.

    Each round of `attempts.LADDER` takes all lines that still need it, so that every round is
    batched over all of them.

    Args:
        engine: A translator.
        settings: How lines are cut, batched and decoded.
        glossary: Names to put in in English, and to put right in what comes; None does neither.
        rank: Chooses among the four best candidates of each part; None takes the best-scored one.
        ladder: What is tried, in order.
    """

    def __init__(
        self,
        engine: Engine,
        settings: TranslateSettings,
        glossary: "Glossary | None" = None,
        *,
        rank: Rank | None = None,
        ladder: Sequence[Attempt] = LADDER,
    ) -> None:
        self._ladder = ladder
        self._mender: Mender | None = None
        if glossary is not None and settings.mend:
            self._mender = Mender(engine, glossary, batch_tokens=settings.batch_tokens)
        self._engine = engine
        self._settings = settings
        self._glossary = glossary if settings.inline_terms else None
        self._rank = rank
        self.fits = fitting(engine, settings.max_words)
        self.decoding: Decoding = settings.decoding.over(decoding_of(engine.model_path))

    def translate(self, lines: Sequence[str]) -> list[Translated]:
        """Translate lines; results in their order.

        A line without Cyrillic letters is English already and is copied.
        """
        tries: list[list[_Try]] = [[] for _ in lines]
        cache = SentenceCache(self._engine, batch_tokens=self._settings.batch_tokens)
        for attempt in self._ladder:
            asked: list[int] = []
            prepared: list[Prepared] = []
            for index, line in enumerate(lines):
                if not is_russian(line) or _well(tries[index]):
                    continue
                ready = self._prepared(line, attempt)
                if ready is not None and not self._known(ready, attempt, tries[index]):
                    asked.append(index)
                    prepared.append(ready)
            spoken = self._speak(prepared, attempt, cache)
            for index, ready, outcome in zip(asked, prepared, spoken, strict=True):
                if outcome is not None:
                    tries[index].append(self._judged(lines[index], ready, attempt, outcome))
        return [
            _copied(line) if not is_russian(line) else _best(made)
            for line, made in zip(lines, tries, strict=True)
        ]

    def _prepared(self, line: str, attempt: Attempt) -> Prepared | None:
        """The line made ready for an attempt, or None where the attempt would change nothing."""
        if attempt.terms:
            ready = prepare(line, self.fits, self._glossary)
            return ready if ready.terms else None
        if attempt.halves:
            return in_halves(line, self.fits)
        return prepare(line, self.fits)

    def _known(self, ready: Prepared, attempt: Attempt, made: list[_Try]) -> bool:
        """Whether this very input was already decoded this way."""
        settings = attempt.describe(self.decoding).partition(": ")[2]
        return any(
            one.hypotheses[0].pieces == ready.pieces
            and one.hypotheses[0].settings.partition(": ")[2] == settings
            for one in made
        )

    def _speak(
        self, prepared: Sequence[Prepared], attempt: Attempt, cache: SentenceCache
    ) -> list[_Spoken | None]:
        """What came for the parts of each line; None where one does not fit."""
        limit = self._engine.input_limit
        encoded = [[self._engine.encode(text) for text in one.inputs] for one in prepared]
        able = [all(len(source) < limit for source in sources) for sources in encoded]
        flat = [
            source for ok, sources in zip(able, encoded, strict=True) if ok for source in sources
        ]
        decoding = attempt.decoding(self.decoding)
        if self._rank is not None:
            decoding = replace(
                decoding, beam_size=max(decoding.beam_size, _CANDIDATES), hypotheses=_CANDIDATES
            )
        answers = iter(cache.generate(flat, decoding))
        chosen = [
            [self._chosen(text, next(answers)) for text in one.inputs] if ok else None
            for ok, one in zip(able, prepared, strict=True)
        ]
        mended = iter(self._mend(prepared, chosen))
        return [
            None if made is None else [(text, one, next(mended)) for text, one in made]
            for made in chosen
        ]

    def _mend(
        self,
        prepared: Sequence[Prepared],
        chosen: Sequence[list[tuple[str, Generated]] | None],
    ) -> list[Mended]:
        """What came for the parts of all lines, in order, with names and figures put right."""
        parts = [
            (russian, text, made)
            for one, spoken in zip(prepared, chosen, strict=True)
            for russian, (text, made) in zip(one.inputs, spoken or (), strict=spoken is not None)
        ]
        if self._mender is None:
            return [Mended(text) for _, text, _ in parts]
        return self._mender.mend([(russian, made.tokens) for russian, _, made in parts])

    def _chosen(self, russian: str, candidates: list[Generated]) -> tuple[str, Generated]:
        texts = [self._engine.decode(candidate.tokens) for candidate in candidates]
        place = 0 if self._rank is None else self._rank(russian, texts)
        return texts[place], candidates[place]

    def _judged(
        self,
        line: str,
        ready: Prepared,
        attempt: Attempt,
        spoken: _Spoken,
    ) -> _Try:
        generated = [made for _, made, _ in spoken]
        raw = join(ready.parts, [text for text, _, _ in spoken])
        texts = [mended.text for _, _, mended in spoken]
        changes = tuple(
            (change.before, change.after) for _, _, mended in spoken for change in mended.changes
        )
        english = join(ready.parts, texts)
        if self._mender is not None:
            english, said_twice = without_stutter(line, english)
            changes += tuple(said_twice)
        found = faults(line, english, finished=all(one.finished for one in generated))
        for part, said in zip(ready.inputs, texts, strict=True):
            if len(ready.parts) > 1 and not said.strip() and is_russian(part):
                found.append(Fault("empty", say("nothing-came", part=part)))
        found += self._lost_names(line, english)
        tokens = sum(len(one.tokens) + 1 for one in generated)
        score = sum(one.score * (len(one.tokens) + 1) for one in generated) / max(tokens, 1)
        hypothesis = Hypothesis(
            text=raw,
            origin="translate",
            score=round(score, 4),
            settings=attempt.describe(self.decoding),
            pieces=ready.pieces,
        )
        made = (hypothesis, replace(hypothesis, text=english, origin="mend")) if changes else ()
        return _Try(made or (hypothesis,), found, len(ready.parts), bool(ready.terms), changes)

    def _lost_names(self, line: str, english: str) -> list[Fault]:
        """The glossary's names in the line that are not in the English, whoever put them in."""
        if self._glossary is None:
            return []
        return [
            Fault("term", say("did-not-arrive", text=match.english))
            for match in names_in(line, self._glossary)
            if not self._glossary.verify(match, english)
        ]


def _well(made: list[_Try]) -> bool:
    """Whether nothing need be tried any more.

    A name that was put in and did not arrive is worth a try without it; one that the model was left
    alone with is not, as the audit will say.
    """
    return any(
        all(fault.kind == "term" and not one.inlined for fault in one.faults) for one in made
    )


def _best(made: list[_Try]) -> Translated:
    """Everything that was tried, and the least bad of it; of like ones the earlier."""
    if not made:
        fault = Fault("too_long", say("part-too-long"))
        return Translated(faults=[fault])
    place = min(range(len(made)), key=lambda at: (weight(made[at].faults), at))
    best = made[place]
    before = sum(len(one.hypotheses) for one in made[: place + 1])
    return Translated(
        hypotheses=[hypothesis for one in made for hypothesis in one.hypotheses],
        chosen=before - 1 if best.hypotheses[-1].text.strip() else None,
        faults=best.faults,
        parts=best.parts,
        mended=best.mended,
    )


def _copied(line: str) -> Translated:
    return Translated([Hypothesis(line, "copy")], 0 if line.strip() else None)
