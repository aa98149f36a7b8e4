"""The command line: parses and calls, nothing else.

`main` is the entry point. Library errors become one line on standard error and the exit code of
their class; anything else is a bug and shows its traceback. Results go to standard output, logs
and progress to standard error.
"""

from pipeline.cli.app import main

__all__ = ["main"]
