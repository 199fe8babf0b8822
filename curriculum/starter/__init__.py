"""The small workspace that `curriculum new` writes."""

from curriculum.starter.starter import write_starter

__all__ = ["write_starter"]
