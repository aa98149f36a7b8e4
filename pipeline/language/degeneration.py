"""Signs that a model's output went wrong, as small pure functions.

The translate stage uses them to try again, the audit to warn: one definition for both. Each returns
None for an output that is well, and otherwise what is wrong in a few words. `faults` runs them all.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.messages import Said, say

__all__ = [
    "Fault",
    "cyrillic_words",
    "empty",
    "faults",
    "length",
    "repeated",
    "untranslated",
]

_WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")
#: A syllable four times running inside a word.
_STUTTER = re.compile(r"([^\W\d_]{2,4})\1{3,}")
_CYRILLIC_WORD = re.compile(r"[А-Яа-яЁё][А-Яа-яЁё-]*")
_LETTER = re.compile(r"[^\W\d_]")
#: Characters of English for one of Russian that are held to be too few and too many, by the length
#: of the Russian: of 2,000 press sentences of 40 characters and more, in professional translation,
#: all have 0.54 to 1.85 and 99.8 % have 0.72 to 1.75. Shorter ones vary more, and below 25 a ratio
#: says nothing: `ООО` is `Limited liability company`.
_RATIOS = ((40, 0.6, 1.9), (25, 0.35, 2.6))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an output: `kind` is that of the finding it becomes."""

    kind: str
    said: Said

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.said.text()


def empty(source: str, output: str) -> Fault | None:
    """Nothing, or nothing but marks, for a source that has letters or digits."""
    if re.search(r"\w", source) and not re.search(r"\w", output):
        return Fault("empty", say("no-translation"))
    return None


def repeated(source: str, output: str) -> Fault | None:
    """The same words three times running, or a phrase of four words three times in all.

    What the source itself repeats as often is no fault.
    """
    stutter = _STUTTER.search(output)
    if stutter is not None and not _STUTTER.search(source):
        return Fault("repeated", say("stutters", text=stutter.group()))
    words = [word.lower() for word in _WORD.findall(output)]
    times, unit = _longest_run(words)
    if times >= 3 and _longest_run([word.lower() for word in _WORD.findall(source)])[0] < times:
        return Fault("repeated", say("times-running", words=" ".join(unit), times=times))
    counts: dict[tuple[str, ...], int] = {}
    for at in range(len(words) - 3):
        phrase = tuple(words[at : at + 4])
        counts[phrase] = counts.get(phrase, 0) + 1
    worst = max(counts, key=lambda phrase: counts[phrase], default=())
    if worst and counts[worst] >= 3:
        said = say("times-in-all", words=" ".join(worst), times=counts[worst])
        return Fault("repeated", said)
    return None


def untranslated(source: str, output: str) -> Fault | None:
    """Cyrillic words left in the English."""
    del source
    words = cyrillic_words(output)
    if words:
        shown = ", ".join(words[:3]) + (" …" if len(words) > 3 else "")
        return Fault("untranslated", say("left-in-russian", words=shown))
    return None


def length(source: str, output: str) -> Fault | None:
    """An output too short or too long to be the source's translation."""
    if not output.strip():
        return None
    ratio = len(output) / max(len(source), 1)
    shortest, longest = next(
        (bounds for size, *bounds in _RATIOS if len(source) >= size), (ratio, ratio)
    )
    if ratio < shortest:
        return Fault("length", say("too-short", ratio=f"{ratio:.2f}"))
    if ratio > longest:
        return Fault("length", say("too-wordy", ratio=f"{ratio:.2f}"))
    return None


_RULES: tuple[Callable[[str, str], Fault | None], ...] = (empty, repeated, untranslated, length)


def faults(source: str, output: str, *, finished: bool = True) -> list[Fault]:
    """Everything that is wrong with `output` as the English of `source`; empty if it is well.

    Args:
        source: The Russian.
        output: The English.
        finished: Whether the model came to an end by itself.
    """
    found = [fault for rule in _RULES if (fault := rule(source, output)) is not None]
    if not finished:
        found.append(Fault("cut_off", say("unfinished")))
    return found


def cyrillic_words(text: str) -> list[str]:
    """Words that have a Cyrillic letter, in order."""
    return _CYRILLIC_WORD.findall(text)


def _longest_run(words: list[str]) -> tuple[int, tuple[str, ...]]:
    """How often the most repeated unit of one to six words stands running, and the unit."""
    best: tuple[int, tuple[str, ...]] = (min(len(words), 1), tuple(words[:1]))
    for size in range(1, 7):
        run = 0
        for at in range(size, len(words)):
            run = run + 1 if words[at] == words[at - size] else 0
            times = run // size + 1
            if times > best[0]:
                best = (times, tuple(words[at - size + 1 : at + 1]))
    return best
