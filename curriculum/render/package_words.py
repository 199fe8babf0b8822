"""What pages say inside a package of a learning system, where answers are reported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final, NamedTuple

from curriculum.render.handbook import SiteTree
from curriculum.render.wording import Wording, direction

_ALTERNATE: Final = re.compile(r"^  alternate:\n(?:  - .*\n(?:    .*\n)*)+", re.MULTILINE)
_PRIVATE: Final = "Nothing is sent: your answers stay on this page, and this browser keeps only that you passed."


class PackageWords(NamedTuple):
    """Of one language: how it runs, words of the shell, and sentences of pages that are no longer true."""

    direction: str
    shell: Mapping[str, str]
    replaced: Mapping[str, str]


def package_words(language: str) -> PackageWords:
    """The words in the language, as they stand in built pages."""
    wording = Wording(language)
    reported = wording.get("Your answers are reported to your learning system.")
    texts = {escape(wording.get(_PRIVATE), quote=False): escape(reported, quote=False)}
    return PackageWords(direction(language), {"leave": wording.get("Finish and go back")}, texts)


def alone(tree: SiteTree) -> SiteTree:
    """The tree without its switch of languages, since the other languages are not in the package."""
    config = str(tree.files["mkdocs.yml"])
    files = {**tree.files, "mkdocs.yml": _ALTERNATE.sub("", config)}
    return SiteTree(role=tree.role, language=tree.language, files=files)
