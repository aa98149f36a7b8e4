"""Where the recipes read and write: corpora, runs, and the folder that ships."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
COMPACT_TRANSLATOR = CHECKOUT / "models" / "compact" / "translator"
#: Ignored by git.
BUNDLE = CHECKOUT / ".pack"
CORPORA_TOML = Path(__file__).with_name("corpora.toml")


def corpora_folder() -> Path:
    """The corpora folder: `SVODKA_CORPORA`, or `../shared/corpora` beside the checkout."""
    named = os.environ.get("SVODKA_CORPORA")
    return Path(named) if named else CHECKOUT.parent / "shared" / "corpora"


def runs_folder() -> Path:
    """Checkpoints and training logs: `SVODKA_RUNS`, or `~/.cache/svodka/runs`."""
    named = os.environ.get("SVODKA_RUNS")
    return Path(named) if named else Path.home() / ".cache" / "svodka" / "runs"
