"""A built handbook → one package of a learning system: manifest, shell, files; checked, and always the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from html import escape
from importlib import resources
from posixpath import dirname, join, normpath
from typing import Any, Final
from urllib.parse import unquote

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Diagnostic, Position
from curriculum.model import record

SHELL: Final = "shell.html"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_LINK: Final = re.compile(r"""(?:href|src)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_ASSETS: Final = ("shell.js", "cmi5.js")


@record
class Handbook:
    """A built site and what a package says about it. `files`: path → bytes; `pages`: path → whether it is a lesson."""

    id: str
    title: str
    language: str
    direction: str
    files: Mapping[str, bytes]
    pages: Mapping[str, bool]  # in reading order
    checks: Mapping[str, int]  # path of the page → pass mark
    words: Mapping[str, str]  # `leave`

    @property
    def mastery(self) -> int | None:
        """The pass mark, where all checks have the same."""
        marks = set(self.checks.values())
        return marks.pop() if len(marks) == 1 else None


def keys_of(paths: list[str]) -> dict[str, str]:
    """Path → a short key that stays the same when lessons move; longer where two would be the same."""
    for length in range(3, 12):
        keys = {path: hashlib.sha256(path.encode()).hexdigest()[:length] for path in paths}
        if len(set(keys.values())) == len(keys):
            return keys
    raise ValueError("eleven digits of a hash tell no paths apart")


def with_shell(book: Handbook, standard: str) -> dict[str, bytes]:
    """The files of the site, and the launch page with its scripts."""
    keys = keys_of(list(book.pages))
    plan: dict[str, Any] = {
        "standard": standard,
        "pages": [[keys[path], path, is_lesson] for path, is_lesson in book.pages.items()],
        "checks": {path: keys[path] for path in book.checks},
        "hash": hashlib.sha256("\n".join(book.pages).encode()).hexdigest()[:8],
        "words": dict(book.words),
    }
    data = json.dumps(plan, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    folder = resources.files("curriculum.exchange") / "assets"
    scripts = [name for name in _ASSETS if name != "cmi5.js" or standard == "cmi5"]
    files = {**book.files, "curriculum-package.js": f"window.curriculumPackage = {data};\n".encode()}
    files |= {name: (folder / name).read_bytes() for name in scripts}
    tags = "".join(f'<script src="{name}"></script>\n' for name in ("curriculum-package.js", *reversed(scripts)))
    files[SHELL] = (
        f'<!doctype html>\n<html lang="{escape(book.language)}" dir="{book.direction}">\n'
        '<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">\n<title>{escape(book.title)}</title>\n'
        "<style>html,body{margin:0;height:100%}body{display:flex;flex-direction:column}"
        "iframe{border:0;flex:1;width:100%}"
        "button{align-self:end;margin:.5rem;padding:.6rem 1rem;font:inherit}</style>\n"
        f'</head>\n<body>\n<iframe title="{escape(book.title)}"></iframe>\n{tags}</body>\n</html>\n'
    ).encode()
    return files


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The archive: sorted names, one date, the same on every machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[name])
    return out.getvalue()


def broken_links(files: Mapping[str, bytes], where: str) -> Iterator[Diagnostic]:
    """PACKAGE_BROKEN for each link of a page to a file that is not in the package."""
    folders = {join(dirname(name), "index.html") for name in files}
    missing: dict[str, str] = {}  # target → the first page that links to it
    for name, content in files.items():
        if not name.endswith(".html"):
            continue
        for found in _LINK.finditer(content.decode("utf-8", errors="replace")):
            target = unquote(next(filter(None, found.groups()), "").partition("#")[0].partition("?")[0])
            if not target or re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
                continue
            path = normpath(join(dirname(name), target))
            if path not in files and join(path, "index.html") not in folders:
                missing.setdefault(path, f"'{name}' links to '{target}', which is not in the package")
    for message in missing.values():
        yield Diagnostic.of(codes.PACKAGE_BROKEN, Position(where), message)


def state_warning(book: Handbook, where: str) -> Iterator[Diagnostic]:
    """STATE_TOO_LONG, where even the positions do not fit into SCORM 1.2."""
    lessons = sum(book.pages.values())
    if lessons / 5 + len(book.checks) + 60 > 4000:
        message = f"{lessons} lessons and {len(book.checks)} checks are too many for 4096 characters"
        yield Diagnostic.of(codes.STATE_TOO_LONG, Position(where), message, "`--format scorm2004` has room for 64,000")
