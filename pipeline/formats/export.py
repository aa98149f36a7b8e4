"""Turning a run's results into a file for another tool, from the `brief.json` files alone.

Other packages can bring further formats; see `pipeline.plugins`.
"""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, cast

from pipeline import plugins
from pipeline.document import Document
from pipeline.errors import ConfigError
from pipeline.formats.atomic import staged_file
from pipeline.formats.corpus import corpus_lines
from pipeline.formats.docx import write_docx
from pipeline.formats.lines import moses
from pipeline.formats.markdown import write_markdown
from pipeline.formats.parquet import write_parquet
from pipeline.formats.run import documents_of
from pipeline.formats.tmx import write_tmx
from pipeline.formats.tsv import write_tsv
from pipeline.formats.xliff import write_xliff, write_xliff_1_2

__all__ = ["FORMATS", "Format", "export", "format_named", "known_formats"]

_PathWriter = Callable[[Iterable[Document], Path], None]
_TextWriter = Callable[[Iterable[Document], TextIO], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that documents can be written in.

    `suffixes` has one entry, what its file is commonly called, or one for each file that it makes:
    these are then put behind the name of the target. `write` is given the documents, once and in
    order, and the paths of these files; none of them is there yet, and they are moved to their
    place when it has ended.
    """

    name: str
    description: str
    suffixes: tuple[str, ...]
    write: Callable[[Iterable[Document], tuple[Path, ...]], None]


def export(run: Path, format: str, target: Path) -> list[Path]:
    """Write the documents of a run in another format.

    Args:
        run: The output folder of a run, or that of one document.
        format: A name in `known_formats()`.
        target: The file to write; for a format of several files, what their names begin with.

    Returns:
        The files that were written. Each appears in one step, and none if there is an error.

    Raises:
        ConfigError: If there is no such format, or it cannot be loaded.
        NoInputError: If `run` holds no brief.
        InputError: If a brief cannot be read.
        OutputError: If the target cannot be written.
    """
    chosen = format_named(format)
    documents = documents_of(run)
    targets = [target]
    if len(chosen.suffixes) > 1:
        targets = [target.with_name(target.name + suffix) for suffix in chosen.suffixes]
    with ExitStack() as stack:
        staged = tuple(stack.enter_context(staged_file(path)) for path in targets)
        chosen.write(documents, staged)
    return targets


def known_formats() -> tuple[str, ...]:
    """The names of all formats: Svodka's own in their order, then those of other packages."""
    return (*FORMATS, *(name for name in plugins.names(plugins.FORMATS) if name not in FORMATS))


def format_named(name: str) -> Format:
    """The format of that name.

    Raises:
        ConfigError: If there is none, or it cannot be loaded.
    """
    if name in FORMATS:
        return FORMATS[name]
    if name not in known_formats():
        raise ConfigError(
            f"no format {name!r}", remedy="choose one of " + ", ".join(sorted(known_formats()))
        )
    return cast(Format, plugins.load(plugins.FORMATS, name, Format))


def _to_path(write: _PathWriter) -> Callable[[Iterable[Document], tuple[Path, ...]], None]:
    return lambda documents, paths: write(documents, paths[0])


def _to_text(write: _TextWriter) -> Callable[[Iterable[Document], tuple[Path, ...]], None]:
    def write_path(documents: Iterable[Document], paths: tuple[Path, ...]) -> None:
        with paths[0].open("x", encoding="utf-8", newline="") as stream:
            write(documents, stream)

    return write_path


def _write_jsonl(documents: Iterable[Document], stream: TextIO) -> None:
    stream.writelines(corpus_lines(documents))


def _write_moses(documents: Iterable[Document], paths: tuple[Path, ...]) -> None:
    with ExitStack() as stack:
        streams = [
            stack.enter_context(path.open("x", encoding="utf-8", newline="")) for path in paths
        ]
        for triple in moses(documents):
            for stream, line in zip(streams, triple, strict=True):
                stream.write(line)


FORMATS = {
    one.name: one
    for one in (
        Format("tmx", "translation memory, TMX 1.4b", (".tmx",), _to_text(write_tmx)),
        Format("xliff", "XLIFF 2.1", (".xlf",), _to_text(write_xliff)),
        Format("xliff-1.2", "XLIFF 1.2", (".xlf",), _to_text(write_xliff_1_2)),
        Format("tsv", "table for spreadsheets, safe from formulas", (".tsv",), _to_text(write_tsv)),
        Format("moses", "line-aligned pair with ids", (".ru", ".en", ".ids"), _write_moses),
        Format("markdown", "brief to send on", (".md",), _to_text(write_markdown)),
        Format("docx", "brief to send on, Word", (".docx",), _to_path(write_docx)),
        Format("jsonl", "one line a document", (".jsonl",), _to_text(_write_jsonl)),
        Format("parquet", "one row a document, typed", (".parquet",), _to_path(write_parquet)),
    )
}
"""Svodka's own formats by their names, in the order to list them in."""
