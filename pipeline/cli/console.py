"""The terminal: where results, logs and progress go, and in what form."""

import json
import sys
from typing import Any

from rich.console import Console

LOG = Console(stderr=True, highlight=False, soft_wrap=True)
"""Logs, progress and errors: standard error."""

OUT = Console(highlight=False, soft_wrap=True)
"""Results: standard output."""


def print_json(value: Any) -> None:
    """One JSON value on standard output, in one line when it is piped."""
    indent = 2 if sys.stdout.isatty() else None
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")


def say(message: str) -> None:
    """One line of log; markup in it is not interpreted."""
    LOG.print(message, markup=False)
