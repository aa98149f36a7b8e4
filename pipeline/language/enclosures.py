"""What stands inside quotation marks or brackets."""

from collections.abc import Iterator

__all__ = ["inside"]

_QUOTES = {"«": "»", "„": "“", "“": "”", "(": ")", "[": "]"}


def inside(text: str) -> list[bool]:
    """For each character whether it stands inside a quotation or brackets, edges not counted."""
    result = [False] * len(text)
    for first, last in _enclosed(text):
        for at in range(first + 1, last):
            result[at] = True
    return result


def _enclosed(text: str) -> Iterator[tuple[int, int]]:
    """Where quotations and brackets open and close; one that never closes is passed over."""
    waiting: list[tuple[str, int]] = []
    straight: int | None = None
    for at, character in enumerate(text):
        if character == '"':
            if straight is None:
                straight = at
            else:
                yield straight, at
                straight = None
        elif waiting and character == waiting[-1][0]:
            yield waiting.pop()[1], at
        elif character in _QUOTES:
            waiting.append((_QUOTES[character], at))
