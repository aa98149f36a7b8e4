"""Translating many lines at once, and again what came out badly."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.config import TranslateSettings
from pipeline.document import Hypothesis
from pipeline.engines.base import Decoding, Engine, Generated
from pipeline.engines.cache import SentenceCache
from pipeline.engines.decoding import decoding_of
from pipeline.language.degeneration import Fault, faults
from pipeline.messages import say
from pipeline.translating.attempts import LADDER, Attempt
from pipeline.translating.doubting import Doubter, Line
from pipeline.translating.holding import Holder, lost_terms
from pipeline.translating.join import join
from pipeline.translating.mending import Mended, Mender
from pipeline.translating.outcomes import Translated, Try, best_of, copied, is_well
from pipeline.translating.prepare import Prepared, fitting, in_halves, is_russian, names_in, prepare
from pipeline.translating.stutter import without_stutter

if TYPE_CHECKING:
    from pipeline.language.glossary import Glossary

__all__ = ["LineTranslator", "Translated"]

_Spoken = list[tuple[str, Generated, Mended]]
"""For each part of a line the English as the model gave it, its tokens, and the English that stands."""


class LineTranslator:
    """Translates lines with an engine, trying again what has something wrong with it.

    Each round of `attempts.LADDER` takes all lines that still need it, so that every round is
    batched over all of them.

    Args:
        engine: A translator.
        settings: How lines are cut, batched and decoded.
        glossary: Names to put in in English, and to put right in what comes; None does neither, and
            does not hold to the Latin words of a line either.
        ladder: What is tried, in order.
    """

    def __init__(
        self,
        engine: Engine,
        settings: TranslateSettings,
        glossary: "Glossary | None" = None,
        *,
        ladder: Sequence[Attempt] = LADDER,
    ) -> None:
        self._ladder = ladder
        self.decoding: Decoding = settings.decoding.over(decoding_of(engine.model_path))
        self._mender: Mender | None = None
        self._holder: Holder | None = None
        if glossary is not None and settings.mend:
            self._mender = Mender(engine, glossary, batch_tokens=settings.batch_tokens)
            self._holder = Holder(engine, self.decoding, batch_tokens=settings.batch_tokens)
        self._doubter = Doubter.of(engine, settings, glossary)
        self._engine = engine
        self._settings = settings
        self._glossary = glossary if settings.inline_terms else None
        self.fits = fitting(engine, settings.max_words)

    def translate(self, lines: Sequence[str]) -> list[Translated]:
        """Translate lines; results in their order.

        A line without Cyrillic letters is English already and is copied.
        """
        tries: list[list[Try]] = [[] for _ in lines]
        cache = SentenceCache(self._engine, batch_tokens=self._settings.batch_tokens)
        for attempt in self._ladder:
            asked: list[int] = []
            prepared: list[Prepared] = []
            for index, line in enumerate(lines):
                if not is_russian(line) or is_well(tries[index]):
                    continue
                ready = self._prepared(line, attempt)
                if ready is not None and not self._known(ready, attempt, tries[index]):
                    asked.append(index)
                    prepared.append(ready)
            spoken = self._speak(prepared, attempt, cache)
            for index, ready, outcome in zip(asked, prepared, spoken, strict=True):
                if outcome is not None:
                    tries[index].append(self._judged(lines[index], ready, attempt, outcome))
        outcomes = [
            copied(line) if not is_russian(line) else best_of(made)
            for line, made in zip(lines, tries, strict=True)
        ]
        if self._doubter is not None:
            said = [
                Line(line, one.text, one.spoken) for line, one in zip(lines, outcomes, strict=True)
            ]
            for one, doubted in zip(outcomes, self._doubter.doubted(said), strict=True):
                one.doubted = doubted
        return outcomes

    def _prepared(self, line: str, attempt: Attempt) -> Prepared | None:
        """The line made ready for an attempt, or None where the attempt would change nothing."""
        if attempt.terms:
            ready = prepare(line, self.fits, self._glossary)
            return ready if ready.terms else None
        if attempt.halves:
            return in_halves(line, self.fits)
        return prepare(line, self.fits)

    def _known(self, ready: Prepared, attempt: Attempt, made: list[Try]) -> bool:
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
        answers = cache.generate(flat, attempt.decoding(self.decoding))
        texts = [text for ok, one in zip(able, prepared, strict=True) if ok for text in one.inputs]
        spoken = iter(
            self._finished([(text, best) for text, (best, *_) in zip(texts, answers, strict=True)])
        )
        return [
            [next(spoken) for _ in one.inputs] if ok else None
            for ok, one in zip(able, prepared, strict=True)
        ]

    def _finished(self, parts: Sequence[tuple[str, Generated]]) -> _Spoken:
        """What came for each part, with names and figures put right and Latin words held to."""
        raw = [self._engine.decode(made.tokens) for _, made in parts]
        if self._mender is None or self._holder is None:
            return [(text, made, Mended(text)) for text, (_, made) in zip(raw, parts, strict=True)]
        mended = self._mender.mend([(russian, made.tokens) for russian, made in parts])
        made = [one for _, one in parts]
        lossy = [
            at for at, (russian, _) in enumerate(parts) if lost_terms(russian, mended[at].text)
        ]
        held = self._holder.hold([parts[at] for at in lossy])
        again = self._mender.mend(
            [(parts[at][0], one.generated.tokens) for at, one in zip(lossy, held, strict=True)]
        )
        for at, one, other in zip(lossy, held, again, strict=True):
            russian = parts[at][0]
            if len(lost_terms(russian, other.text)) < len(lost_terms(russian, mended[at].text)):
                made[at], mended[at] = one.generated, replace(other, held=one.terms)
        return list(zip(raw, made, mended, strict=True))

    def _judged(
        self,
        line: str,
        ready: Prepared,
        attempt: Attempt,
        spoken: _Spoken,
    ) -> Try:
        generated = [made for _, made, _ in spoken]
        raw = join(ready.parts, [text for text, _, _ in spoken])
        texts = [mended.text for _, _, mended in spoken]
        changes = tuple(change for _, _, mended in spoken for change in mended.described())
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
        return Try(
            made or (hypothesis,),
            found,
            len(ready.parts),
            bool(ready.terms),
            changes,
            tuple(zip(ready.inputs, generated, strict=True)),
        )

    def _lost_names(self, line: str, english: str) -> list[Fault]:
        """The glossary's names in the line that are not in the English, whoever put them in."""
        if self._glossary is None:
            return []
        return [
            Fault("term", say("did-not-arrive", text=match.english))
            for match in names_in(line, self._glossary)
            if not self._glossary.verify(match, english)
        ]
