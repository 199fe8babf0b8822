"""The pictures that lessons show: bytes of a file beside the lesson, never from anywhere else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from curriculum.load.sources import is_inside

PICTURE_BYTES: Final = 5_000_000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.(?:png|jpe?g|gif|webp|svg)", re.IGNORECASE)


def read_picture(root: Path, module: str, name: str) -> bytes | None:
    """The bytes of content/<module>/<name>; None unless it is a picture file of at most 5 MB in the workspace."""
    if not _NAME.fullmatch(name):
        return None
    path = root / "content" / module / name
    try:
        if not path.is_file() or not is_inside(root, path) or path.stat().st_size > PICTURE_BYTES:
            return None
        return path.read_bytes()
    except OSError:
        return None
