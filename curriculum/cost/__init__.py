"""What training takes and costs: estimates corrected by recorded times, rates, what-if (rules 37 to 39)."""

from curriculum.cost.actuals import Actuals, find_actuals
from curriculum.cost.calibrate import NOMINAL, Calibration, Estimate, calibrate
from curriculum.cost.cuts import FEW, OTHERS, READERS, Cut, Cuts, cut, only_reads
from curriculum.cost.price import Bill, Part, bills, total_of
from curriculum.cost.whatif import Change, WhatIf, changed, cheapest_changes

__all__ = [
    "FEW",
    "NOMINAL",
    "OTHERS",
    "READERS",
    "Actuals",
    "Bill",
    "Calibration",
    "Change",
    "Cut",
    "Cuts",
    "Estimate",
    "Part",
    "WhatIf",
    "bills",
    "calibrate",
    "changed",
    "cheapest_changes",
    "cut",
    "find_actuals",
    "only_reads",
    "total_of",
]
