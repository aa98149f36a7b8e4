"""What no compression rule may take away, and what shows that a sentence is a whole one."""

import re

__all__ = [
    "OPINION",
    "POINTER",
    "holds_a_fact",
    "holds_a_reservation",
    "is_inside_quotes",
    "is_speech",
    "is_whole",
]

NEGATION = re.compile(
    r"\b(?:не|ни|нет|нельзя|без|никто|ничто|ничего|никогда|нигде|никак\w*)\b", re.I
)
RESERVATION = re.compile(
    r"\b(?:хотя|однако|но|кроме|исключени\w+|только|лишь|если|якобы|вероятно|возможно|предположительно"
    r"|неизвестн\w+|невозможн\w+|неясно|неверн\w+|недостоверн\w+|сомнительн\w+|отмен\w+)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"\d|№|%|\b(?:один|одн\w+|два|две|двух|двумя|двое|три|тр[её]х|тремя|трое|четыр\w+|пят[ьи]\w*|шест[ьи]\w*"
    r"|сем[ьи]\w*|восем\w*|восьм\w*|девят\w*|десят\w*|\w+надцат\w*|двадцат\w*|тридцат\w*|сорок\w*"
    r"|девяност\w*|ст[оа]|сотн\w*|тысяч\w*|миллион\w*|миллиард\w*|полови\w+|полтор\w+|трет[ьи]\w*"
    r"|четверт\w*|перв\w+|втор\w+|вдвое|втрое|дважды|трижды|оба|обе|обоих)\b",
    re.IGNORECASE,
)
NAME = re.compile(r"[^\W\d_а-яё]")
FEWEST_WORDS = 4

# What ought to be or might be is somebody's opinion, and that somebody stays.
OPINION = re.compile(
    r"\b(?:бы|долж\w+|нужно|надо|необходим\w*|следует|стоит|может|могут|мог(?:ла|ло|ли)?|нельзя"
    r"|обязан\w*|лучш\w+|худш\w+|удивительн\w+|к сожалению)\b",
    re.IGNORECASE,
)
# Points back to what was said before, wherever it stands.
POINTER = re.compile(
    r"\b(?:эт(?:о|от|а|у|и|ого|ой|их|ому|им|ими|ом)|так(?:ой|ая|ое|ие|ого|ому|их)"
    r"|из них|последн(?:ий|яя|ие))\b",
    re.IGNORECASE,
)


def holds_a_fact(text: str, *, opens: bool) -> bool:
    """Whether a stretch holds a number, a name or a negation.

    Args:
        text: The stretch.
        opens: Whether it opens the sentence: then its first capital is no name, since no frame
            begins with one.
    """
    inner = text[1:] if opens else text
    return bool(NUMBER.search(text) or NEGATION.search(text) or NAME.search(inner))


def holds_a_reservation(text: str) -> bool:
    """Whether a stretch limits what the sentence says: «хотя неизвестно, …»."""
    return RESERVATION.search(text) is not None


def is_inside_quotes(sentence: str, place: int) -> bool:
    """Whether that place of the sentence lies between quotation marks."""
    before = sentence[:place]
    return before.count("«") > before.count("»") or before.count('"') % 2 == 1


def is_speech(text: str) -> bool:
    """Whether a stretch ends or opens as direct speech."""
    return text.rstrip(" ,").endswith(("»", '"', "!", "?", "…")) or text.startswith(("—", "–", "-"))


def is_whole(text: str) -> bool:
    """Whether what remains has words enough, and its brackets and quotation marks in pairs."""
    words = re.findall(r"[^\W\d_]+", text)
    return (
        len(words) >= FEWEST_WORDS
        and text.count("«") == text.count("»")
        and text.count("(") == text.count(")")
        and text.count('"') % 2 == 0
        and not re.match(r"[\s,.;:!?…»)—–-]", text)
    )
