"""Cutting work into batches of like length.

A batch is a rectangle of tokens: as many rows as sources, as wide as the longest. Sorting by length
first keeps the padding small, whatever documents the sources come from. The cut depends on the
lengths and the size alone, never on the machine, because int8 results depend on which sentences
share a batch.
"""

from collections.abc import Sequence

__all__ = ["batches"]


def batches(lengths: Sequence[int], batch_tokens: int) -> list[list[int]]:
    """Indices of the sources of each batch, the longest sources first.

    Args:
        lengths: Tokens of each source.
        batch_tokens: The most tokens of a batch, padding counted; a source that is longer makes a
            batch by itself.

    Returns:
        Each index once; within a batch from long to short, equal lengths in their order.
    """
    order = sorted(range(len(lengths)), key=lambda i: (-lengths[i], i))
    result: list[list[int]] = []
    width = 0
    for index in order:
        if not result or (len(result[-1]) + 1) * width > batch_tokens:
            result.append([])
            width = max(lengths[index], 1)
        result[-1].append(index)
    return result
