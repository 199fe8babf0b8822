"""Estimates corrected by recorded times: a normal model of the logarithm of actual over estimated minutes.

For module m and completion i, y[m, i] = ln(actual / likely) ~ N(θ[m], σ²), with θ[m] ~ N(0, τ[m]²). The author's
range is the prior: low to high is read as a central 90 per cent interval. So the posterior of θ[m] is normal with
precision n/σ² + 1/τ², and its mean n·ȳ/σ² over that precision: few records leave the estimate nearly where it is,
many move it to what they say (Gelman et al., Bayesian Data Analysis, 3rd ed., 2.5; shrinkage after Efron and Morris,
Stein's Paradox in Statistics, 1977). σ² is pooled over modules. The authors' ranges as a whole are widened or
narrowed to what the modules show (empirical Bayes, by moments, with the weight of four modules for the ranges as
written). Modules with fewer records than `policy.least_actuals` keep their estimate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from curriculum.cost.actuals import Actuals
from curriculum.model import Minutes, Workspace, record

NOMINAL: Final = 0.90  # what a range from low to high is meant to cover
_Z: Final = 1.6448536269514722  # of the normal distribution, for 90 per cent
_SIGMA: Final = 0.35  # spread of people about a module's own time, before anything is known; weighs as four records
_TAU: Final = 0.25  # of an estimate without a range
_WEIGHT: Final = 4.0


@record
class Estimate:
    """One module: what its author says, what the records say, and both together. Minutes of the whole module."""

    module: str
    planned: Minutes
    calibrated: Minutes
    records: int
    counts: bool  # enough records: the calibrated estimate differs from the planned one
    actual: int | None = None  # typical recorded minutes (geometric mean), if there are any

    @property
    def factor(self) -> float:
        """Calibrated over planned likely minutes; 1 where nothing is known."""
        return self.calibrated.likely / self.planned.likely if self.planned.likely else 1.0


@record
class Calibration:
    """All modules; `sigma`: how people spread about a module's time; `widened`: ranges of authors times this."""

    estimates: Mapping[str, Estimate]
    sigma: float
    widened: float

    def applied(self, module: str, minutes: Minutes) -> Minutes:
        """Minutes of a part of a module, corrected as the module is."""
        known = self.estimates.get(module)
        if known is None or not known.counts or not known.planned.likely:
            return minutes
        share = minutes.likely / known.planned.likely
        return Minutes(*(round(share * value) for value in known.calibrated))


def calibrate(ws: Workspace, actuals: Actuals) -> Calibration:
    """Every module of the catalogue, in its order."""
    least = ws.program.policy.least_actuals
    planned = {module: found.minutes for module, found in ws.modules.items()}
    known = {module: ys for module, ys in actuals.ratios.items() if len(ys) >= least and module in planned}
    sigma = _pooled(list(known.values()))
    taus = {module: tau_of(planned[module]) for module in known}
    widened = _widened(known, taus, sigma)
    estimates = {}
    for module, minutes in planned.items():
        ys = actuals.ratios.get(module, ())
        counts = module in known
        estimates[module] = Estimate(
            module=module,
            planned=minutes,
            calibrated=_posterior(minutes, ys, sigma, widened * taus[module]) if counts else minutes,
            records=len(ys),
            counts=counts,
            actual=round(minutes.likely * math.exp(sum(ys) / len(ys))) if ys else None,
        )
    return Calibration(estimates=estimates, sigma=sigma, widened=widened)


def tau_of(minutes: Minutes) -> float:
    """The prior's spread on the logarithm, from low to high as a central 90 per cent interval."""
    if not 0 < minutes.low < minutes.high:
        return _TAU
    return math.log(minutes.high / minutes.low) / (2 * _Z)


def _pooled(groups: Sequence[Sequence[float]]) -> float:
    """σ: squares about each module's own mean, with four records' worth of what is usual."""
    squares = sum(sum((y - sum(ys) / len(ys)) ** 2 for y in ys) for ys in groups)
    freedom = sum(len(ys) - 1 for ys in groups)
    return math.sqrt((squares + _WEIGHT * _SIGMA**2) / (freedom + _WEIGHT))


def _widened(known: Mapping[str, Sequence[float]], taus: Mapping[str, float], sigma: float) -> float:
    """By how much the authors' ranges are too narrow or too wide, all of them together."""
    excess = [
        max(0.0, (sum(ys) / len(ys)) ** 2 - sigma**2 / len(ys)) / taus[module] ** 2 for module, ys in known.items()
    ]
    return math.sqrt((sum(excess) + _WEIGHT) / (len(excess) + _WEIGHT))


def _posterior(minutes: Minutes, ys: Sequence[float], sigma: float, tau: float) -> Minutes:
    precision = len(ys) / sigma**2 + 1 / tau**2
    middle, spread = sum(ys) / sigma**2 / precision, 1 / math.sqrt(precision)
    low, likely, high = (minutes.likely * math.exp(middle + z * spread) for z in (-_Z, 0.0, _Z))
    return Minutes(round(low), round(likely), round(high))
