"""Needs → learning paths, hours and feasible dates (docs/rules.md, rules 16, 20, 25–28, 30)."""

from curriculum.plan.paths import PathFinder, make_plan
from curriculum.plan.totals import direct_reports, make_totals, reports_of

__all__ = ["PathFinder", "direct_reports", "make_plan", "make_totals", "reports_of"]
