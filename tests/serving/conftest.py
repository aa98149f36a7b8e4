"""The browser of the pages' tests, for the served page too."""

from tests.formats.conftest import browser

__all__ = ["browser"]
