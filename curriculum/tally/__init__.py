"""The answer at any size: the same figures as needs, plan and totals, without keeping every person's reasons."""

from curriculum.tally.answer import Tally
from curriculum.tally.run import is_installed, tally, tally_tables

__all__ = ["Tally", "is_installed", "tally", "tally_tables"]
