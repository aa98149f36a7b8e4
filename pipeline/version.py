"""The version: one place, read by the build and by the run signature."""

__version__ = "0.1.0"
