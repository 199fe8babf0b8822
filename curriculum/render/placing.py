"""Puts what was built into its place: a site is renamed when it is whole; only files of ours are ever removed."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

from curriculum.render import manifest
from curriculum.render.handbook import SiteTree
from curriculum.render.manifest import HOME, Entry
from curriculum.render.shared import SHARED, drop_assets, own_assets, take_assets
from curriculum.render.sources import Sources


class Places:
    """The output folder while it is being written: what it holds, and whose shared files are up to date."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.known: dict[str, Entry] = dict(manifest.read(out) or {})
        self._took: set[str] = set()  # languages whose shared files this run has put in place
        manifest.write(out)  # from here on the folder is ours, even if we are stopped

    def is_current(self, tree: SiteTree, made_from: str) -> bool:
        """Whether the site and what it shares are there, whole, and made from the same."""
        entry = self.known.get(tree.place)
        return entry is not None and entry.made_from == made_from and self.is_whole(tree)

    def is_whole(self, tree: SiteTree) -> bool:
        """Whether nothing of the site and of what it shares is missing."""
        places = (tree.place, f"{tree.language}/{SHARED}")
        return all(p in self.known and manifest.is_whole(self.out, p, self.known[p]) for p in places)

    def note(self, place: str, entry: Entry) -> None:
        """Keeps in mind and on disk what stands at a place."""
        self.known[place] = entry
        manifest.write_entry(self.out, place, entry)

    def remove_others(self, wanted: set[str]) -> int:
        """Removes sites that are no longer asked for, and what only they shared; gives the number of sites."""
        languages = {place.partition("/")[0] for place in wanted}
        shared = {f"{language}/{SHARED}" for language in languages}
        stale = [place for place in self.known if place and place not in wanted | shared]
        for place in stale:
            manifest.remove_files(self.out / place, self.known.pop(place).files)
            manifest.remove_entry(self.out, place)
        return sum(not place.endswith(SHARED) for place in stale)

    def swap_in(self, tree: SiteTree, beside: Path, sources: Sources) -> None:
        """The new site takes the old one's place; files there that are not ours move over."""
        self._share(tree, beside)
        target, before = self.out / tree.place, self.known.get(tree.place)
        files = manifest.files_below(beside)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            known = set(before.files) if before else set()
            for name in manifest.files_below(target):
                if name not in known and not (beside / name).exists():
                    (beside / name).parent.mkdir(parents=True, exist_ok=True)
                    (target / name).replace(beside / name)
            old = self.out / HOME / "new" / f"old-{tree.language}-{tree.role}"
            target.replace(old)
            beside.replace(target)
            shutil.rmtree(old)
        else:
            beside.replace(target)
        self.note(tree.place, Entry(made_from=sources.made_from, files=files, frame=sources.frame, pages=sources.pages))

    def _share(self, tree: SiteTree, beside: Path) -> None:
        """The first site of a language brings the shared files; of the others they are dropped: they are the same."""
        own = own_assets(tree)
        if tree.language in self._took or not (beside / "assets").is_dir():
            drop_assets(beside, own)
            return
        place = f"{tree.language}/{SHARED}"
        before = self.known.get(place)
        names = take_assets(beside, own, self.out / place)
        if not names:  # only what changed was built, in a copy that shares already
            return
        self._took.add(tree.language)
        for name in set(before.files if before else ()) - set(names):
            (self.out / place / name).unlink(missing_ok=True)
        self.note(place, Entry(made_from="", files=names))

    def write_start_pages(self, pages: Mapping[str, bytes]) -> None:
        """Writes those that differ, and removes those that are gone."""
        before = self.known.get("")
        sha = hashlib.sha256(b"".join(f"{p}\0{len(c)}\0".encode() + c for p, c in sorted(pages.items()))).hexdigest()
        for path, content in pages.items():
            target = self.out / path
            if not target.is_file() or target.read_bytes() != content:
                target.parent.mkdir(parents=True, exist_ok=True)
                beside = target.with_name(f"{target.name}.new")
                beside.write_bytes(content)
                beside.replace(target)
        for name in (name for name in (before.files if before else ()) if name not in pages):
            (self.out / name).unlink(missing_ok=True)
            if (self.out / name).parent != self.out and not any((self.out / name).parent.iterdir()):
                (self.out / name).parent.rmdir()
        self.note("", Entry(made_from=sha, files=tuple(sorted(pages))))
