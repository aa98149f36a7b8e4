"""Invented releases by rule, as many as are wanted: what the benchmark runs on.

Each is put together from sentences of `data/release.txt` with names and numbers filled in, so that
no two documents, and hardly any two sentences, are the same. The same number gives the same text.
"""

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipeline.resources import package_data

__all__ = ["release", "write_releases"]

LENGTH = 2000
"""Characters of a release, about."""

_SLOT = re.compile(r"\{(\w+)\}")


def release(number: int) -> str:
    """The release of that number: a title, a blank line, and paragraphs of a few sentences."""
    chance = random.Random(number)
    parts = _parts()
    body = parts["body"][:]
    chance.shuffle(body)
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < LENGTH - 150 and body:
        count = chance.randint(1, 3)
        paragraphs.append(" ".join(_filled(one, chance) for one in body[:count]))
        del body[:count]
    title = _filled(chance.choice(parts["title"]), chance)
    return "\n\n".join([title, *paragraphs]) + "\n"


def write_releases(folder: Path, count: int) -> None:
    """Write the first `count` releases, a thousand to a folder."""
    for number in range(count):
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(release(number), encoding="utf-8")


def _filled(template: str, chance: random.Random) -> str:
    return _SLOT.sub(lambda slot: _value(slot[1], chance), template)


def _value(name: str, chance: random.Random) -> str:
    if name in _NUMBERS:
        return str(chance.randint(*_NUMBERS[name]))
    return chance.choice(_parts()[name])


_NUMBERS = {"number": (3, 980), "share": (2, 97), "money": (12, 9800), "year": (1998, 2031)}


@cache
def _parts() -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    for line in _lines():
        if line.startswith("["):
            current = parts.setdefault(line.strip("[]"), [])
        else:
            current.append(line)
    return parts


def _lines() -> Iterator[str]:
    text = package_data("evaluation", "data", "release.txt").read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
