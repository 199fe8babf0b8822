"""All rules in the order of their rooms."""

from __future__ import annotations

from typing import Final

from curriculum.check import (
    aims,
    catalogue,
    circles,
    holders,
    lessons,
    minutes,
    names,
    outdated,
    people,
    questions,
    rates,
    references,
    role_blocks,
    sessions,
    teaching,
    translations,
    versions,
)
from curriculum.check.known import Check

RULES: Final[tuple[Check, ...]] = (
    *references.RULES,
    *circles.RULES,
    *teaching.RULES,
    *catalogue.RULES,
    *versions.RULES,
    *holders.RULES,
    *people.RULES,
    *translations.RULES,
    *lessons.RULES,
    *role_blocks.RULES,
    *questions.RULES,
    *rates.RULES,
    *names.RULES,
    *sessions.RULES,
    *aims.RULES,
    *minutes.RULES,
    *outdated.RULES,
)
