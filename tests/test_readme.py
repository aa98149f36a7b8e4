"""What the README says to type works: its commands are known, its files are there, its code runs."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from pipeline.cli.app import app
from pipeline.hub.resolve import locate

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

BLOCKS = re.findall(
    r"^(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<kind>\w*)\n(?P<text>.*?)^```$",
    README,
    re.MULTILINE | re.DOTALL,
)
INLINE = re.findall(r"`((?:svodka|make) [^`\n]+)`", README)
PLACEHOLDERS = {"COMMAND", "NAME", "…"}

needs_weights = pytest.mark.skipif(
    locate("compact/translator") is None or locate("compact/summariser") is None,
    reason="the compact weights are not in this checkout",
)


def commands(program: str) -> list[str]:
    """Each command line of that program in the README, without its comment."""
    lines = [line for file, kind, text in BLOCKS if not kind for line in text.splitlines()]
    typed = [part.strip() for line in lines + INLINE for part in line.split("#")[0].split("; ")]
    found = dict.fromkeys(one for one in typed if one.startswith(f"{program} "))
    return [one for one in found if not PLACEHOLDERS & set(shlex.split(one))]


def files() -> dict[str, str]:
    """The files that the README says to write, by their names."""
    return {file: text for file, _, text in BLOCKS if file}


def python_blocks() -> list[str]:
    return [text for file, kind, text in BLOCKS if kind == "python" and not file]


@pytest.mark.parametrize("line", commands("svodka"))
def test_a_command_and_its_options_are_known(line: str) -> None:
    command: Any = typer.main.get_command(app)
    arguments = shlex.split(line)[1:]
    context = command.make_context("svodka", list(arguments), resilient_parsing=True)
    assert isinstance(command, TyperGroup)
    while isinstance(command, TyperGroup):
        name, command, arguments = command.resolve_command(context, arguments)
        group = isinstance(command, TyperGroup)
        # A command's own options and arguments are checked; it is not called.
        context = command.make_context(name, list(arguments), context, resilient_parsing=group)


@pytest.mark.parametrize("line", commands("make"))
def test_a_target_and_its_variables_are_in_the_makefile(line: str) -> None:
    for word in shlex.split(line)[1:]:
        variable, is_variable, _ = word.partition("=")
        wanted = rf"^{variable} \?=" if is_variable else rf"^{word}:"
        assert re.search(wanted, MAKEFILE, re.MULTILINE), word


@pytest.mark.parametrize("target", re.findall(r"(?:\]\(|src=\")(?!https?:)([^)\"#]+)", README))
def test_a_link_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


def test_every_stage_is_named() -> None:
    flow = next(text for _, _, text in BLOCKS if text.startswith("read -> "))
    listed = re.search(r"The stages are (.*?)\. Raise", README, re.DOTALL)
    assert listed
    assert re.findall(r"`(\w+)`", listed[1]) == flow.split(" -> ")[:-1]


@pytest.mark.parametrize("code", python_blocks()[1:], ids=lambda code: code.split("\n")[0])
def test_code_runs(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(code, "README.md", "exec"), {})
    assert "Triple" not in code or "error magnitude_slip" in capsys.readouterr().out


@pytest.mark.slow
@needs_weights
def test_the_library_s_first_example_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(python_blocks()[0], "README.md", "exec"), {})
    assert capsys.readouterr().out.count(" -> ") > 5


def install(project: Path, site: Path) -> None:
    """Leave the project in `site` as `pip install` would, without a network."""
    facts = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    folder = site / f"{facts['name'].replace('-', '_')}-{facts['version']}.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(f"Name: {facts['name']}\nVersion: {facts['version']}\n")
    entries = [
        f"[{group}]\n" + "".join(f"{name} = {place}\n" for name, place in points.items())
        for group, points in facts["entry-points"].items()
    ]
    (folder / "entry_points.txt").write_text("\n".join(entries))
    for module in project.glob("*.py"):
        (site / module.name).write_bytes(module.read_bytes())


@pytest.mark.slow
@needs_weights
def test_what_is_added_as_the_readme_says_takes_part_in_a_run(tmp_path: Path) -> None:
    for name, text in files().items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    site = tmp_path / "site"
    install(tmp_path / "extras", site)
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "a.md").write_text(
        "# Завод «Рассвет» открыл цех\n\nЗавод «Рассвет» открыл новый цех в Томске. Цех строили "
        "два года. В нём будут работать 45 человек.\n",
        encoding="utf-8",
    )

    def svodka(*arguments: str) -> str:
        paths = f"{site}:{ROOT}"
        command = [sys.executable, "-m", "pipeline", *arguments]
        ended = subprocess.run(
            command,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONPATH": paths, "SVODKA_CACHE": str(tmp_path / "cache")},
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout + ended.stderr

    assert "1 terms, all well" in svodka("glossary", "check", "terms.tsv")
    svodka("run", "inputs", "--profile", "mine")
    (record,) = (tmp_path / "outputs").glob("*/brief.json")
    written = record.read_text(encoding="utf-8")
    assert '"shouting/1"' in written
    assert '"media_type": "text/markdown"' in written
    assert "Daybreak Works" in written
    svodka("export", "outputs", "-f", "first-lines", "--to", "first.tsv")
    (line,) = (tmp_path / "first.tsv").read_text(encoding="utf-8").splitlines()
    assert line.startswith(record.parent.name + "\t")


@pytest.mark.slow
@needs_weights
def test_a_model_in_a_folder_is_named_by_a_profile(tmp_path: Path) -> None:
    folder = tmp_path / "my-translator"
    compact = locate("compact/translator")
    assert compact is not None
    folder.symlink_to(compact.path)
    (tmp_path / "svodka.toml").write_text(
        f'[profiles.mine]\nbase = "compact"\ntranslator = "{folder}"\n', encoding="utf-8"
    )
    command = [sys.executable, "-m", "pipeline", "run", "-", "-o", "out", "--profile", "mine"]
    text = "Завод открыл новый цех. Цех строили два года. В нём работают 45 человек.\n"
    ended = subprocess.run(
        command,
        cwd=tmp_path,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "SVODKA_CACHE": str(tmp_path / "cache")},
    )
    assert ended.returncode == 0, ended.stderr
    (english,) = (tmp_path / "out").glob("*/summary.en.txt")
    assert english.read_text(encoding="utf-8").strip()
