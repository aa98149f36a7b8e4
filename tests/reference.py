"""Renders the library's reference with pdoc: `make docs`.

Run as `python tests/reference.py TARGET`. pdoc looks into a module's own names and at the submodules
that `__all__` lists; those of `pipeline` are found only when asked for, so they are asked for here.
"""

import sys
import warnings
from pathlib import Path
from pkgutil import iter_modules, walk_packages

import pdoc

import pipeline

LEFT_OUT = {"__main__", "cli", "version"}
"""The command line explains itself: `svodka --help`."""


def render(target: Path) -> None:
    """Write the pages below `target`, a page a module."""
    for name in pipeline.__all__:
        setattr(pipeline, name, getattr(pipeline, name))
    parts = [one.name for one in iter_modules(pipeline.__path__) if one.name not in LEFT_OUT]
    pipeline.__all__ += parts
    pdoc.render.configure(
        docformat="google",
        show_source=False,
        footer_text=f"Svodka {pipeline.__version__}",
    )
    # A package that lists its own names in `__all__` hides its submodules: name every module.
    modules = [
        found.name
        for found in walk_packages(pipeline.__path__, "pipeline.")
        if not LEFT_OUT.intersection(found.name.split(".")) and "__main__" not in found.name
    ]
    with warnings.catch_warnings():
        # Packages that hide nothing bring their modules in a second time.
        warnings.filterwarnings("ignore", ".*has already been added", UserWarning)
        pdoc.pdoc("pipeline", *modules, output_directory=target)


if __name__ == "__main__":
    render(Path(sys.argv[1]))
