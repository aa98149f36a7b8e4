"""Outputs of an older version, brought to the present form without decoding anything again.

`brief.json` holds the whole document, and every other file of its folder follows from it. So an
older folder is upgraded by taking its brief through the steps between its schema and the present
one, and writing the folder anew. What a person has corrected is left as it is.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.batch.entry import Entry, Status
from pipeline.batch.finishing import close_run
from pipeline.batch.ledger import LEDGER_NAME, Ledger
from pipeline.batch.lock import locked
from pipeline.batch.outputs import FolderState
from pipeline.batch.report import RunReport
from pipeline.batch.signature import signature_key
from pipeline.batch.store import FolderStore
from pipeline.document import Document
from pipeline.errors import InputError, OutputError
from pipeline.formats import brief
from pipeline.formats.run import BRIEF
from pipeline.stages.link import Link

__all__ = ["STEPS", "UpgradeReport", "upgrade"]

Step = Callable[[dict[str, Any]], dict[str, Any]]


def _messages_and_links(value: dict[str, Any]) -> dict[str, Any]:
    """From 1 to 2: what findings say is kept without its language too, and links are kept at all.

    An older brief says it in English alone; its links are found with the built-in glossary.
    """
    unknown = {"key": "", "parameters": {}}
    findings = [{**one, "said": unknown} for one in value["findings"]]
    return {**value, "findings": findings, "links": []}


STEPS: dict[int, Step] = {1: _messages_and_links}
"""From each older schema version of `brief.json`, the step to the next."""


@dataclass(slots=True)
class UpgradeReport:
    """What was upgraded, by the paths of the inputs.

    `current` needed nothing, `kept` were corrected by a person, `left` are missing, damaged or
    unreadable: the next run makes them again.
    """

    upgraded: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    dry_run: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data, for `--json`."""
        return asdict(self)


def upgrade(
    output: Path, *, store: FolderStore | None = None, dry_run: bool = False
) -> UpgradeReport:
    """Bring the ledger and every document folder of `output` to the present form.

    Args:
        output: The output folder of a run.
        store: How folders are written; by default as `svodka run` writes them.
        dry_run: Only say what would be done; the ledger itself is brought up to date.

    Raises:
        LockedError: If a run is working there.
        OutputError: If there is no ledger, or something cannot be written.
    """
    if not (output / LEDGER_NAME).is_file():
        raise OutputError(
            "there is no ledger", where=str(output), remedy="name the output folder of a run"
        )
    report = UpgradeReport(dry_run=dry_run)
    place = store or FolderStore(output)
    with locked(output), Ledger(output / LEDGER_NAME) as ledger:
        if not dry_run:
            place.prepare()
        for entry in list(ledger.entries(Status.DONE)):
            _list_of(report, _upgrade(entry, place, ledger, dry_run)).append(entry.path)
        if report.upgraded and not dry_run:
            close_run(place, ledger, RunReport(place.place))
    return report


def _upgrade(entry: Entry, store: FolderStore, ledger: Ledger, dry_run: bool) -> str:
    """Upgrade one document; says which list of the report it belongs to."""
    state = store.inspect(entry.id, entry.files).state
    if state is FolderState.CORRECTED:
        return "kept"
    if state is not FolderState.INTACT or BRIEF not in entry.files:
        return "left"
    value = json.loads((store.output / entry.id / BRIEF).read_text(encoding="utf-8"))
    writer = f"{store.name}/{store.version}"
    if value.get("schema_version") == brief.SCHEMA_VERSION and writer in _stages(value):
        return "current"
    try:
        document = _present(value, entry.path)
    except InputError:
        return "left"
    if dry_run:
        return "upgraded"
    stages = [
        writer if one.startswith(f"{store.name}/") else one
        for one in document.signature.get("stages", [])
    ]
    document.signature = {**document.signature, "stages": stages}
    files = store.render(document)
    meant = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    key = signature_key(entry.input_digest, document.signature)
    ledger.intend(replace(entry, key=key, intended=meant), document.signature)
    written = store.put(entry.id, files)
    ledger.record_done(replace(entry, key=key, files=written), document.signature)
    return "upgraded"


def _present(value: dict[str, Any], where: str) -> Document:
    """The document of a brief of any schema version that there are steps from."""
    linked = "links" in value
    while value.get("schema_version") != brief.SCHEMA_VERSION:
        version = value.get("schema_version")
        step = STEPS.get(version) if isinstance(version, int) else None
        if step is None or not isinstance(version, int):
            raise InputError(f"no step from schema {version!r}", where=where, remedy="run it again")
        value = {**step(value), "schema_version": version + 1}
    document = brief.from_json(value, where=where)
    if not linked:
        Link().process(document)
    return document


def _stages(value: dict[str, Any]) -> list[str]:
    return list(value.get("signature", {}).get("stages", []))


def _list_of(report: UpgradeReport, name: str) -> list[str]:
    lists = {
        "upgraded": report.upgraded,
        "current": report.current,
        "kept": report.kept,
        "left": report.left,
    }
    return lists[name]
