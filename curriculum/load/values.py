"""One node → one value of a field: words, numbers, dates, texts, estimates. What cannot be read is reported and BAD."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any, Final

from curriculum import codes
from curriculum.diagnostics import Code, Position
from curriculum.load.cells import Unreadable, read_date, read_whole
from curriculum.load.forms import ID_PATTERNS, MINUTES, Choice, Word
from curriculum.load.mistakes import Mistakes, report_unknown_language
from curriculum.load.spelling import clean, is_spelt, meant, meant_or_all, quoted
from curriculum.load.yaml_tree import ListNode, MapNode, Node, RefusedNode, ScalarNode
from curriculum.model import LANGUAGE, Minutes, Range, Ref, Text


class Bad(enum.Enum):
    """A value that could not be read; why was reported."""

    BAD = enum.auto()


BAD: Final = Bad.BAD


def is_empty(node: Node) -> bool:
    """Whether nothing is written: no value, `null`, `~`, or quotes with nothing in them."""
    return isinstance(node, ScalarNode) and (not node.text.strip() or (node.plain and node.text in ("null", "~")))


class ValueReader:
    """Reads values of one file. `broken` counts the errors so far that left something without its value."""

    def __init__(self, languages: Sequence[str], mistakes: Mistakes) -> None:
        self._languages = languages
        self._mistakes = mistakes
        self.broken = 0

    def wrong(self, code: Code, at: Position, message: str, hint: str | None = None) -> Bad:
        """Reports an error about a value."""
        self._mistakes.add(code, at, message, hint)
        self.broken += 1
        return BAD

    def wrong_type(self, node: Node, name: str, wanted: str, hint: str | None = None) -> Bad:
        """Reports that a value has another form."""
        if isinstance(node, RefusedNode):  # reported when it was read
            self.broken += 1
            return BAD
        given = {ListNode: "a list", MapNode: "a mapping"}.get(type(node))
        if isinstance(node, ScalarNode):
            given = "nothing" if is_empty(node) else quoted(node.text)
        return self.wrong(codes.WRONG_TYPE, node.at, f"{_label(name)} must be {wanted}, not {given}", hint)

    def word(self, form: Word, node: Node, name: str) -> Any:
        """A str, or a Ref that knows its place."""
        wanted = "an id" if form.is_ref else "a text"
        if not isinstance(node, ScalarNode) or is_empty(node):
            return self.wrong_type(node, name, wanted)
        text = clean(node.text)
        if form.pattern and not is_spelt(text, form.pattern):
            code = codes.BAD_ID if form.pattern in ID_PATTERNS else codes.WRONG_VALUE
            hint = f"write {form.pattern.words}"
            return self.wrong(code, node.at, f"{quoted(node.text)} is not spelt as {_label(name)} must be", hint)
        return Ref(text, node.at) if form.is_ref else text

    def whole(self, bounds: Range, node: Node, name: str) -> Any:
        """An int within bounds."""
        if not isinstance(node, ScalarNode):
            return self.wrong_type(node, name, "a whole number")
        number = read_whole(node.text.strip())
        if isinstance(number, Unreadable):
            return self.wrong_type(node, name, "a whole number", number.hint or "write it in digits, for example 20")
        if not bounds.low <= number <= bounds.high:
            hint = f"from {bounds.low} to {bounds.high}"
            return self.wrong(codes.WRONG_VALUE, node.at, f"{number} is out of bounds for {_label(name)}", hint)
        return number

    def flag(self, node: Node, name: str) -> Any:
        """`true` or `false`."""
        text = node.text.strip() if isinstance(node, ScalarNode) else ""
        if text in ("true", "false"):
            return text == "true"
        hint = "yes, no, on and off are not used" if text.lower() in ("yes", "no", "on", "off") else None
        return self.wrong_type(node, name, "true or false", hint)

    def day(self, node: Node, name: str) -> Any:
        """A date."""
        if not isinstance(node, ScalarNode) or is_empty(node):
            return self.wrong_type(node, name, "a date such as 2027-02-01")
        day = read_date(node.text.strip())
        return self.wrong(codes.BAD_DATE, node.at, *day) if isinstance(day, Unreadable) else day

    def choice(self, form: Choice, node: Node, name: str) -> Any:
        """A member of the enumeration."""
        if not isinstance(node, ScalarNode) or is_empty(node):
            return self.wrong_type(node, name, f"one of: {', '.join(form.of)}")
        text = node.text.strip()
        if text in tuple(form.of):
            return form.of(text)
        hint = meant_or_all(text, form.of)
        return self.wrong(codes.WRONG_VALUE, node.at, f"{quoted(text)} is not allowed for {_label(name)}", hint)

    def words(self, node: Node, name: str) -> Any:
        """A Text: a text in the default language, or a mapping language → text, where empty ones are left out."""
        if isinstance(node, ScalarNode) and not is_empty(node):
            language = self._languages[0] if self._languages else "en"
            return Text({language: clean(node.text)}, node.at, {language: node.at})
        if not isinstance(node, MapNode):
            return self.wrong_type(node, name, "a text, or a mapping language: text")
        said = [(key, value) for key, value in node.entries if self._is_language(key) and not is_empty(value)]
        for key, value in said:
            if not isinstance(value, ScalarNode):
                self.wrong_type(value, f"{name}, {key.text}", "a text")
        texts = {key.text: value for key, value in said if isinstance(value, ScalarNode)}
        if not texts:
            return BAD if said else self.wrong(codes.MISSING_KEY, node.at, f"'{name}' says nothing")
        return Text({k: clean(v.text) for k, v in texts.items()}, node.at, {k: v.at for k, v in texts.items()})

    def _is_language(self, key: ScalarNode) -> bool:
        """Whether a key of a text is a language tag; languages the programme does not have are reported."""
        if not is_spelt(key.text, LANGUAGE):
            hint = meant(key.text, self._languages) or "keys of a text are languages, such as en or ar"
            self.wrong(codes.UNKNOWN_KEY, key.at, f"unknown key {quoted(key.text)} in a text", hint)
            return False
        if self._languages and key.text not in self._languages:
            report_unknown_language(key.text, self._languages, key.at, self._mistakes)
        return True

    def estimate(self, node: Node, name: str) -> Any:
        """Minutes: a number, or a mapping with low, likely and high."""
        if not isinstance(node, MapNode):
            number = self.whole(MINUTES, node, name)
            return BAD if number is BAD else Minutes(number, number, number)
        given = {key.text: value for key, value in node.entries}
        for key, _ in node.entries:
            if key.text not in Minutes._fields:
                hint = meant_or_all(key.text, Minutes._fields)
                self.wrong(codes.UNKNOWN_KEY, key.at, f"unknown key {quoted(key.text)} in '{name}'", hint)
        unknown = len(given.keys() - set(Minutes._fields))
        missing = [key for key in Minutes._fields if key not in given]
        if len(missing) > unknown:  # otherwise the misspelt key was reported
            self.wrong(codes.MISSING_KEY, node.at, f"'{name}' needs the key '{missing[0]}'", "low, likely and high")
        numbers = [self.whole(MINUTES, given[key], key) for key in Minutes._fields if key in given]
        if BAD in numbers or missing:
            return BAD
        if sorted(numbers) != numbers:
            return self.wrong(codes.WRONG_VALUE, node.at, f"'{name}' must rise from low over likely to high")
        return Minutes(*numbers)

    def one_or_many(self, node: Node, name: str) -> Any:
        """The values of a rule: as written; quotes with nothing in them are an empty cell."""
        if isinstance(node, ListNode):
            values = [self._rule_value(item, name) for item in node.items]
            return BAD if BAD in values else tuple(values)
        value = self._rule_value(node, name)
        return BAD if value is BAD else (value,)

    def _rule_value(self, node: Node, name: str) -> Any:
        if isinstance(node, ScalarNode) and not (node.plain and is_empty(node)):
            return Ref(clean(node.text), node.at)
        return self.wrong_type(node, name, "a word or a list of words", '"" is an empty cell')


def _label(name: str) -> str:
    """A key in quotes; `an item of 'lessons'` has its own."""
    return name if " " in name else f"'{name}'"
