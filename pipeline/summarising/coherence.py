"""What cannot stand alone in a brief: leaning sentences, parts of quotations, items of lists.

Each rule looks at one sentence and names others that must stand with it. A rule is a small
function in an ordered list; `companions` follows them until nothing more is asked for.
"""

import re
from collections.abc import Callable, Sequence

from pipeline.document import Sentence, SentenceKind
from pipeline.summarising.compression import without_frame

__all__ = ["RULES", "companions", "needs"]

Rule = Callable[[Sequence[Sentence], int], "set[int]"]

LEANING = re.compile(
    r"(?:он|она|оно|они|его|её|ее|их|ему|ей|им|ими"
    r"|эт(?:о|от|а|и|ого|ой|их|ому|им|ими)|такой|такая|такое|такие|тот|та|те"
    r"|там|тогда|здесь|туда|оттуда|тем самым"
    r"|(?:при|об?|в|на|за|с|со|для|после|до|из|от|по|к|ко|под|перед|над|помимо|кроме)"
    r" (?:это(?:го|му|м)|этой|этих|этими|этим|том|нём|нем|неё|ней|них|него|нему|ним|ними)"
    r"|по (?:его|её|ее|их) (?:словам|мнению|данным|оценкам?)"
    r"|также|тоже|кроме того|помимо этого|вместе с тем|в то же время|в свою очередь"
    r"|однако|поэтому|зато|впрочем|тем не менее|между тем|таким образом|в результате|следовательно"
    r"|но|а|и|или|либо|ведь|причём|причем"
    r"|последн(?:ий|яя|ее|ие)|данн(?:ый|ая|ое|ые|ого|ой|ых|ому|ым|ыми)"
    r"|указанн\w+|вышеупомянут\w+|упомянут\w+|соответствующ\w+)\b",
    re.IGNORECASE,
)
OPENING_MARKS = re.compile(r"[«\"„—–\-\s]*")
SPEECH = re.compile(
    r"\b(?:сказа|заяви|отмети|отмеча|подчеркн|добави|рассказ|поясн|сообщ|сообща|объясн|считает|счита"
    r"|уверен|напомни|прокомментирова|говорит|призна|уточни|обрати|заключи|указа|полага|написа"
    r"|процитир|цитиру|ответи|продолж|резюмиров)\w*|\b(?:по словам|слова)\b",
    re.IGNORECASE,
)
BARE_ATTRIBUTION = re.compile(
    r"(?:Как (?:переда|сообща|пиш)\w+ [^,]{2,30}, )?об этом (?:\S+ ){0,3}?"
    r"(?:сообщ|пиш|переда|заяв|рассказ|говор|напис)\w+ [^,:;\d]{2,80}$",
    re.IGNORECASE,
)
DASH = re.compile(r"[—–-]\s")
LONGEST_QUOTATION = 4
"""Sentences of one quotation that are kept together; a longer one is passed over."""
REACH = 100
"""Sentences of a paragraph on either side in which the ends of a quotation are looked for."""


def leans_on_the_one_before(sentences: Sequence[Sentence], index: int) -> set[int]:
    """«Он», «также», «при этом», «об этом» at the opening point back to the sentence before."""
    if index == 0 or not LEANING.match(_opening(without_frame(sentences[index].text))):
        return set()
    return {index - 1}


def stands_in_a_quotation(sentences: Sequence[Sentence], index: int) -> set[int]:
    """A sentence inside « » that spans several sentences needs all of them, from « to »."""
    run = _quotation(sentences, index)
    return set(run) - {index}


def quotes_without_a_speaker(sentences: Sequence[Sentence], index: int) -> set[int]:
    """Direct speech without «— сказал …» needs the neighbour that names the speaker."""
    text = sentences[index].text
    if not _is_direct_speech(text) or SPEECH.search(_outside_quotes(text)):
        return set()
    after, before = index + 1, index - 1
    if after < len(sentences) and _names_speaker_of_one_before(sentences[after].text):
        return {after}
    return {before} if before >= 0 else set()


def is_an_item_of_a_list(sentences: Sequence[Sentence], index: int) -> set[int]:
    """An item needs the line that introduces its list."""
    head = sentences[index].head
    return set() if head is None else {head}


def introduces_what_follows(sentences: Sequence[Sentence], index: int) -> set[int]:
    """A line that ends with a colon promises more: its first item, or the next sentence."""
    if not sentences[index].text.rstrip().endswith(":"):
        return set()
    return {index + 1} if index + 1 < len(sentences) else set()


#: In the order in which they are asked.
RULES: tuple[Rule, ...] = (
    is_an_item_of_a_list,
    introduces_what_follows,
    stands_in_a_quotation,
    quotes_without_a_speaker,
    leans_on_the_one_before,
)


def needs(sentences: Sequence[Sentence], index: int) -> dict[str, set[int]]:
    """By the name of each rule that fires: the sentences that it asks for."""
    found = {rule.__name__: rule(sentences, index) for rule in RULES}
    return {name: wanted for name, wanted in found.items() if wanted}


def companions(
    sentences: Sequence[Sentence],
    index: int,
    *,
    stands: Callable[[int], bool] = lambda _: False,
    most: int = 4,
) -> set[int] | None:
    """The sentences that must be in the brief together with this one, itself included.

    Args:
        sentences: Those that a brief may hold, in reading order; `head` counts in this sequence.
        index: The sentence that is wanted.
        stands: Says of a sentence that its opening has been made to stand alone.
        most: More than that is not brought along.

    Returns:
        Indices, or None where too many would be needed.
    """
    together = {index}
    waiting = [index]
    while waiting:
        at = waiting.pop()
        for rule in RULES:
            if rule is leans_on_the_one_before and stands(at):
                continue
            for wanted in rule(sentences, at) - together:
                if _is_a_list_already(sentences, together, rule):
                    continue
                together.add(wanted)
                waiting.append(wanted)
        if len(together) > most:
            return None
    return together


def _is_a_list_already(sentences: Sequence[Sentence], together: set[int], rule: Rule) -> bool:
    """A head that one item has brought along does not ask for the first item as well."""
    return rule is introduces_what_follows and any(
        sentences[index].head in together for index in together
    )


def _opening(text: str) -> str:
    match = OPENING_MARKS.match(text)
    return text[match.end() :] if match else text


def _quotation(sentences: Sequence[Sentence], index: int) -> range:
    """The sentences of the quotation that the sentence is a part of; itself alone if of none.

    Quotation marks are looked for in the paragraph alone: a mark that is never closed must not
    swallow the rest of the release.
    """
    start = index
    first = max(0, index - REACH)
    while start > first and sentences[start - 1].paragraph == sentences[index].paragraph:
        start -= 1
    depth = 0
    opened = start
    for at in range(start, min(len(sentences), index + REACH)):
        if sentences[at].paragraph != sentences[index].paragraph:
            break
        if depth == 0:
            opened = at
        depth = max(0, depth + sentences[at].text.count("«") - sentences[at].text.count("»"))
        if depth == 0 and at >= index:
            return range(opened, at + 1)
    return range(index, index + 1)


def _is_direct_speech(text: str) -> bool:
    """Whether the sentence is speech: it opens with a dash, or is quoted from end to end."""
    if DASH.match(text):
        return True
    inner = text.rstrip(".!?…, ")
    closed_at_the_end = inner.startswith("«") and inner.find("»") == len(inner) - 1
    return closed_at_the_end and len(text.split()) > 4


def _outside_quotes(text: str) -> str:
    if DASH.match(text):
        # Speech after a dash has its speaker behind a comma and another dash.
        parts = re.split(r"[,!?…]\s[—–-]\s", text)
        return " ".join(parts[1:])
    return re.sub(r"«[^»]*»?", " ", text)


def _names_speaker_of_one_before(text: str) -> bool:
    return bool(DASH.match(text) and SPEECH.search(text)) or bool(
        re.search(r"[»,!?…]\s[—–-]\s", text) and SPEECH.search(_outside_quotes(text))
    )


def says_only_who_said_it(text: str) -> bool:
    """«Об этом сообщает пресс-служба ведомства.»: of use beside the news, and no news itself."""
    return BARE_ATTRIBUTION.match(text) is not None


def is_candidate(sentence: Sentence) -> bool:
    """Whether a sentence may enter a brief at all."""
    return sentence.kind in (SentenceKind.TEXT, SentenceKind.LIST_ITEM)
