"""One tree → one site, with the engine that was asked for. Each engine has one file that knows it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from curriculum.render.finish import finish, finish_index, is_needed, tidy_page
from curriculum.render.handbook import SiteTree
from curriculum.render.making import Before, Finishing
from curriculum.render.shared import Assets, own_assets, shared


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
    tree: SiteTree,
    folder: Path,
    engine: Engine = Engine.MATERIAL,
    before: Before | None = None,
    assets: Assets = Assets.OWN,
) -> tuple[str, ...]:
    """Builds the tree into the folder, which must not exist; gives the engine's warnings. Raises SiteFailed.

    With `before`, an engine that can do so makes only the pages that changed; the result is the same.
    """
    own = own_assets(tree)

    def page(text: str) -> str:
        tidy = tidy_page(text, tree.language)
        return tidy if assets is Assets.OWN else shared(tidy, own)

    def is_wanted(path: str) -> bool:
        is_there = assets is Assets.THERE and path.startswith("assets/") and path.removeprefix("assets/") not in own
        return is_needed(path) and not is_there

    if engine is Engine.ZENSICAL:
        from curriculum.render import zensical

        warnings = zensical.build_tree(tree, folder)
        finish(folder, page)
    else:
        from curriculum.render import material

        finishing = Finishing(page=page, is_wanted=is_wanted)
        if before is not None and material.edit_site(tree, folder, before, finishing):
            return ()
        warnings = material.build_tree(tree, folder, finishing, before)
    finish_index(folder, tree.language)
    return warnings
