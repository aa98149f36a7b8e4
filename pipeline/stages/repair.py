"""repair: translate again what the audit found wrong, and keep whatever agrees best."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import ClassVar

from pipeline.auditing import examine, score_segment
from pipeline.config import Profile
from pipeline.document import Document, Finding, Hypothesis, Segment, Severity
from pipeline.engines.base import Decoding, Engine, Generated
from pipeline.engines.cache import SentenceCache
from pipeline.engines.decoding import decoding_of
from pipeline.language.glossary import Glossary
from pipeline.messages import say
from pipeline.stages.audit import conclude, confidence, triple_of
from pipeline.stages.translate import doubts
from pipeline.translating.agreement import most_agreeing
from pipeline.translating.doubting import Doubter, Line
from pipeline.translating.inlining import inline_facts, inline_figures
from pipeline.translating.join import join
from pipeline.translating.mending import Mender
from pipeline.translating.prepare import Prepared, fitting, in_halves, is_russian, prepare
from pipeline.translating.stutter import without_stutter

_CANDIDATES = 8
# What is said of the translator's own attempt, and no longer stands once another one is chosen.
_OF_TRANSLATE = frozenset(
    {"cut_off", "too_long", "split", "unsure", "unsure_word", "guessed_word", "mended"}
)


@dataclass(slots=True)
class _Case:
    """A segment under repair, with the best that was found for it so far."""

    document: Document
    index: int
    segment: Segment
    findings: list[Finding]
    hypothesis: Hypothesis | None = None
    spoken: tuple[tuple[str, Generated], ...] = ()
    """Part by part what the model was given and answered for `hypothesis`."""

    @property
    def cost(self) -> tuple[int, float]:
        return _errors(self.findings), -score_segment(self.findings)


@dataclass(frozen=True, slots=True)
class _Method:
    """One way to translate again; `ready` is None where it would change nothing."""

    name: str
    ready: Callable[["Repair", str], Prepared | None]


class Repair:
    """Takes segments with an error through other ways of translating, until one has none.

    The best of all attempts, by errors and then by score, is appended as a hypothesis of origin
    `repair` and chosen, if it is better than what stood; the segment's findings are then those of
    the new line, with a note of what was done. Decodes over a chunk of documents at once.

    Args:
        engine: The translator.
        profile: Its `translate` and `audit` settings are used.
        glossary: The terms that must come through.
        chunk: Documents that are decoded together.
    """

    name: ClassVar[str] = "repair"
    version: ClassVar[str] = "5"

    def __init__(
        self, engine: Engine, profile: Profile, glossary: Glossary, *, chunk: int = 32
    ) -> None:
        self._engine = engine
        self._settings = profile.translate
        self._mender: Mender | None = None
        if profile.translate.mend:
            self._mender = Mender(engine, glossary, batch_tokens=profile.translate.batch_tokens)
        self._doubter = Doubter.of(engine, profile.translate, glossary)
        self._fits = fitting(engine, profile.translate.max_words)
        self._audit = profile.audit
        self._glossary = glossary
        self._chunk = chunk
        base = profile.translate.decoding.over(decoding_of(engine.model_path))
        self._decoding = replace(
            base, beam_size=max(base.beam_size, _CANDIDATES), hypotheses=_CANDIDATES
        )

    def run(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Repair chunk by chunk; documents that failed or have no error pass untouched."""
        waiting = iter(documents)
        while chunk := list(islice(waiting, self._chunk)):
            self._repair(chunk)
            yield from chunk

    def _repair(self, chunk: Sequence[Document]) -> None:
        cases = [
            case for document in chunk if document.failure is None for case in _cases(document)
        ]
        cache = SentenceCache(self._engine, batch_tokens=self._settings.batch_tokens)
        for method in _METHODS:
            self._try(method, [case for case in cases if _errors(case.findings)], cache)
        for case in cases:
            if case.hypothesis is not None:
                self._adopt(case, case.hypothesis)
        self._doubt([case for case in cases if case.hypothesis is not None])
        for document in {id(case.document): case.document for case in cases}.values():
            conclude(document, self._audit)

    def _try(self, method: _Method, cases: Sequence[_Case], cache: SentenceCache) -> None:
        """Translate each case this way, all decoded together, and keep what is better."""
        ready = [(case, made) for case in cases if (made := self._made(method, case)) is not None]
        sources = [self._engine.encode(text) for _, made in ready for text in made.inputs]
        answers = iter(cache.generate(sources, self._decoding))
        chosen = [self._chosen(case, made, answers) for case, made in ready]
        mended = iter(self._mended([made for _, made in ready], chosen))
        for (case, made), spoken in zip(ready, chosen, strict=True):
            scores = [one.score for one in spoken]
            english = join(made.parts, [next(mended) for _ in spoken])
            if self._mender is not None:
                english, _ = without_stutter(case.segment.text, english)
            hypothesis = Hypothesis(
                text=english,
                origin="repair",
                score=round(sum(scores) / len(scores), 4),
                settings=f"{method.name}: {_described(self._decoding)}",
                pieces=made.inputs,
            )
            self._keep_if_better(case, hypothesis, tuple(zip(made.inputs, spoken, strict=True)))

    def _chosen(
        self, case: _Case, made: Prepared, answers: Iterator[list[Generated]]
    ) -> list[Generated]:
        """Of the candidates for each part the one that agrees best with its Russian."""
        chosen = []
        for part in made.inputs:
            candidates = next(answers)
            texts = [self._engine.decode(one.tokens) for one in candidates]
            # Whole lines are held against the Russian as it stood, before anything was inlined.
            russian = case.segment.text if len(made.parts) == 1 else part
            chosen.append(candidates[most_agreeing(russian, texts, self._glossary)])
        return chosen

    def _mended(self, ready: Sequence[Prepared], chosen: Sequence[list[Generated]]) -> list[str]:
        """The English of all parts, in order, with names and figures put right."""
        parts = [
            (russian, one.tokens)
            for made, spoken in zip(ready, chosen, strict=True)
            for russian, one in zip(made.inputs, spoken, strict=True)
        ]
        if self._mender is None:
            return [self._engine.decode(tokens) for _, tokens in parts]
        return [one.text for one in self._mender.mend(parts)]

    def _made(self, method: _Method, case: _Case) -> Prepared | None:
        """The inputs of a method for a case, unless one of them is longer than the model takes."""
        made = method.ready(self, case.segment.text)
        if made is None:
            return None
        limit = self._engine.input_limit
        fits = all(len(self._engine.encode(text)) < limit for text in made.inputs)
        return made if fits else None

    def _keep_if_better(
        self, case: _Case, hypothesis: Hypothesis, spoken: tuple[tuple[str, Generated], ...]
    ) -> None:
        trial = replace(case.segment, hypotheses=[hypothesis], chosen=0)
        findings = [
            *examine(triple_of(case.document, trial, self._glossary), segment=case.index),
            *confidence(trial, case.index, self._audit),
        ]
        if (_errors(findings), -score_segment(findings)) < case.cost:
            case.findings, case.hypothesis, case.spoken = findings, hypothesis, spoken

    def _adopt(self, case: _Case, hypothesis: Hypothesis) -> None:
        """Put the new line in place, and the findings of it where those of the old one were."""
        document, segment = case.document, case.segment
        old = examine(triple_of(document, segment, self._glossary), segment=case.index)
        kept = [
            one
            for one in document.findings
            if one not in old and not (one.segment == case.index and one.kind in _OF_TRANSLATE)
        ]
        segment.hypotheses.append(hypothesis)
        segment.chosen = len(segment.hypotheses) - 1
        said = say(
            "translated-again",
            settings=hypothesis.settings,
            before=_errors(old),
            now=_errors(case.findings),
        )
        note = Finding.saying("repaired", Severity.NOTE, said, segment=case.index)
        document.findings = [*kept, *case.findings, note]

    def _doubt(self, cases: Sequence[_Case]) -> None:
        """Name the doubtful words of lines that were translated again, as `translate` does."""
        if self._doubter is None:
            return
        lines = [Line(case.segment.text, case.segment.english, case.spoken) for case in cases]
        for case, words in zip(cases, self._doubter.doubted(lines), strict=True):
            case.document.findings += doubts(case.index, words, self._settings.guessed_above)

    # The methods -----------------------------------------------------------------------------

    def candidates(self, line: str) -> Prepared | None:
        """The line as it is: the best of several candidates may agree where the first did not."""
        return prepare(line, self._fits)

    def figures(self, line: str) -> Prepared | None:
        """Figures given in English."""
        inlined = inline_figures(line)
        return prepare(inlined, self._fits) if inlined != line else None

    def facts(self, line: str) -> Prepared | None:
        """Figures and names given in English."""
        inlined = inline_facts(line, self._glossary)
        return prepare(inlined, self._fits) if inlined != line else None

    def clauses(self, line: str) -> Prepared | None:
        """Cut at a clause border, though the line is short enough."""
        return in_halves(line, self._fits)

    def clauses_with_facts(self, line: str) -> Prepared | None:
        """Both: cut, and figures and names given in English."""
        inlined = inline_facts(line, self._glossary)
        return in_halves(inlined, self._fits) if inlined != line else None


_METHODS = (
    _Method("candidates", Repair.candidates),
    _Method("figures inlined", Repair.figures),
    _Method("facts inlined", Repair.facts),
    _Method("in clauses", Repair.clauses),
    _Method("in clauses, facts inlined", Repair.clauses_with_facts),
)


def _cases(document: Document) -> Iterator[_Case]:
    for index, segment in enumerate(document.all_segments()):
        findings = [one for one in document.findings if one.segment == index]
        if _errors(findings) and is_russian(segment.text):
            yield _Case(document, index, segment, findings)


def _errors(findings: Sequence[Finding]) -> int:
    return sum(finding.severity is Severity.ERROR for finding in findings)


def _described(decoding: Decoding) -> str:
    return f"beam {decoding.beam_size}, best of {decoding.hypotheses}"
