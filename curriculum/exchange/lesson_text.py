"""Markdown of other publishing systems → plain Markdown of lessons. The words stay; `{{…}}` stays text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import Final

_FENCE: Final = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_CODE: Final = re.compile(r"(?<!`)(`{1,20})(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_ALERT: Final = re.compile(r"([ \t]*)>[ \t]*\[!(\w+)\][ \t]*(.*)$")
_QUOTE: Final = re.compile(r"[ \t]*>[ \t]?(.*)$")
_KINDS: Final = {"note": "note", "tip": "tip", "important": "warning", "caution": "warning", "warning": "warning"}
_ZONE: Final = re.compile(r'[ \t]*:{3,}[ \t]*zone[ \t]+(?:target="[^"]*"[ \t]*)?(?:pivot="([^"]*)")?.*$')
_MARKS: Final = re.compile(r"[\s\u200b-\u200f\ufeff]*:{3,}(?!image\s)")  # no block of another system is one of ours
_IMAGE: Final = re.compile(r":::image\s+([^:]*?(?::(?!::)[^:]*?)*):::")
_ATTRIBUTE: Final = re.compile(r'([\w-]+)\s*=\s*"([^"]*)"')
_VIDEO: Final = re.compile(r"\[!VIDEO\s+(?:\[[^\]]*\]\()?([^\s\])]+)\)?[^\]]*\]", re.IGNORECASE)
_EXTENSION: Final = re.compile(r"[ \t]*>?[ \t]*\[!(?:div|code|NEXTSTEPACTION)[^\n]*$", re.IGNORECASE)
# The original under each sentence of a machine translation, shown by the source's site on a click.
_ORIGINAL: Final = re.compile(
    r'<span class="sxs-lookup"><span data-stu-id="[^"]{0,80}">(?:(?!</?span)[\s\S])*</span></span>', re.IGNORECASE
)
_NAMED: Final = re.compile(r"""<a\s+(?:name|id)=["']?([^"'\s>]+)["']?\s*/?>""", re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TARGET: Final = r"\(\s*<?((?:[^\s()<>]|\([^\s()<>]*\)|(?<=[\w.-]) (?=[\w.-]))+)>?(\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
_PICTURE: Final = re.compile(rf"!\[((?:[^\[\]\\]|\\.|\[[^\[\]\n]*\])*)\]{_TARGET}")
_BARE_BRACKET: Final = re.compile(r"(?<!\\)[\[\]]")  # brackets in the words of a picture are text
_ESCAPED: Final = r"\\\g<0>"
_LINK: Final = re.compile(rf"(?<![!\\])\[((?:[^\[\]\\]|\\.|!\[[^\[\]]*\]\([^()]*\))*)\]{_TARGET}")
_REFERENCE: Final = re.compile(r"^( {0,3}\[[^\]^]+\]:[ \t]*)<?([^\s>]+)>?(.*)$", re.MULTILINE)
_TAG: Final = re.compile(
    r"</?([A-Za-z][A-Za-z0-9-]*)((?:\s+[\w:-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*)\s*/?>"
)
_SIMPLE: Final = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`"}
_HEADING: Final = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)

Resolve = Callable[[str], str | None]  # a target of the source → one of ours; None: it has none


class Adapter:
    """Adapts the text of one lesson. `changes`: what was changed, by kind, for the notes."""

    def __init__(self, link: Resolve, picture: Resolve, pivots: Mapping[str, str] | None = None) -> None:
        self._link, self._picture = link, picture
        self._pivots = pivots or {}
        self._anchors: dict[str, str] = {}
        self.lost_links: list[str] = []
        self.lost_pictures: list[str] = []
        self.changes: set[str] = set()

    def adapt(self, text: str) -> str:
        """The lesson."""
        text = _outside_code(text, self._without_originals)
        text = _outside_code(text, self._without_comments)
        self._anchors = _anchors(text)
        lines = self._blocks(text.split("\n"))
        text = _outside_code("\n".join(lines), self._inline)
        return re.sub(r"\n{4,}", "\n\n\n", text).strip("\n") + "\n"

    def _without_originals(self, text: str) -> str:
        found, count = _ORIGINAL.subn("", text)
        if count:
            self.changes.add("the original beside each translated sentence")
        return found

    def _without_comments(self, text: str) -> str:
        if "<!--" not in text:
            return text
        self.changes.add("comments")
        return _COMMENT.sub("", text)

    # ── lines ──

    def _blocks(self, lines: list[str]) -> list[str]:
        """Alerts become boxes, zones get a bold name, marks of rows and columns go."""
        found: list[str] = []
        closing, index = "", 0
        while index < len(lines):
            line = lines[index]
            index += 1
            fence = _FENCE.match(line)
            if closing:
                found.append(line)
                closing = "" if fence and fence[1].startswith(closing) and not line.strip(" \t>`~") else closing
            elif fence:
                closing = fence[1]
                found.append(line)
            elif (alert := _ALERT.match(line)) and alert[2].lower() in _KINDS:
                index = self._alert(lines, index, alert, found)
            elif zone := _ZONE.match(line):
                self.changes.add("zones")
                names = [self._pivots.get(p.strip(), p.strip()) for p in (zone[1] or "").split(",") if p.strip()]
                found += ["", f"**{' / '.join(names)}**", ""] if names else []
            elif _MARKS.match(line) or _EXTENSION.match(line):
                self.changes.add("layout marks")
                found.append("")
            else:
                found.append(line)
        return found

    def _alert(self, lines: list[str], index: int, alert: re.Match[str], found: list[str]) -> int:
        self.changes.add("notes in boxes")
        indent = alert[1]
        found += [] if not found or not found[-1].strip() else [""]
        found.append(f"{indent}!!! {_KINDS[alert[2].lower()]}")
        body = [alert[3]] if alert[3] else []
        while index < len(lines) and (quote := _QUOTE.match(lines[index])) and not _ALERT.match(lines[index]):
            body.append(quote[1])
            index += 1
        found += [f"{indent}    {line}" if line.strip() else "" for line in body]
        found.append("")
        return index

    # ── words ──

    def _inline(self, text: str) -> str:
        text = _IMAGE.sub(self._docs_image, text)
        text = _VIDEO.sub(lambda m: f"[{m[1]}]({m[1]})", text)
        text = _TAG.sub(self._tag, text)
        text = _PICTURE.sub(lambda m: self._shown(m[2], m[1]), text)  # before the links that hold pictures
        text = _LINK.sub(self._linked, text)
        return _REFERENCE.sub(self._referenced, text)

    def _docs_image(self, found: re.Match[str]) -> str:
        said = dict(_ATTRIBUTE.findall(found[1]))
        return self._shown(said.get("source", ""), said.get("alt-text", ""))

    def _shown(self, source: str, words: str) -> str:
        ours = self._picture(source)
        if ours is not None:
            return f"![{_BARE_BRACKET.sub(_ESCAPED, words)}]({ours})"
        self.lost_pictures.append(source)
        return f"*{words.strip()}*" if words.strip() else ""

    def _linked(self, found: re.Match[str]) -> str:
        words, target, title = found[1], found[2], found[3] or ""
        ours = self._target(target)
        if ours is None:
            self.lost_links.append(target)
            return words
        return f"[{words}]({ours}{title})"

    def _referenced(self, found: re.Match[str]) -> str:
        ours = self._target(found[2])
        if ours is None:
            self.lost_links.append(found[2])
            return ""
        return f"{found[1]}{ours}{found[3]}"

    def _target(self, target: str) -> str | None:
        if target.startswith("#"):
            number = self._anchors.get(target[1:].lower())
            return f"#{number}" if number else target if re.fullmatch(r"#s-\d+", target) else None
        if re.match(r"(?:https?|mailto|tel):", target, re.IGNORECASE):
            return target
        return self._link(target)

    def _tag(self, found: re.Match[str]) -> str:
        """HTML in a lesson would be shown as text: what Markdown can say is said in Markdown, other tags go."""
        name = found[1].lower()
        said = {
            k.lower(): v.strip("\"'")
            for k, v in re.findall(r"([\w:-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", found[2])
        }
        self.changes.add("HTML")
        if name in _SIMPLE:
            return _SIMPLE[name]
        if name == "br":
            return (
                "  \n" if "|" not in found.string[max(0, found.start() - 200) : found.start()].split("\n")[-1] else " "
            )
        if name == "img":
            return self._shown(said.get("src", ""), said.get("alt", ""))
        if name == "a":
            return self._anchor(found, said.get("href", ""))
        if name in ("p", "div", "details", "summary", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4"):
            return "\n"
        if name == "li":
            return "\n- " if not found[0].startswith("</") else ""
        return ""

    def _anchor(self, found: re.Match[str], href: str) -> str:
        if found[0].startswith("</"):
            return ""
        after = found.string[found.end() :]
        words = html.unescape(re.sub(r"<[^>]*>", "", after.partition("</a>")[0])).strip()
        ours = self._target(href) if href else None
        return "" if ours is None or not words or len(words) > 300 else f"[{ours}]({ours}) "


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    """Applies a change to everything that is no code, fenced or in the line."""
    parts: list[str] = []
    plain: list[str] = []
    closing = ""

    def flush() -> None:
        if plain:
            parts.append(_outside_spans("\n".join(plain), change))
            plain.clear()

    for line in text.split("\n"):
        fence = _FENCE.match(line)
        if closing:
            parts.append(line)
            closing = "" if fence and fence[1].startswith(closing) and not line.strip(" \t>`~") else closing
        elif fence:
            flush()
            closing = fence[1]
            parts.append(line)
        else:
            plain.append(line)
    flush()
    return "\n".join(parts)


def _outside_spans(text: str, change: Callable[[str], str]) -> str:
    """Code in the line is put aside and put back, so that links around it are seen whole."""
    spans: list[str] = []

    def aside(found: re.Match[str]) -> str:
        spans.append(found[0])
        return f"\x00{len(spans) - 1}\x00"

    changed = change(_CODE.sub(aside, text))
    return re.sub(r"\x00(\d+)\x00", lambda m: spans[int(m[1])], changed)


def _anchors(text: str) -> dict[str, str]:
    """The anchors that GitHub and Learn give headings → ours, by number."""
    found: dict[str, str] = {}
    parts: list[str] = []

    def kept(part: str) -> str:
        parts.append(part)
        return part

    _outside_code(text, kept)
    outside = "\n".join(parts)
    for number, heading in enumerate(_HEADING.finditer(outside), 1):
        for name in _NAMED.finditer(heading[2]):
            found[name[1].lower()] = f"s-{number}"
        words = re.sub(r"[^\w\- ]", "", re.sub(r"<[^<>]*>", "", heading[2]).lower())
        found.setdefault(words.strip().replace(" ", "-"), f"s-{number}")
    return found
