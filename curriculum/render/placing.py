"""Puts what was built into its place: a site is renamed when it is whole; only files of ours are ever removed."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from curriculum.render import manifest
from curriculum.render.handbook import Draft
from curriculum.render.manifest import HOME, Entry
from curriculum.render.shared import SHARED, drop_assets, take_assets
from curriculum.render.sources import Sources
from curriculum.render.workers import Made


class Places:
    """The output folder while it is being written: what it holds, and whose shared files are up to date."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.known: dict[str, Entry] = dict(manifest.read(out) or {})
        self._whole: dict[str, bool] = {}
        self._took: set[str] = set()  # languages whose shared files this run has put in place
        manifest.write(out)  # from here on the folder is ours, even if we are stopped

    def is_current(self, draft: Draft) -> bool:
        """Whether the site and what it shares are there, whole, and made from the same."""
        entry = self.whole_entry(draft) if draft.inputs else None
        return entry is not None and entry.inputs == draft.inputs

    def whole_entry(self, draft: Draft) -> Entry | None:
        """What stands in its place; None if something of it or of what it shares is missing."""
        places = (draft.place, f"{draft.language}/{SHARED}")
        return self.known[draft.place] if all(map(self._is_whole, places)) else None

    def _is_whole(self, place: str) -> bool:
        """Whether nothing was missing when this run began."""
        if place not in self._whole:
            self._whole[place] = place in self.known and manifest.is_whole(self.out, place, self.known[place])
        return self._whole[place]

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

    def take(self, draft: Draft, sources: Sources, made: Made | None) -> None:
        """The new site, if one was made, takes the old one's place; files there that are not ours move over."""
        if made is None:
            self.note(draft.place, replace(self.known[draft.place], inputs=draft.inputs))
            return
        self._share(draft, made)
        target, before = self.out / draft.place, self.known.get(draft.place)
        files = manifest.files_below(made.folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            known = set(before.files) if before else set()
            for name in manifest.files_below(target):
                if name not in known and not (made.folder / name).exists():
                    (made.folder / name).parent.mkdir(parents=True, exist_ok=True)
                    (target / name).replace(made.folder / name)
            old = self.out / HOME / "new" / f"old-{draft.language}-{draft.role}"
            target.replace(old)
            made.folder.replace(target)
            shutil.rmtree(old)
        else:
            made.folder.replace(target)
        entry = Entry(
            made_from=sources.made_from,
            files=files,
            inputs=draft.inputs,
            frame=sources.frame,
            pages=sources.pages,
            pieces=sources.pieces,
        )
        self.note(draft.place, entry)

    def _share(self, draft: Draft, made: Made) -> None:
        """The first site of a language brings the shared files; of the others they are dropped: they are the same."""
        if draft.language in self._took or not (made.folder / "assets").is_dir():
            drop_assets(made.folder, made.own)
            return
        place = f"{draft.language}/{SHARED}"
        before = self.known.get(place)
        names = take_assets(made.folder, made.own, self.out / place)
        if not names:  # only what changed was built, in a copy that shares already
            return
        self._took.add(draft.language)
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
