"""Whether this installation can work: packages, models, engine, glossary, a place to write."""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import SvodkaError

if TYPE_CHECKING:
    from pipeline.facade import Pipeline

PACKAGES = (
    "transformers",
    "torch",
    "sentencepiece",
    "ctranslate2",
    "datasets",
    "razdel",
    "pymorphy3",
)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: whether it is well, and what was seen or what to do."""

    name: str
    well: bool
    detail: str


def diagnose(pipeline: "Pipeline", output: Path) -> list[Diagnosis]:
    """Look at everything that a run with this pipeline needs; one bad thing hides no other."""
    looks: list[tuple[str, Callable[[], str]]] = [
        ("Python", _python),
        *((f"package {name}", lambda name=name: metadata.version(name)) for name in PACKAGES),
        ("glossary", lambda: f"{len(pipeline.glossary)} terms"),
        ("summariser", lambda: _engine(pipeline, "summariser")),
        ("translator", lambda: _engine(pipeline, "translator")),
        ("a sentence", lambda: _sentence(pipeline)),
        ("output folder", lambda: _writable(output)),
    ]
    return [_look(name, look) for name, look in looks]


def _look(name: str, look: Callable[[], str]) -> Diagnosis:
    try:
        return Diagnosis(name, True, look())
    except metadata.PackageNotFoundError:
        return Diagnosis(name, False, "not installed; install svodka again")
    except (SvodkaError, OSError) as error:
        return Diagnosis(name, False, str(error))


def _python() -> str:
    return ".".join(map(str, sys.version_info[:3]))


def _engine(pipeline: "Pipeline", role: str) -> str:
    signature = getattr(pipeline, role).signature()
    name = getattr(pipeline.profile, role)
    return f"{name} ({signature.get('engine', '?')}, {signature.get('compute_type', '?')})"


def _sentence(pipeline: "Pipeline") -> str:
    document = next(pipeline.run("Завод открыл новый цех.\nЦех построили за два года.\n"))
    if document.failure is not None:
        raise SvodkaError(document.failure.message)
    return document.segments[0].english if document.segments else "no brief was made"


def _writable(output: Path) -> str:
    place = output if output.is_dir() else output.parent
    with tempfile.TemporaryFile(dir=place):
        return f"{output} can be written"
