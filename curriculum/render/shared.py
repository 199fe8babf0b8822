"""What all sites of a language share lies there once: `<language>/shared.assets/`. (No role's id holds a dot.)

The pages of a site point to that folder. The first one built brings the files in its own `assets/`, as the engines make
it, and `take_assets` moves them there.
"""

from __future__ import annotations

import enum
import re
import shutil
from pathlib import Path
from typing import Final

from curriculum.render import manifest
from curriculum.render.config import shared_files
from curriculum.render.handbook import SiteTree

SHARED: Final = "shared.assets"
_TAG: Final = re.compile(r'(<(?:link|script|img)\b[^>]*?\s(?:href|src)=")((?:\./)?(?:\.\./)*)assets/([^"?#]+)')
_WORKER: Final = re.compile(r'("search":\s?")((?:\./)?(?:\.\./)*)assets/([^"]+)')


class Assets(enum.Enum):
    """Where the pages of a site look for what all sites of a language share."""

    OWN = enum.auto()  # with the site: it needs no other folder
    BROUGHT = enum.auto()  # in the shared folder; the files come with the site
    THERE = enum.auto()  # in the shared folder, which has them


def own_assets(tree: SiteTree) -> frozenset[str]:
    """Files in assets/ that only this site has."""
    ours = shared_files(tree.language)
    start = "docs/assets/"
    return frozenset(path.removeprefix(start) for path in tree.files if path.startswith(start) and path not in ours)


def shared(page: str, own: frozenset[str]) -> str:
    """The page pointing to the shared folder; again is no change. `own`: files in assets/ that stay where they are."""

    def there(m: re.Match[str]) -> str:
        return m[0] if m[3] in own else f"{m[1]}{m[2].removeprefix('./')}../{SHARED}/{m[3]}"

    return _WORKER.sub(there, _TAG.sub(there, page))


def take_assets(site: Path, own: frozenset[str], target: Path) -> tuple[str, ...]:
    """Moves the shared files of a built site into the target, over those that are there; gives their paths."""
    assets = site / "assets"
    names = tuple(name for name in manifest.files_below(assets) if name not in own)
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (assets / name).replace(target / name)
    drop_assets(site, own)
    return names


def drop_assets(site: Path, own: frozenset[str]) -> None:
    """Takes the shared files out of a built site."""
    assets = site / "assets"
    if own:
        manifest.remove_files(assets, [name for name in manifest.files_below(assets) if name not in own])
    else:
        shutil.rmtree(assets, ignore_errors=True)
