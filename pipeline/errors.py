"""The errors Svodka raises: one tree, each saying what, where and what to do.

Every error that a caller can act on is a `SvodkaError`. Its text is one line that names the file,
setting or model concerned and ends with the remedy, so that a batch log can be read without a
traceback. The command line maps the class to an exit code (`exit_code`); anything that is not a
`SvodkaError` is a bug and exits with 1.
"""

from typing import Any, ClassVar


class SvodkaError(Exception):
    """Something is wrong that the user can put right.

    Args:
        what: What is wrong, without a final full stop.
        where: The file, setting path or model it concerns; empty if it concerns the whole run.
        remedy: What to do about it, as an imperative.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(what, where, remedy)

    def __reduce__(self) -> tuple[Any, ...]:
        # By default the arguments would come back by position; errors cross process borders.
        return _again, (type(self), self.what, self.where, self.remedy)

    def __str__(self) -> str:
        located = f"{self.where}: {self.what}" if self.where else self.what
        return f"{located}; {self.remedy}" if self.remedy else located


class ConfigError(SvodkaError):
    """A setting, profile, option or data file of the user's (such as a glossary) is not valid."""

    exit_code = 2


class InputError(SvodkaError):
    """One input cannot be read as a press release; the rest of the batch goes on."""

    exit_code = 3


class NoInputError(SvodkaError):
    """There is nothing to do: the inputs named hold no press release."""

    exit_code = 4


class ModelError(SvodkaError):
    """A model is missing, incomplete, broken or not the one that was pinned."""

    exit_code = 6


class OutputError(SvodkaError):
    """A result cannot be written; nothing half-written is left."""

    exit_code = 3


class LockedError(SvodkaError):
    """Another run is working on the same output folder."""

    exit_code = 7


def _again(kind: type[SvodkaError], what: str, where: str, remedy: str) -> SvodkaError:
    return kind(what, where=where, remedy=remedy)
