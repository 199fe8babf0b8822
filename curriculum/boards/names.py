"""Pseudonyms: the same person has the same one in every report, and only who holds the key can tell who it is."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from curriculum.boards.folder import write_private

_KEY: Final = ".pseudonyms.key"


def pseudonyms(folder: Path, people: Sequence[str]) -> Mapping[str, str]:
    """Person → `P-` and seven letters and digits, from a random key that stays in the folder (HMAC-SHA-256)."""
    key_file = folder / _KEY
    if not key_file.exists():
        write_private(key_file, secrets.token_hex(32).encode())
    key = key_file.read_bytes()
    names: dict[str, str] = {}
    for person in sorted(people):
        digest = hmac.new(key, person.encode(), hashlib.sha256).hexdigest()
        length = next(n for n in range(7, 65) if f"P-{digest[:n]}" not in names.values())
        names[person] = f"P-{digest[:length]}"
    return names
