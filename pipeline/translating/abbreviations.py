"""Abbreviations that small models take for the end of a sentence, written out or left out.

`В г. Томске` came out as `In it. Tomsk`: English says nothing for `г.`, and for the others a model
knows the whole word.
"""

import re

__all__ = ["written_out"]

_NAME = r"(?=[А-ЯЁ«])"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # Not the year of "в 2016 г. Томск стал".
    (re.compile(rf"(?<!\d)(?<!\d\s)\b(?:г|гор)\.\s?{_NAME}"), ""),
    (re.compile(rf"(?<=\b[Вв] )пос\.\s?{_NAME}"), "посёлке "),
    (re.compile(rf"\bпос\.\s?{_NAME}"), "посёлок "),
    (re.compile(rf"(?<=\b[Нн]а )ул\.\s?{_NAME}"), "улице "),
    (re.compile(rf"\bул\.\s?{_NAME}"), "улица "),
    (re.compile(r"\bврио(?= [а-яё])"), "временно исполняющий обязанности"),
    (re.compile(r"\bВрио(?= [а-яё])"), "Временно исполняющий обязанности"),
    (re.compile(r"\bи\.\s?о\.\s?(?=[а-яё])"), "исполняющий обязанности "),
    (re.compile(r"\bИ\.\s?о\.\s?(?=[а-яё])"), "Исполняющий обязанности "),
)


def written_out(text: str) -> str:
    """The Russian text with the abbreviations before names and posts written out.

    >>> written_out("В г. Томске и на ул. Ленина работает и. о. мэра")
    'В Томске и на улице Ленина работает исполняющий обязанности мэра'
    """
    for pattern, words in _RULES:
        text = pattern.sub(words, text)
    return text
