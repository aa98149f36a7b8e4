"""`svodka show`, `svodka doctor`, `svodka explain`: looking at results and at the machinery."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import OUT, print_json
from pipeline.cli.options import OUTPUTS, ConfigFile, Json, OutputDir, ProfileName


def show(
    name: Annotated[str, typer.Argument(help="A document's folder, its id, or part of its id.")],
    output: OutputDir = OUTPUTS,
    json: Json = False,
) -> None:
    """Show a brief: each Russian line, its English, where it comes from and what was found."""
    from pipeline.cli.views import brief_view
    from pipeline.formats import brief

    document = brief.load(_brief_of(output, name))
    if json:
        print_json(brief.to_json(document))
    else:
        OUT.print(brief_view(document))


def _brief_of(output: Path, name: str) -> Path:
    from pipeline.errors import InputError
    from pipeline.formats.run import BRIEF, brief_paths

    if (Path(name) / BRIEF).is_file():
        return Path(name) / BRIEF
    found = [path for path in brief_paths(output) if name in path.parent.name]
    if len(found) == 1:
        return found[0]
    several = ", ".join(path.parent.name for path in found[:5])
    raise InputError(
        f"{len(found)} briefs match: {several}" if found else "no such brief",
        where=f"{output}/{name}",
        remedy="give the id of one, or its folder",
    )


def doctor(
    profile: ProfileName = "compact",
    config: ConfigFile = None,
    output: OutputDir = OUTPUTS,
    json: Json = False,
) -> None:
    """Check the installation: packages, models, glossary, a sentence all the way through."""
    from dataclasses import asdict

    from pipeline.cli.views import diagnosis_view
    from pipeline.doctor import diagnose
    from pipeline.facade import Pipeline

    found = diagnose(Pipeline.from_profile(profile, config=config), output)
    if json:
        print_json([asdict(one) for one in found])
    else:
        OUT.print(diagnosis_view(found))
    if not all(one.well for one in found):
        raise typer.Exit(6)


def explain(
    file: Annotated[Path, typer.Argument(help="A release.", exists=True, dir_okay=False)],
    json: Json = False,
) -> None:
    """Show what normalising changed in a release, rule by rule."""
    from dataclasses import asdict

    from pipeline.cli.views import rules_view
    from pipeline.reading.normalisation import explain as fired
    from pipeline.stages.read import Read, discover

    document = next(iter(Read().run(discover([file]))))
    if document.failure is not None:
        from pipeline.errors import InputError

        raise InputError(document.failure.message)
    rules = fired(document.original)
    if json:
        print_json([asdict(one) for one in rules])
    else:
        OUT.print(rules_view(document.encoding, rules))


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(rich_help_panel="Briefs")(show)
    app.command(rich_help_panel="Upkeep")(doctor)
    app.command(rich_help_panel="Upkeep")(explain)
