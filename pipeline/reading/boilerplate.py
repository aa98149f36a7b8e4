"""What stands in a release and is no part of its message: labels, contacts, "about the company".

Rules about a line come as small functions in an ordered list. Some lines open a section: after
"Контакты для СМИ" or "О компании" everything to the end of the text belongs to it.
"""

import re
from collections.abc import Callable

from pipeline.language.morphology import Parse, parses

_FLAGS = re.IGNORECASE
_LABEL = re.compile(
    r"(?:пресс-?релиз|новост[ьи]|информационное (?:сообщение|письмо)|сообщение для (?:прессы|сми)"
    r"|для (?:немедленного|немедленной|свободной) (?:распространения|публикации)"
    r"|для (?:прессы|сми|печати)|анонс|официально|эмбарго до .{1,40}|конец(?: текста)?|#{2,}|\*{2,})"
    r"(?: (?:№|n) ?[\w/-]{1,12})?(?: от .{1,30})?[:.!]?",
    _FLAGS,
)
_PHONE = re.compile(
    r"(?:\+7|\b8)[ (-]{0,2}\d{3,5}[ )-]{1,2}[\d -]{5,12}\d|тел\.?:? ?[+\d(]", _FLAGS
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,30}")
# A part of a domain's name has 63 characters at most (RFC 1035). Without that limit a chain of hyphens
# would be read to its end from each of its parts.
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s»)]+|\b[\w-]{1,63}\.(?:ru|рф|com|org|su|info)\b(?!@)", _FLAGS
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LETTERS = re.compile(r"[^\W\d_]")
_CONTACT_WORD = re.compile(
    r"(?:тел(?:ефон)?|моб|факс|e-?mail|эл\. ?почта|электронная почта|почта|сайт|адрес|контактное лицо"
    r"|telegram|вконтакте|whatsapp)\b[.:]?",
    _FLAGS,
)
_HASHTAGS = re.compile(r"(?:#[\w-]+[ ,;]*)+")
_POINTER = re.compile(
    r"(?:подробн(?:ее|ости|ая информация)|источник|читайте также|по ссылке|ссылка|фото(?:графии)?"
    r"|видео|фото и видео|автор(?: фото)?|иллюстрации?|материалы?|скачать|подписывайтесь"
    r"|следите за новостями|больше новостей|дополнительная информация|аккредитация)\b"
    r"(?=[ :—-].{0,120}(?:https?:|www\.|@|\.ru\b|\.рф\b|сайт|канал|ссылк)|: ?[^.!?]{1,60}$)",
    _FLAGS,
)
_COPYRIGHT = re.compile(
    r"©|\(c\) ?\d{4}|все права защищены|при (?:перепечатке|использовании|цитировании) (?:материал|ссылка)"
    r"|ссылка на (?:источник|сайт) обязательна|на правах рекламы|^реклама[.:]|^erid\b",
    _FLAGS,
)
_SIGNATURE = re.compile(
    r"(?:(?:по (?:информации|материалам|сообщению) )?пресс-?(?:служб[аы]|центра?)|управление по (?:связям|работе)"
    r"|отдел (?:по связям|информации|новостей)|департамент (?:информации|общественных связей|по связям"
    r"|коммуникаций)|служба (?:информации|коммуникаций))\b[^.!?]{0,110}",
    _FLAGS,
)
_ISSUER = re.compile(
    r"(?:(?:\w+(?:ое|ая|ый|ий) ){0,3}(?:министерство|правительство|администрация|управление|департамент"
    r"|комитет|агентство|служба|университет|институт|академия|прокуратура|дума|центр|фонд|банк"
    r"|корпорация|госкорпорация|компания|холдинг|завод|комбинат)|пресс-служба|пресс-центр"
    r"|гк|ао|пао|ооо|оао|зао|фгуп|гуп|фгбоу|гбу|мбу)\b",
    _FLAGS,
)
_SECTION = re.compile(
    r"контакт(?:ы|ная информация|ные данные)\b.{0,60}"
    r"|(?:за )?дополнительн(?:ая|ой|ую) информаци(?:я|ей|ю)(?: для (?:сми|прессы|журналистов))?:?"
    r"|для (?:сми|прессы|журналистов|справки|редакций):?"
    r"|(?:краткая )?справка(?: (?:о|об|для) .{1,60})?:?|справочно:?|справочная информация:?"
    r"|об? (?:нас|компании|банке|группе|корпорации|госкорпорации|холдинге|предприятии|заводе|университете"
    r"|институте|вузе|фонде|министерстве|ведомстве|агентстве|организации|организаторе|центре|музее|театре)"
    r"\b.{0,60}"
    r"|об? (?:гк|ао|пао|ооо|нко|анo|фгуп|гуп|мгу|гбу|фгбоу во|по|нпо|ук|тк) .{1,70}"
    r"|об? [«„][^«»„“]{2,60}[»“]:?",
    _FLAGS,
)
_REFERENCE = re.compile(
    r"(?:для справки|справочно|справка)(?::| [—–-] )|контакты(?: для (?:сми|прессы|журналистов))?: ?\S",
    _FLAGS,
)


def is_label(line: str) -> bool:
    """ПРЕСС-РЕЛИЗ, «Для немедленного распространения», ###."""
    return bool(_LABEL.fullmatch(line))


def is_contact(line: str) -> bool:
    """A line of telephone numbers and addresses with few other words, or one that begins as such."""
    found = [*_PHONE.finditer(line), *_MAIL.finditer(line), *_LINK.finditer(line)]
    if not found:
        return bool(_CONTACT_WORD.match(line)) and len(line) <= 120 and ":" in line[:24]
    if _CONTACT_WORD.match(line):
        return True
    address = sum(match.end() - match.start() for match in found)
    if _PHONE.search(line) or _MAIL.search(line):
        return len(line) <= 160 or address * 3 >= len(line)
    return address * 2 >= len(line)


def is_hashtags(line: str) -> bool:
    """A line of nothing but hashtags."""
    return bool(_HASHTAGS.fullmatch(line))


def is_pointer(line: str) -> bool:
    """«Подробнее на сайте …», «Фото: …», «Источник: …»."""
    return bool(_POINTER.match(line)) and len(line) <= 220


def is_copyright(line: str) -> bool:
    """Copyright, reprint and advertising notices."""
    return bool(_COPYRIGHT.search(line)) and len(line) <= 300


def is_reference(line: str) -> bool:
    """A paragraph that begins with «Справка:» or «Контакты для СМИ: …»."""
    return bool(_REFERENCE.match(line))


def is_signature(line: str) -> bool:
    """«Пресс-служба администрации Томской области» as a line of its own."""
    return bool(_SIGNATURE.fullmatch(line))


def is_issuer(line: str) -> bool:
    """A line that names an organisation and says nothing about it, as a letterhead does."""
    words = _WORD.findall(line)
    if not _ISSUER.match(line) or len(words) > 12 or line[-1:] in ".!?:;,":
        return False
    return not any(_is_predicate(parses(word)) for word in words if len(word) > 2)


def _is_predicate(readings: tuple[Parse, ...]) -> bool:
    """Whether a word is a finite verb or a short participle first and foremost."""
    return bool(readings) and not {"VERB", "PRTS"}.isdisjoint(readings[0].grammemes)


def is_wordless(line: str) -> bool:
    """A line without a single letter."""
    return not _LETTERS.search(line)


def is_table_row(line: str) -> bool:
    """A row of a table, its cells divided by bars."""
    return " | " in line


LINE_RULES: tuple[Callable[[str], bool], ...] = (
    is_wordless,
    is_table_row,
    is_label,
    is_contact,
    is_hashtags,
    is_pointer,
    is_copyright,
    is_reference,
    is_signature,
)


def line_rule(line: str) -> str | None:
    """The name of the first rule by which a line is boilerplate, or None."""
    return next((rule.__name__ for rule in LINE_RULES if rule(line)), None)


def opens_section(line: str) -> bool:
    """Whether a short line of its own opens a section that runs to the end of the text."""
    return len(line) <= 100 and line[-1:] not in ".!?;," and bool(_SECTION.fullmatch(line))


def is_boilerplate_sentence(sentence: str) -> bool:
    """A sentence inside a paragraph of the message that only points elsewhere."""
    return is_pointer(sentence) or is_hashtags(sentence) or is_copyright(sentence)
