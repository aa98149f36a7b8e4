"""Importing the library does nothing but define names."""

import subprocess
import sys

import pytest

HEAVY = ("torch", "transformers", "numpy", "ctranslate2", "datasets", "pydantic", "typer")


def modules_after(statement: str) -> set[str]:
    program = f"{statement}\nimport sys\nprint(' '.join(sys.modules))"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(result.stdout.split())


def test_import_loads_nothing_heavy() -> None:
    assert not modules_after("import pipeline") & set(HEAVY)


@pytest.mark.parametrize("name", ["Document", "Segment", "SvodkaError"])
def test_names_come_when_they_are_asked_for(name: str) -> None:
    loaded = modules_after(f"from pipeline import {name}")
    assert not loaded & {"torch", "transformers", "numpy", "ctranslate2"}


def test_a_run_with_the_default_engine_needs_no_torch() -> None:
    loaded = modules_after("import pipeline.engines.ctranslate2, pipeline.facade")
    assert not loaded & {"torch", "transformers"}
