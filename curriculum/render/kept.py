"""What a word of a language always comes to: made when it is first asked for, and kept for the next handbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TypeVar

T = TypeVar("T")


class ByWord(dict[str, T]):
    """By word what is made of it. Looking up is all there is to do for a word that was asked for before."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def of(self, words: Iterable[str]) -> Iterator[T]:
        """What it has of each."""
        return map(self.__getitem__, words)

    def __missing__(self, word: str) -> T:
        value = self[word] = self._make(word)
        return value


def kept(make: Callable[[str, str], T]) -> Callable[[str], ByWord[T]]:
    """Of a function of word and language: a function of the language, which gives what it makes by word."""
    return cache(lambda language: ByWord(lambda word: make(word, language)))
