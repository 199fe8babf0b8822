"""XML of other systems → a tree whose elements know their lines; entities and document types are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.foreign import TEXT_BYTES, read_bytes
from curriculum.exchange.imported import Imported


class _Placed(Element):
    """An element that knows the line it starts in."""

    line = 1


class _Placing(TreeBuilder):
    """Builds them; `reader` is the parser underneath, which counts lines."""

    reader: Any = None

    def start(self, tag: Any, attrs: Any, /) -> Any:
        element: Any = super().start(tag, attrs)
        element.line = self.reader.CurrentLineNumber
        return element


def read_xml(path: Path, into: Imported, shown: Path | None = None) -> Any:
    """The root of an XML file (ElementTree; each element has its `line`).

    Entities, document types and what is not well-formed are refused. `shown`: the name of the file in notes.
    """
    name = str(shown or path)
    content = read_bytes(path, TEXT_BYTES, into)
    if content is None:
        return None
    if content.count(b"<") > 200_000 or _depth(content) > 200:
        into.note(codes.SOURCE_TOO_LARGE, Position(name), "holds too many elements, or nests them too deeply")
        return None
    tree = _Placing(element_factory=_Placed)
    parser = DefusedXMLParser(target=tree, forbid_dtd=True)
    tree.reader = parser.parser
    try:
        parser.feed(content)
        return parser.close()
    except DefusedXmlException as error:
        into.note(codes.XML_REFUSED, Position(name), f"refused: {type(error).__name__}")
    except ParseError as error:
        line, column = error.position
        into.note(codes.XML_REFUSED, Position(name, line, column + 1), f"is not well-formed: {error}")
    except (ValueError, LookupError) as error:
        into.note(codes.XML_REFUSED, Position(name), f"cannot be read: {error}")
    return None


def _depth(content: bytes) -> int:
    """The deepest nesting of tags, counted before a parser builds anything."""
    deepest = depth = 0
    for part in content.split(b"<")[1:]:
        if part.startswith(b"/"):
            depth -= 1
        elif not part.startswith((b"!", b"?")) and not part.partition(b">")[0].endswith(b"/"):
            depth += 1
            deepest = max(deepest, depth)
    return deepest
