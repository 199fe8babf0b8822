"""The answer at any size: the same figures as needs, plan and totals, without keeping every person's reasons."""

from curriculum.tally.run import Engine, is_installed, tally_tables

__all__ = ["Engine", "is_installed", "tally_tables"]
