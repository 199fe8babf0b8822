"""Whose work a module is, where it was taken over from others."""

from __future__ import annotations

from typing import Annotated, Final

from curriculum.diagnostics import Position
from curriculum.model.words import Pattern, at_field, record

WEB: Final = Pattern(r"https?://[^\s()<>\"]+", "an https: address without blanks and brackets")


@record
class Source:
    """The work that a module was adapted from. Readers see it below the module's lessons."""

    title: Annotated[str, "name of the work, and its authors"]
    licence: Annotated[str | None, "short name of its licence, e.g. CC BY 4.0"] = None
    link: Annotated[str | None, WEB, "address of the work"] = None
    licence_link: Annotated[str | None, WEB, "address of the licence"] = None
    at: Position = at_field()
