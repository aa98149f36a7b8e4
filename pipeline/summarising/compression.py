"""What a brief does not need, taken out of a chosen sentence by exact rules.

A rule finds stretches of a sentence to leave out; each must leave a grammatical sentence by the
shape of what it matches. Above the rules stands one guard: nothing is left out that holds a digit or
a number word, a name (a capital letter that does not open the sentence), a negation, or a reservation
(«хотя неизвестно, …»). So a rule can be wrong about style, never about a fact.

Sources of the idea: Zajic et al., "Multi-candidate reduction", 2007 (trimming by rule); the rules
are for the prose of Russian press releases.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from pipeline.summarising.guards import (
    OPINION,
    POINTER,
    holds_a_fact,
    holds_a_reservation,
    is_inside_quotes,
    is_speech,
    is_whole,
)

__all__ = ["RULES", "Cut", "compress", "remains", "stands_alone_after", "without_frame"]

_VERB = (
    r"(?:сообщ(?:ил[аи]?|ают|ает)|отмет(?:ил[аи]?)|отмеча(?:ют|ет)|рассказал[аи]?|пояснил[аи]?|поясняют"
    r"|уточнил[аи]?|уточняют|добавил[аи]?|добавляют|подчеркнул[аи]?|подч[её]ркивают|заявил[аи]?"
    r"|говорят|говорится|сказал[аи]?|сказано|сообщается|отмечается|уточняется|передал[аи]?|передают)"
)
_OFFICE = (
    r"(?:пресс-службе|пресс-центре|пресс-бюро|пресс-релизе|релизе|сообщении|ведомстве|компании"
    r"|министерстве|администрации|университете|организации|правительстве|департаменте"
    r"|управлении|оперативном штабе)"
)
_OFFICE_OF = (
    r"(?:пресс-службы|пресс-центра|ведомства|компании|министерства|администрации|университета"
    r"|организаторов|правительства|департамента|управления|оперативного штаба)"
)
_WORDS = r"(?: [а-яё-]+){0,4}"
_MOST_PLACES = 32
"""Places of a rule that are looked at in one sentence: each costs a reading of all of it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch `[start, stop)` of a sentence that is left out, and the rule that says so."""

    rule: str
    start: int
    stop: int


Rule = Callable[[str], "Iterator[tuple[int, int]]"]

# What stands in brackets after a number, an abbreviation or a Latin word says what that means.
# The possessive marks keep a bracket that never closes from being read once for each of its spaces.
ASIDE = re.compile(r"(?<=[а-яё»]) \([^()\s]*+\s[^()]*+\)(?=[ ,.;:!?…»])")
# Offices only: what a person says is that person's, and stays so.
TAIL = re.compile(
    rf"(?:,? [—–-]|,) (?:об этом )?{_VERB} (?:(?:в|на) {_OFFICE}|пресс-служба){_WORDS}(?=[.!…]+$)"
)
FRAME = re.compile(
    rf"(?:Как (?:ранее )?{_VERB} (?:(?:в|на) {_OFFICE}|пресс-служба){_WORDS}, (?!что\b)"
    r"|Как (?:сообщается|отмечается|уточняется|стало известно), "
    rf"|По (?:данным|информации|сообщению|сведениям) {_OFFICE_OF}{_WORDS}, "
    r"|(?:Сообщается|Отмечается|Уточняется|Подч[её]ркивается|Стало известно), что "
    rf"|(?:В|На) {_OFFICE}(?: [а-яё-]+){{0,3}} (?:сообщили|отметили|рассказали|пояснили|уточнили"
    r"|добавили|подчеркнули), что )"
)
REMARK = re.compile(
    r"(?:Напомним|Отметим|Добавим|Уточним|Подчеркн[её]м|Заметим)(?:, что |, )"
    r"|(?:Стоит|Следует|Нужно|Важно|Необходимо|Можно) (?:также )?"
    r"(?:отметить|напомнить|подчеркнуть|сказать|добавить), что "
)
CONNECTIVE = re.compile(
    r"(?:Кроме того|Помимо этого|Помимо прочего|Вместе с тем|В то же время|В свою очередь"
    r"|Более того|Таким образом|Между тем|Тем временем), "
    r"|(?:Также|При этом|Кроме того|Помимо этого|Вместе с тем|Между тем|Однако) "
    r"(?=(?:в|на|с|по|для|к|из|до|после|за|под|о|об) [а-яё«А-ЯЁ])"
)

_POST = (
    r"(?:(?:[Вв]рио|[Ии]\.о\.|[Зз]аместитель|[Гг]енеральный|[Гг]лавный|[Ии]сполнительный) )*"
    r"(?:[Гг]убернатор|[Мм]инистр|[Дд]иректор|[Пп]редседатель|[Гг]лава|[Рр]ектор|[Пп]роректор"
    r"|[Пп]резидент|[Рр]уководитель|[Нн]ачальник|[Мм]эр|[Дд]епутат|[Сс]енатор|[Уу]полномоченный"
    r"|[Сс]екретарь|[Дд]екан|[Вв]рач|[Ии]нженер|[Тт]ренер|[Кк]уратор|[Кк]оординатор)"
)
_NAME = r"[А-ЯЁ][а-яё]+ (?P<surname>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)"
POST_AND_NAME = re.compile(rf"{_POST}(?: [^\s,.;:()]+){{0,8}}? {_NAME}\b")
REPEATED_POST = re.compile(
    rf"(?:^|{_VERB} )(?P<post>{_POST}(?: [а-яё-]+){{0,4}} ){_NAME}\b(?! [А-ЯЁ])"
)


def asides(sentence: str) -> Iterator[tuple[int, int]]:
    """«проект (его реализуют инженеры) завершён» loses what stands in brackets.

    A single word in brackets stays: it is an alternative («действия (бездействие)»). So does what
    stands inside a quotation: there it says how the quoted words are to be read.
    """
    for match in ASIDE.finditer(sentence):
        if not is_inside_quotes(sentence, match.start()):
            yield match.span()


def attribution_tails(sentence: str) -> Iterator[tuple[int, int]]:
    """«Завод открыт, сообщили в пресс-службе компании.» loses who said so.

    Speech keeps its speaker: where the part before the tail ends or opens as a quotation, nothing
    is left out. Neither is the source of an opinion.
    """
    match = TAIL.search(sentence)
    if match and not is_speech(sentence[: match.start()]) and not OPINION.search(sentence):
        yield match.span()


def reporting_frames(sentence: str) -> Iterator[tuple[int, int]]:
    """«Как сообщили в пресс-службе, …», «Сообщается, что …» lose the frame; opinions keep it."""
    match = FRAME.match(sentence)
    if match and not sentence.rstrip(".").endswith("»") and not OPINION.search(sentence):
        yield match.span()


def remarks_to_the_reader(sentence: str) -> Iterator[tuple[int, int]]:
    """«Напомним, …», «Стоит отметить, что …» lose the remark."""
    match = REMARK.match(sentence)
    if match:
        yield match.span()


def opening_connectives(sentence: str) -> Iterator[tuple[int, int]]:
    """«Кроме того, …» ties the sentence to one that the brief may not have."""
    match = CONNECTIVE.match(sentence)
    if match:
        yield match.span()


@lru_cache(maxsize=4096)
def persons_with_posts(sentence: str) -> frozenset[str]:
    """Surnames (in the nominative) of the persons whose post the sentence names."""
    return frozenset(match["surname"] for match in POST_AND_NAME.finditer(sentence))


def repeated_posts(sentence: str, named: frozenset[str]) -> Iterator[tuple[int, int]]:
    """«сказал губернатор Иван Петров» loses the post if the brief has named it before.

    Only a post in the nominative that opens the sentence or follows a verb of saying: elsewhere
    it may be what the sentence is about («назначен директором»).
    """
    for match in REPEATED_POST.finditer(sentence):
        if match["surname"] in named:
            yield match.span("post")


#: In the order in which they are tried; each sees the sentence as it stood.
RULES: tuple[tuple[str, Rule], ...] = (
    ("remark", remarks_to_the_reader),
    ("reporting-frame", reporting_frames),
    ("connective", opening_connectives),
    ("attribution-tail", attribution_tails),
    ("aside", asides),
)


def compress(sentence: str, before: Sequence[str] = ()) -> list[Cut]:
    """What can be left out of a sentence.

    Args:
        sentence: As it stands in the source.
        before: The sentences that stand before it in the brief: whose post they have named need
            not have it named again.

    Returns:
        Stretches in ascending order that do not overlap. What remains has at least four words and
        its brackets and quotation marks in pairs; where it would not, the later rule gives way.
    """
    cuts = list(_cuts(sentence))
    named: frozenset[str] = frozenset().union(*map(persons_with_posts, before))
    if named:
        cuts = _with(sentence, cuts, "repeated-post", repeated_posts(sentence, named))
    return cuts


@lru_cache(maxsize=4096)
def _cuts(sentence: str) -> tuple[Cut, ...]:
    """What the rules that look at the sentence alone leave out; a choice asks many times."""
    cuts: list[Cut] = []
    for name, rule in RULES:
        cuts = _with(sentence, cuts, name, rule(sentence))
    return tuple(cuts)


def _with(
    sentence: str, cuts: list[Cut], rule: str, places: Iterable[tuple[int, int]]
) -> list[Cut]:
    """The cuts with those added that touch no fact, overlap none, and leave a whole sentence."""
    for start, stop in islice(places, _MOST_PLACES):
        cut = Cut(rule, start, stop)
        if _is_allowed(sentence, cut) and not any(_overlap(cut, one) for one in cuts):
            trial = sorted([*cuts, cut], key=lambda one: one.start)
            if is_whole(remains(sentence, trial)):
                cuts = trial
    return cuts


def remains(sentence: str, cuts: Sequence[Cut]) -> str:
    """The sentence without the stretches of `cuts`."""
    parts = []
    at = 0
    for cut in cuts:
        parts.append(sentence[at : cut.start])
        at = cut.stop
    return "".join([*parts, sentence[at:]])


def stands_alone_after(sentence: str, cuts: Sequence[Cut]) -> bool:
    """Whether the cuts took away the words that tied the sentence to the one before it.

    They did not if what remains points back as well («Между тем, он опроверг эту информацию»).
    """
    tied = any(cut.rule == "connective" and cut.start == 0 for cut in cuts)
    return tied and not POINTER.search(remains(sentence, cuts))


def without_frame(sentence: str) -> str:
    """The sentence without the remark or frame that opens it, if one does.

    «Отметим, что она …» leans on what was before as «она …» does, whether or not it is cut.
    """
    for rule in (remarks_to_the_reader, reporting_frames):
        for _, stop in rule(sentence):
            return sentence[stop:]
    return sentence


def _is_allowed(sentence: str, cut: Cut) -> bool:
    """Whether nothing that is left out is a number, a name, a negation or a reservation."""
    text = sentence[cut.start : cut.stop]
    if holds_a_fact(text, opens=cut.start == 0):
        return False
    return cut.rule != "aside" or not holds_a_reservation(text)


def _overlap(one: Cut, other: Cut) -> bool:
    return one.start < other.stop and other.start < one.stop
