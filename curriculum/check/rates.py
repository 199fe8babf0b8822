"""Rates name roles and workplaces that exist; a module's minutes are of deliveries that it offers."""

from __future__ import annotations

from typing import Final

from curriculum import codes_report as codes
from curriculum.check import known
from curriculum.check.known import Check, Found
from curriculum.diagnostics import Diagnostic
from curriculum.model import Workspace


def unknown_in_rates(ws: Workspace) -> Found:
    """A rate for a role or workplace that does not exist would fit nobody."""
    roles, workplaces = known.roles(ws), known.workplaces(ws)
    for rate in ws.program.rates.learners if ws.program.rates else ():
        yield from roles.unknown(rate.role, rate.at)
        yield from workplaces.unknown(rate.workplace, rate.at)


def unreached_rates(ws: Workspace) -> Found:
    """A rate behind one that fits everybody is nobody's."""
    rates = ws.program.rates.learners if ws.program.rates else ()
    for number, rate in enumerate(rates[:-1]):
        if rate.role is None and rate.workplace is None:
            message = "every rate after this one fits nobody, since this one fits everybody"
            yield Diagnostic.of(codes.RATE_UNREACHED, rates[number + 1].at, message, "move the general rate to the end")
            return


def minutes_of_other_deliveries(ws: Workspace) -> Found:
    """Minutes for a delivery that the module does not offer."""
    for module in ws.modules.values():
        for how in module.minutes_by_delivery:
            if how not in module.delivery:
                message = f"module '{module.id}' has minutes for '{how}', which it does not offer"
                yield Diagnostic.of(
                    codes.DELIVERY_NOT_OFFERED, module.at, message, "add it to `delivery`, or remove it"
                )


RULES: Final[tuple[Check, ...]] = (unknown_in_rates, unreached_rates, minutes_of_other_deliveries)
