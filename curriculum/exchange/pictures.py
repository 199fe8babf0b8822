"""Pictures of imported lessons: copied beside the lesson under a plain name, if they are in the source and small."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from curriculum.exchange.imported import Imported
from curriculum.exchange.names import slug
from curriculum.load.pictures import PICTURE_BYTES

_KINDS: Final = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")


class Pictures:
    """The pictures of one module. `found`: name → bytes."""

    def __init__(self, folder: Path, root: Path, into: Imported) -> None:
        self._folders = [folder]
        self._root, self._into = root, into
        self.found: dict[str, bytes] = {}

    def look_in(self, folder: Path) -> None:
        """Another folder that targets may be relative to."""
        if folder not in self._folders:
            self._folders.append(folder)

    def take(self, target: str) -> str | None:
        """The name under which the picture stands beside the lesson; None if there is none."""
        path = unquote(target.partition("?")[0].partition("#")[0])
        if re.match(r"[a-z]+:|//", path, re.IGNORECASE) or not path.lower().endswith(_KINDS):
            return None
        for folder in reversed(self._folders):
            file = self._root / path.lstrip("/") if path.startswith("/") else folder / path
            try:
                if not file.is_file() or not file.resolve().is_relative_to(self._root.resolve()):
                    continue
                if file.stat().st_size > PICTURE_BYTES:
                    return None
                name = f"{slug(file.stem, 'picture')}{file.suffix.lower()}"
                self.found[name] = file.read_bytes()
            except (OSError, ValueError):
                continue
            return name
        return None
