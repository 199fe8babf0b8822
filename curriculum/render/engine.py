"""One tree → one site, with the engine that was asked for. Each engine has one file that knows it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from curriculum.render.finish import finish
from curriculum.render.handbook import SiteTree
from curriculum.render.making import Before


class Engine(enum.StrEnum):
    """What makes websites of trees."""

    MATERIAL = "material"
    ZENSICAL = "zensical"


# What the built bytes depend on besides the tree.
_COMMON: Final = ("Markdown", "pymdown-extensions", "Pygments", "Jinja2")
_OWN: Final[Mapping[Engine, tuple[str, ...]]] = {
    Engine.MATERIAL: ("mkdocs", "mkdocs-material"),
    Engine.ZENSICAL: ("zensical",),
}


def is_installed(engine: Engine) -> bool:
    """Whether the engine can be asked for: Zensical comes with an extra."""
    return all(find_spec(name.replace("mkdocs-material", "material")) is not None for name in _OWN[engine])


def versions(engine: Engine) -> str:
    """The versions of all packages that the built bytes depend on."""
    return " ".join(f"{name}={metadata.version(name)}" for name in (*_OWN[engine], *_COMMON))


def build_site(
    tree: SiteTree, folder: Path, engine: Engine = Engine.MATERIAL, before: Before | None = None
) -> tuple[str, ...]:
    """Builds the tree into the folder, which must not exist; gives the engine's warnings. Raises SiteFailed.

    With `before`, an engine that can do so makes only the pages that changed; the result is the same.
    """
    if engine is Engine.ZENSICAL:
        from curriculum.render import zensical

        warnings = zensical.build_tree(tree, folder)
    else:
        from curriculum.render import material

        if before is not None and material.edit_site(tree, folder, before):
            return ()
        warnings = material.build_tree(tree, folder, before)
    finish(folder, tree.language, before.pages if before else None)
    return warnings
