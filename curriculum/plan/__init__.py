"""Needs → learning paths, hours and feasible dates (semantics rules 16, 20, 25–28, 30)."""

from curriculum.plan.paths import PathFinder, make_plan
from curriculum.plan.totals import Group, Totals, make_totals

__all__ = ["Group", "PathFinder", "Totals", "make_plan", "make_totals"]
