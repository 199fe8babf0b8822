"""Where imported text comes from and how it may be used: SOURCE.md beside each module, the licence in licences/."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.imported import Imported
from curriculum.exchange.languages import is_language, without_language
from curriculum.model.mapping import CatalogMap

_UNKNOWN = "unknown"
_HEAD = "# Where this module comes from\n\n"
_HOLDER = re.compile(
    r"^\s*Copyright (?:\(c\)|©) *(?:[\d, -]+ )?([^\s\[<{][^\n]{1,80}?)\.?(?: All rights reserved\.?)?\s*$", re.I | re.M
)
_TITLES = (
    ("CITATION.cff", re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.M)),
    ("ATTRIBUTION*", re.compile(r"^[#>\s*-]*(\S.*)$", re.M)),
    ("NOTICE*", re.compile(r"^[#>\s*-]*(\S.*)$", re.M)),
    (
        "[Rr][Ee][Aa][Dd][Mm][Ee]*",
        re.compile(r"^#[ \t]+(?!contribut|code of conduct|getting started|licen[cs]e)(.+?)[ \t]*#*$", re.I | re.M),
    ),
)
_KNOWN = (
    (
        "CC BY-NC-SA 4.0",
        r"attribution-noncommercial-sharealike 4\.0",
        "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    ),
    ("CC BY-SA 4.0", r"attribution-sharealike 4\.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    ("CC BY-NC 4.0", r"attribution-noncommercial 4\.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    ("CC BY 4.0", r"attribution 4\.0 international", "https://creativecommons.org/licenses/by/4.0/"),
    ("CC BY-SA 3.0", r"attribution-share ?alike 3\.0", "https://creativecommons.org/licenses/by-sa/3.0/"),
    ("CC0 1.0", r"cc0 1\.0 universal|creative commons zero", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("MIT", r"permission is hereby granted, free of charge", "https://opensource.org/license/mit"),
    ("Apache 2.0", r"apache license\s+version 2\.0", "https://www.apache.org/licenses/LICENSE-2.0"),
)


class Origin(NamedTuple):
    """The licence of a source and whom to name."""

    name: str
    licence: str
    attribution: str
    files: tuple[str, ...]
    link: str = ""

    def credit(self) -> dict[str, str]:
        """The `source` of module.yaml."""
        address = next((a for name, _, a in _KNOWN if self.licence.startswith(name)), "")
        found = {"title": self.attribution, "licence": self.licence, "link": self.link, "licence_link": address}
        return {key: text for key, text in found.items() if text and text != _UNKNOWN}


def find_origin(sources: Iterable[Path], said: CatalogMap, into: Imported) -> Origin:
    """Reads LICENSE files in the source and up to two folders above; copies them to licences/. Notes NO_LICENCE."""
    sources = list(sources)
    found: list[str] = []
    names: list[str] = []
    holders: list[str] = []
    for path in _licence_files(sources):
        text = path.read_bytes()[:200_000].decode("utf-8", errors="replace")
        file = f"licences/{hashlib.sha256(text.encode()).hexdigest()[:12]}.txt"
        into.files[file] = text.encode()
        holders += [" ".join(holder[1].split()) for holder in _HOLDER.finditer(text)]
        if file not in found:
            found.append(file)
            names.append(_name(text))
    licence = said.licence or ", ".join(dict.fromkeys(names))
    if not licence:
        into.note(
            codes.NO_LICENCE,
            Position(str(sources[0])),
            "no file says how its text may be used",
            "`licence:` in the map",
        )
    name = title_of(sources[0])
    credit = said.attribution or ", ".join(dict.fromkeys([name, *holders]))
    if not said.attribution:
        into.mapped(Position(str(sources[0])), f"readers see '{credit}' as the source", "`attribution:` in the map")
    return Origin(name, licence or _UNKNOWN, credit, tuple(found), said.link or "")


def title_of(source: Path) -> str:
    """What the source calls itself, in the files that are there for it; else the name of its folder."""
    folder = (source if source.is_dir() else source.parent).resolve()
    places = [folder, folder.parent] if is_language(folder.name) else [folder, folder / "en"]
    for place in places:
        for pattern, line in _TITLES:
            for path in sorted(place.glob(pattern)):
                if path.is_file() and not path.is_symlink():
                    text = path.read_bytes()[:20_000].decode("utf-8", errors="replace")
                    if found := line.search(text):
                        words = re.sub(r"[*`_]|!?\[([^\]]*)\]\([^)]*\)|^\W+", r"\1", found[1])
                        return " ".join(words.split())[:120]
    return without_language(folder.parent.name if is_language(folder.name) else source.resolve().stem)


def shown_title(source: Path) -> str:
    """The same for readers: the name of a folder without its hyphens, with a capital letter."""
    title = title_of(source)
    words = title.replace("-", " ").replace("_", " ") if " " not in title else title
    return words[:1].upper() + words[1:]


def _licence_files(sources: list[Path]) -> list[Path]:
    """The nearest folder that has any, for each source; its own sub-folders of the first level count."""
    found: list[Path] = []
    for source in sources:
        folder = (source if source.is_dir() else source.parent).resolve()
        for place in (
            folder,
            *(sorted(p for p in folder.iterdir() if p.is_dir())[:50]),
            folder.parent,
            folder.parent.parent,
        ):
            here = sorted(p for p in place.glob("LICEN[CS]E*") if p.is_file() and not p.is_symlink())
            if here:
                found += [path for path in here if path not in found]
                break
    return found


def _name(text: str) -> str:
    folded = " ".join(text.casefold().split())
    known = next((name for name, pattern, _ in _KNOWN if re.search(pattern, folded)), None)
    return known or next((line.strip("# ") for line in text.splitlines() if line.strip()), "licence")[:80]


def source_page(origin: Origin, files: Iterable[str], facts: Iterable[tuple[str, str]] = ()) -> str:
    """SOURCE.md of a module, or a section of it about one more language."""
    lines = [f"- Source: {origin.attribution}", f"- Licence: {origin.licence}"]
    lines += [f"- Text of the licence: `{file}`" for file in origin.files]
    lines += [f"- {name}: {' '.join(text.split())}" for name, text in facts if text.strip()]
    lines += ["- Changed: put into the form of this workspace; the words are those of the source", "", "Files:", ""]
    return "\n".join([*lines, *(f"- `{file}`" for file in files)]) + "\n"


def with_source(old: str, language: str, page: str) -> bytes:
    """SOURCE.md, where `page` takes the place of what it says about a language; the other languages stay.

    The language that a module came in first has the head of the file, others a section each.
    """
    head, *sections = re.split(r"(?m)^## ", old.replace("\r\n", "\n"))
    words = dict(section.split("\n", 1) for section in sections if "\n" in section)
    first = re.search(r"(?m)^- Language: (\S+)$", head)
    if not head.strip() or (language not in words and (first is None or first[1] == language)):
        head = f"{_HEAD}- Language: {language}\n{page}"
    else:
        words[language] = f"\n{page}"
    parts = [head.rstrip("\n"), *(f"## {tag}\n\n{text.strip(chr(10))}" for tag, text in sorted(words.items()))]
    return ("\n\n".join(parts) + "\n").encode()


def modules_by_uid(root: Path) -> dict[str, str]:
    """What earlier imports brought: uid of the source → module."""
    found: dict[str, str] = {}
    for path in sorted(root.glob("content/*/SOURCE.md")):
        text = path.read_bytes()[:100_000].decode("utf-8", errors="replace")
        found |= {uid: path.parent.name for uid in re.findall(r"(?m)^- uid: (\S+)\s*$", text)}
    return found
