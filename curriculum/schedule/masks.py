"""Sets of quarter hours as whole numbers: bit n is quarter hour n. All questions about time are a few of these."""

from __future__ import annotations


def interval(first: int, end: int) -> int:
    """The bits from first up to, not including, end."""
    return ((1 << (end - first)) - 1) << first if end > first else 0


def fitting(free: int, length: int) -> int:
    """Where something of this length can begin: bits n so that n … n + length - 1 are all free (by doubling)."""
    have = 1
    while have < length and free:
        step = min(have, length - have)
        free &= free >> step
        have += step
    return free


def touching(taken: int, length: int, padding: int = 0) -> int:
    """Where something of this length cannot begin: it would touch a taken bit, or come nearer than the padding."""
    if not taken:
        return 0
    taken <<= padding
    have, length = 1, length + 2 * padding
    while have < length:
        step = min(have, length - have)
        taken |= taken >> step
        have += step
    return taken


def first(bits: int) -> int:
    """The lowest bit; -1 if there is none."""
    return (bits & -bits).bit_length() - 1


def last(bits: int) -> int:
    """The highest bit; -1 if there is none."""
    return bits.bit_length() - 1


def up_to(bits: int, end: int) -> int:
    """Only bits below end."""
    return bits & ((1 << end) - 1) if end > 0 else 0


def from_on(bits: int, start: int) -> int:
    """Only bits from start on."""
    return bits >> start << start if start > 0 else bits
