"""Training needs analysis: who needs which level of what, by when, and why (docs/rules.md 1–24, 29, 31, 33)."""

from curriculum.needs.find import find_needs

__all__ = ["find_needs"]
