"""The recipe's command line: every step that it offers exists."""

import argparse
from pathlib import Path

import pytest

from models.training import paths, translator


def subcommands() -> list[str]:
    parser = translator.arguments()
    (steps,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return list(steps.choices)


def test_every_step_can_be_named_and_run() -> None:
    assert set(subcommands()) == set(translator.STEPS)


@pytest.mark.parametrize("step", sorted(translator.STEPS))
def test_the_help_explains_every_step(step: str) -> None:
    assert f"\n  {step} " in translator.DESCRIPTION


def test_a_step_gets_the_recipe_and_its_options(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    called = []
    monkeypatch.setenv("SVODKA_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("SVODKA_CORPORA", str(tmp_path / "corpora"))
    monkeypatch.setitem(translator.STEPS, "train", lambda *both: called.append(both))
    assert translator.main(["train", "--steps", "7", "--processes", "1"]) == 0
    ((recipe, options),) = called
    assert recipe.stable == tmp_path / "runs" / "translator" / "stable"
    assert recipe.source == tmp_path / "corpora"
    assert recipe.target == paths.COMPACT_TRANSLATOR
    assert (options.steps, options.processes) == (7, 1)


def test_the_model_can_go_into_another_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    called = []
    monkeypatch.setenv("SVODKA_RUNS", str(tmp_path / "runs"))
    monkeypatch.setitem(translator.STEPS, "export", lambda *both: called.append(both))
    assert translator.main(["--into", str(tmp_path / "tried"), "export"]) == 0
    assert called[0][0].target == tmp_path / "tried"


def test_a_step_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        translator.main([])
    assert stopped.value.code == 2
    assert "STEP" in capsys.readouterr().err


def test_training_without_some_terms_has_a_folder_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    called = []
    monkeypatch.setenv("SVODKA_RUNS", str(tmp_path))
    monkeypatch.setitem(translator.STEPS, "prepare", lambda *both: called.append(both))
    assert translator.main(["--without", "research", "--without", "copyleft", "prepare"]) == 0
    recipe = called[0][0]
    assert recipe.root == tmp_path / "translator-without-copyleft-without-research"
    weights = {corpus.name: corpus.weight for corpus in recipe.mixture.corpora}
    assert weights["newstest"] == weights["docs-ton"] == 0 < weights["headlines"]
    with pytest.raises(SystemExit, match="cheap"):
        translator.main(["--without", "cheap", "prepare"])
