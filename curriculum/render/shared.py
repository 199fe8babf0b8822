"""What all sites of a language share lies there once: `<language>/shared.assets/`. (No role's id holds a dot.)

A site is built with its own `assets/`, as the engines make it. `use_shared` lets its pages point to the shared folder;
`take_assets` moves the files there, or drops those that are there already.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

from curriculum.render import manifest
from curriculum.render.config import shared_files
from curriculum.render.handbook import SiteTree

SHARED: Final = "shared.assets"
_TAG: Final = re.compile(rb'(<(?:link|script|img)\b[^>]*?\s(?:href|src)=")((?:\./)?(?:\.\./)*)assets/([^"?#]+)')
_WORKER: Final = re.compile(rb'("search":\s?")((?:\./)?(?:\.\./)*)assets/([^"]+)')


def own_assets(tree: SiteTree) -> frozenset[str]:
    """Files in assets/ that only this site has."""
    ours = shared_files(tree.language)
    start = "docs/assets/"
    return frozenset(path.removeprefix(start) for path in tree.files if path.startswith(start) and path not in ours)


def use_shared(folder: Path, own: frozenset[str], only: frozenset[str] | None = None) -> None:
    """Lets the pages of a built site point to the shared folder; again is no change. `only`: paths of those pages."""

    def there(m: re.Match[bytes]) -> bytes:
        if m[3].decode() in own:
            return m[0]
        return m[1] + m[2].removeprefix(b"./") + b"../" + SHARED.encode() + b"/" + m[3]

    for page in folder.rglob("*.html") if only is None else (folder / name for name in only):
        old = page.read_bytes()
        new = _WORKER.sub(there, _TAG.sub(there, old))
        if new != old:
            page.write_bytes(new)


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
