"""Which translations are up to date: writes content/translations.csv, which the check reads."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Collection, Iterator
from pathlib import Path

from curriculum.check.sections import sources, translation_at
from curriculum.model import TRANSLATIONS, Translated, Workspace

HEAD = ("text", "language", "made_from")


def unknown_texts(ws: Workspace, texts: Collection[str]) -> Iterator[str]:
    """What is asked for but names no module and no text, in words."""
    known = [text for text, _, _ in sources(ws)]
    for text in texts:
        if text not in known and text not in ws.modules:
            yield f"there is no module and no text '{text}'; write a module, module/unit or module/check"


def record_translations(
    ws: Workspace, root: Path, texts: Collection[str] = (), languages: Collection[str] = ()
) -> tuple[int, int]:
    """Records that translations were made from their source as it is now; how many are new, and how many in all.

    `texts`: modules, `module/unit` or `module/check`; `languages`: of the programme; without any, all of them. Rows of
    texts that are gone go too. The file is written beside and renamed.
    """
    rows: list[Translated] = []
    changed = 0
    for text, _, now in sources(ws):
        for language in ws.program.languages[1:]:
            before = ws.translations.get((text, language))
            is_asked = not texts or text in texts or text.partition("/")[0] in texts
            if translation_at(ws, text, language) is None:
                continue
            if is_asked and (not languages or language in languages):
                changed += before is None or dict(before.made_from) != dict(now)
                rows.append(Translated(text, language, now))
            elif before is not None:
                rows.append(before)
    _write(root / TRANSLATIONS, rows)
    return changed, len(rows)


def _write(path: Path, rows: list[Translated]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for row in rows:
        writer.writerow([row.text, row.language, " ".join(f"{id}:{mark}" for id, mark in row.made_from.items())])
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8", newline="") as stream:
        stream.write(out.getvalue())
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
