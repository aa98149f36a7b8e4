"""Running a summariser that writes its own sentences, on articles of any length.

An article that is longer than the model's input is summarised window by window, and the partial
summaries once more together, until one reading is enough.
"""

from collections.abc import Sequence

from pipeline.engines.base import Decoding, Engine
from pipeline.language.segmentation import split_sentences

__all__ = ["sentences_of", "summaries"]

ROUNDS = 3


def summaries(
    engine: Engine, articles: Sequence[Sequence[str]], decoding: Decoding, prefix: str = ""
) -> list[list[str]]:
    """The sentences that the model writes for each article.

    Args:
        engine: A summariser that writes text.
        articles: The sentences of each.
        decoding: How to search.
        prefix: What the model wants before its input.

    Raises:
        ModelError: From the engine.
    """
    texts = [list(sentences) for sentences in articles]
    results: list[list[str]] = [[] for _ in texts]
    waiting = [place for place, sentences in enumerate(texts) if sentences]
    for round_ in range(ROUNDS):
        windows = [
            (place, one) for place in waiting for one in _windows(engine, texts[place], prefix)
        ]
        answers = engine.generate([tokens for _, tokens in windows], decoding)
        written: dict[int, list[list[str]]] = {place: [] for place in waiting}
        for (place, _), (best, *_) in zip(windows, answers, strict=True):
            written[place].append(sentences_of(engine.decode(best.tokens)))
        again = []
        for place, parts in written.items():
            joined = [sentence for part in parts for sentence in part]
            if len(parts) > 1 and joined and round_ + 1 < ROUNDS:
                texts[place] = joined
                again.append(place)
            else:
                results[place] = joined
        waiting = again
        if not waiting:
            break
    return results


def sentences_of(text: str) -> list[str]:
    """The sentences of a generated text, each once; models repeat themselves."""
    line = " ".join(text.split())
    return list(dict.fromkeys(line[start:stop] for start, stop in split_sentences(line)))


def _windows(engine: Engine, sentences: Sequence[str], prefix: str) -> list[list[str]]:
    """Sentences in runs that fit the model; one that does not fit by itself is cut into pieces."""
    room = engine.input_limit - 1
    head = engine.encode(prefix) if prefix else []
    windows: list[list[str]] = []
    run: list[str] = []
    for sentence in sentences:
        longer = [*run, sentence]
        if run and len(engine.encode(prefix + " ".join(longer))) > room:
            windows.append(engine.encode(prefix + " ".join(run)))
            run = [sentence]
        else:
            run = longer
    windows.append(engine.encode(prefix + " ".join(run)))
    return [
        piece if start == 0 else [*head, *piece]
        for window in windows
        for start, piece in _pieces(window, room, len(head))
    ]


def _pieces(window: list[str], room: int, head: int) -> list[tuple[int, list[str]]]:
    """The window itself, or its parts where it is a single sentence longer than the model takes."""
    if len(window) <= room:
        return [(0, window)]
    first = [(0, window[:room])]
    step = room - head
    return first + [(at, window[at : at + step]) for at in range(room, len(window), step)]
