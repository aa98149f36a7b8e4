"""Where the data that comes with Svodka lies: the checkout first, then the installed package.

In a checkout `models/` stands beside `pipeline/`; in an installed wheel the same tree is packed
into the package as `pipeline/_models/`. Everything that looks for a registry, embedded weights or
the glossary asks here.
"""

from pathlib import Path

from pipeline.errors import ModelError

_PACKAGE = Path(__file__).resolve().parent


def models_root() -> Path:
    """The folder that holds `registry.toml` and `compact/`.

    Raises:
        ModelError: If neither the checkout nor the package has one.
    """
    for candidate in (_PACKAGE.parent / "models", _PACKAGE / "_models"):
        if (candidate / "registry.toml").is_file():
            return candidate
    raise ModelError(
        "the models folder is missing",
        where=str(_PACKAGE),
        remedy="install svodka again, or run from a complete checkout",
    )


def package_data(*parts: str) -> Path:
    """A data file inside the package, such as `language/data/glossary.tsv`."""
    return _PACKAGE.joinpath(*parts)
