"""Svodka: Russian press releases into short English briefs whose every line can be checked.

    from pipeline import Pipeline

    for document in Pipeline.from_profile("compact").run(["inputs/"]):
        for segment in document.segments:
            print(segment.text, "->", segment.english)

Importing this package does nothing but define names: models, torch and transformers are imported
when a model is first needed (PEP 562).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipeline.version import __version__

if TYPE_CHECKING:
    from pipeline.config import load_profile
    from pipeline.document import Document, Segment
    from pipeline.errors import SvodkaError
    from pipeline.facade import Pipeline, summarize

__all__ = [
    "Document",
    "Pipeline",
    "Segment",
    "SvodkaError",
    "__version__",
    "load_profile",
    "summarize",
]

_HOMES = {
    "Document": "pipeline.document",
    "Pipeline": "pipeline.facade",
    "Segment": "pipeline.document",
    "SvodkaError": "pipeline.errors",
    "load_profile": "pipeline.config",
    "summarize": "pipeline.facade",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
