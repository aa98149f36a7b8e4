"""Each sentence is decoded once, however often the documents of a chunk repeat it."""

from collections.abc import Sequence

from pipeline.engines.base import BATCH_TOKENS, Decoding, Engine, Generated

__all__ = ["SentenceCache"]

_Key = tuple[tuple[str, ...], tuple[str, ...], Decoding]


class SentenceCache:
    """Results of an engine under source, prefix and decoding.

    Make one for each chunk of documents and drop it with the chunk: what an int8 model answers
    depends a little on the sentences that share its batch, so that a cache that outlived a chunk
    would make a resumed run differ from one that was never stopped.
    """

    def __init__(self, engine: Engine, *, batch_tokens: int = BATCH_TOKENS) -> None:
        self._engine = engine
        self._batch_tokens = batch_tokens
        self._known: dict[_Key, list[Generated]] = {}
        self.asked = 0
        """Sources that were asked for."""

    @property
    def decoded(self) -> int:
        """Sources that the model was given."""
        return len(self._known)

    def generate(
        self,
        sources: Sequence[Sequence[str]],
        decoding: Decoding,
        prefixes: Sequence[Sequence[str]] | None = None,
    ) -> list[list[Generated]]:
        """As `Engine.generate`; only what is not yet known goes to the model, each once."""
        starts = prefixes if prefixes is not None else [()] * len(sources)
        keys: list[_Key] = [
            (tuple(source), tuple(start), decoding)
            for source, start in zip(sources, starts, strict=True)
        ]
        new = [key for key in dict.fromkeys(keys) if key not in self._known]
        if new:
            results = self._engine.generate(
                [source for source, _, _ in new],
                decoding,
                [start for _, start, _ in new],
                batch_tokens=self._batch_tokens,
            )
            self._known.update(zip(new, results, strict=True))
        self.asked += len(keys)
        return [self._known[key] for key in keys]
