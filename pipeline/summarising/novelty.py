"""What a sentence says for the first time: numbers and names, and those of the title; and speech."""

import re
from collections.abc import Sequence

__all__ = ["Novelty"]

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
CAPITALISED = re.compile(r"[А-ЯЁA-Z][\w-]+")
NAME = re.compile(r"(?<=[^\W\d_][ ,(«\"])[«\"]?[А-ЯЁA-Z][\w-]+")
QUOTED = re.compile(r"[«\"][^»\"]*[»\"]?")
OPENING = '«"„—–-'
STEM = 5


class Novelty:
    """Counts over an article's sentences, one value a sentence.

    Attributes:
        new_numbers, new_names: How many stand here first; names after the first word only.
        known_names: How many names have stood before.
        title_numbers: How many of the title's numbers.
        title_names: The share of the title's capitalised words.
        opens_as_speech: Whether it opens with a quotation mark or a dash.
        goes_on_as_speech: Whether a quotation that began earlier goes on.
        speech: The share of its characters between quotation marks.
    """

    def __init__(self, title: str, sentences: Sequence[str]) -> None:
        in_title, names_of_title = set(NUMBER.findall(title)), _stems(CAPITALISED, title)
        numbers_before: set[str] = set()
        names_before: set[str] = set()
        self.new_numbers: list[int] = []
        self.new_names: list[int] = []
        self.known_names: list[int] = []
        self.title_numbers: list[int] = []
        self.title_names: list[float] = []
        for sentence in sentences:
            numbers, names = set(NUMBER.findall(sentence)), _stems(NAME, sentence)
            self.new_numbers.append(len(numbers - numbers_before))
            self.new_names.append(len(names - names_before))
            self.known_names.append(len(names & names_before))
            self.title_numbers.append(len(numbers & in_title))
            shared = _stems(CAPITALISED, sentence) & names_of_title
            self.title_names.append(len(shared) / (len(names_of_title) or 1))
            numbers_before |= numbers
            names_before |= names
        self.opens_as_speech = [sentence[:1] in OPENING for sentence in sentences]
        self.goes_on_as_speech = _within_quotation(sentences)
        self.speech = [
            sum(map(len, QUOTED.findall(sentence))) / max(1, len(sentence))
            for sentence in sentences
        ]


def _stems(pattern: re.Pattern[str], text: str) -> set[str]:
    return {name.strip('«"')[:STEM].lower() for name in pattern.findall(text)}


def _within_quotation(sentences: Sequence[str]) -> list[bool]:
    inside: list[bool] = []
    is_open = False
    for sentence in sentences:
        inside.append(is_open)
        for mark in sentence:
            if mark in '«»"':
                is_open = {"«": True, "»": False}.get(mark, not is_open)
    return inside
