"""`svodka audit`: the audit as a tool of its own, for anybody's translations."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import OUT, print_json, say
from pipeline.cli.options import Json


def audit(
    texts: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE RUSSIAN ENGLISH | FILE.tmx",
            help="Three texts, each a file or the text itself, or one TMX file.",
        ),
    ],
    glossary: Annotated[
        Path | None, typer.Option(help="Your terms (TSV), over the built-in ones.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 5 where there is an error.")
    ] = False,
    json: Json = False,
) -> None:
    """Follow numbers, names, dates, quotations and terms through a translation.

    Line n of ENGLISH must render line n of RUSSIAN; SOURCE is the text that both come from.

        svodka audit source.txt summary.ru.txt summary.en.txt
        svodka audit "" "Выпущено 12 машин." "21 cars were produced."
        svodka audit memory.tmx --strict
    """  # fmt: skip
    from pipeline.auditing.external import audit_texts, audit_tmx
    from pipeline.cli.views import findings_view
    from pipeline.document import Severity
    from pipeline.formats.brief import finding_to_json
    from pipeline.language.glossary import Glossary

    terms = Glossary.load(glossary) if glossary else Glossary.builtin()
    if len(texts) == 1:
        lines = list(audit_tmx(Path(texts[0]), terms))
    elif len(texts) == 3:
        source, russian, english = map(_text, texts)
        lines = audit_texts(source, russian, english, terms)
    else:
        raise typer.BadParameter("give SOURCE, RUSSIAN and ENGLISH, or one TMX file")
    errors = [one for line in lines for one in line.findings if one.severity is Severity.ERROR]
    if json:
        print_json(
            [
                {"id": line.id, "russian": line.russian, "english": line.english,
                 "findings": [finding_to_json(one) for one in line.findings]}
                for line in lines
            ]
        )  # fmt: skip
    else:
        for line in lines:
            if line.findings or len(lines) == 1:
                OUT.print(f"{line.id}: {line.english}", markup=False, style="bold")
                OUT.print(findings_view(line.findings))
        say(f"{len(lines)} lines, {len(errors)} errors")
    if strict and errors:
        raise typer.Exit(5)


def _text(argument: str) -> str:
    from pipeline.errors import InputError
    from pipeline.stages.read import Read, discover

    try:
        is_file = bool(argument) and len(argument) < 4096 and Path(argument).is_file()
    except (OSError, ValueError):
        is_file = False
    if not is_file:
        return argument
    if argument.endswith(".en.txt"):
        return Path(argument).read_text(encoding="utf-8")
    document = next(iter(Read(force=True).run(discover([Path(argument)]))))
    if document.failure is not None:
        raise InputError(document.failure.message)
    return document.original


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(rich_help_panel="Checking")(audit)
