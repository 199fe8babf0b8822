"""The command line: one function per verb; parse, call, print, exit code. No logic."""

from curriculum.cli.app import app

__all__ = ["app"]
