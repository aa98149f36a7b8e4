"""A runner for a pipeline and an output folder, with the folder locked and its ledger open."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.batch.events import Listener, ignore
from pipeline.batch.ledger import LEDGER_NAME, Ledger
from pipeline.batch.lock import locked
from pipeline.batch.options import RunOptions
from pipeline.batch.runner import Runner
from pipeline.batch.shards import ShardStore
from pipeline.batch.signature import (
    RULE_PACKAGES,
    engine_packages,
    run_signature,
    text_settings,
)
from pipeline.batch.store import FolderStore, Store

if TYPE_CHECKING:
    from pipeline.facade import Pipeline

__all__ = ["open_plan", "open_run", "signature_of", "store_for"]


@contextmanager
def open_run(
    pipeline: "Pipeline",
    output: Path,
    options: RunOptions | None = None,
    *,
    store: Store | None = None,
    events: Listener = ignore,
) -> Iterator[Runner]:
    """A runner that writes to `output`, which nobody else may write to meanwhile.

    Args:
        pipeline: Stages and settings.
        output: The folder for results, ledger and lock; made where it is missing.
        options: By default those of the pipeline's run settings.
        store: Where documents go; by default folders in `output`.
        events: Is told what happens.

    Raises:
        LockedError: If another run is working there.
        OutputError: If the folder or its ledger cannot be used.
        ModelError: If a model of the pipeline is missing or broken.
    """
    with (
        locked(output),
        Ledger(output / LEDGER_NAME) as ledger,
        closing(store or FolderStore(output)) as place,
    ):
        yield _runner(pipeline, place, ledger, options, events)


@contextmanager
def open_plan(
    pipeline: "Pipeline",
    output: Path,
    options: RunOptions | None = None,
    *,
    store: Store | None = None,
) -> Iterator[Runner]:
    """A runner for `plan` alone: takes no lock and leaves `output` as it is.

    Raises:
        OutputError: If the ledger cannot be read.
        ModelError: If a model of the pipeline is missing or broken.
    """
    path = output / LEDGER_NAME
    with (
        Ledger(path, read_only=True) if path.is_file() else Ledger(None) as ledger,
        closing(store or FolderStore(output)) as place,
    ):
        yield _runner(pipeline, place, ledger, options, ignore)


def store_for(output: Path, layout: str = "folders", *, force: bool = False) -> Store:
    """The store of a layout: `folders`, one a document, or a few large files of `shards`/`parquet`."""
    if layout == "folders":
        return FolderStore(output)
    return ShardStore(output, "parquet" if layout == "parquet" else "jsonl", force=force)


def signature_of(pipeline: "Pipeline", store: Store, options: RunOptions) -> dict[str, Any]:
    """The signature of a pipeline's runs: everything but the input that decides what is written."""
    engines = {
        "summariser": pipeline.summariser.signature(),
        "translator": pipeline.translator.signature(),
    }
    packages = set(RULE_PACKAGES)
    for engine in engines.values():
        packages.update(engine_packages(str(engine.get("engine", ""))))
    return run_signature(
        [*((stage.name, stage.version) for stage in pipeline.stages), (store.name, store.version)],
        chunk=options.chunk,
        engines=engines,
        settings=text_settings(pipeline.profile),
        glossary=pipeline.glossary.digest,
        packages=packages,
    )


def _runner(
    pipeline: "Pipeline",
    store: Store,
    ledger: Ledger,
    options: RunOptions | None,
    events: Listener,
) -> Runner:
    chosen = options or RunOptions.of(pipeline.run_settings)
    signature = signature_of(pipeline, store, chosen)
    return Runner(pipeline.stages, store, ledger, chosen, signature=signature, events=events)
