"""`failed.jsonl`: the documents that could not be finished, each with its error and its cause."""

import json
from collections.abc import Iterable

from pipeline.batch.entry import Entry

__all__ = ["QUARANTINE_NAME", "quarantine"]

QUARANTINE_NAME = "failed.jsonl"


def quarantine(failed: Iterable[Entry]) -> bytes | None:
    """The content of the file, one line a document by path; None where none failed."""
    lines = [
        json.dumps(
            {
                "id": entry.id,
                "path": entry.path,
                "digest": entry.input_digest,
                "stage": entry.stage,
                "kind": entry.kind,
                "message": entry.message,
                "cause": entry.cause,
            },
            ensure_ascii=False,
        )
        for entry in failed
    ]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace") or None
