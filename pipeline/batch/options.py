"""How a batch is run: which documents, when to stop, what may be overwritten."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pipeline.config import RunSettings

__all__ = ["RunOptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """Options of one run; only `chunk` can change what is written, and is part of the signature.

    Attributes:
        chunk: Documents that are decoded together.
        limit: Only the first so many documents of the list.
        since: Only inputs changed at or after this time (by the file's own time).
        deadline: Seconds that one stage may take for one document.
        force: Do everything again, and overwrite what a person has corrected.
        only_failed: Do only those that failed before (`svodka retry`).
        fail_fast: Stop at the first document that fails.
        thorough: Trust no file's times: read every input and hash every output again.
    """

    chunk: int = 32
    limit: int | None = None
    since: datetime | None = None
    deadline: float | None = None
    force: bool = False
    only_failed: bool = False
    fail_fast: bool = False
    thorough: bool = False

    @classmethod
    def of(cls, settings: "RunSettings", **more: Any) -> Self:
        """The options that the settings name, and `more` over them."""
        named = {
            "chunk": settings.chunk,
            "limit": settings.limit,
            "force": settings.force,
            "fail_fast": settings.fail_fast,
        }
        return cls(**{**named, **more})
