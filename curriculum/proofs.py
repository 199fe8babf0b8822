"""What an auditor asks for: who was trained in what, when, on which evidence, and which rule asked for it then."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from curriculum.ledger import Audit, Proof
from curriculum.model import Evidence, PersonNeeds, Workspace
from curriculum.needs import find_needs

RulesOn = Callable[[dt.date], Workspace | None]  # the workspace whose rules are asked about a day; None: not known

COLUMNS = (
    "person", "module", "competency", "level", "version", "on", "valid_until", "kind", "outcome", "minutes",
    "evidence", "voids", "recorded_at", "recorded_by", "source", "proof", "chain", "rule",
)  # fmt: skip


def proof_rows(ws: Workspace, found: Audit, rules_on: RulesOn) -> list[dict[str, Any]]:
    """One row for each piece of evidence, in order of the file; the same names in CSV and JSON."""
    proofs = [(proof, proof.row) for proof in found.proofs if isinstance(proof.row, Evidence)]
    rules = dict(_rules(ws, [row for _, row in proofs], rules_on))
    return [_cells(ws, proof, row) | {"rule": rules.get((row.person, row.on, row.line), "")} for proof, row in proofs]


def _cells(ws: Workspace, proof: Proof, row: Evidence) -> dict[str, Any]:
    line = proof.line
    return {
        "person": row.person,
        "module": row.module,
        "competency": row.competency,
        "level": row.level,
        "version": row.version or _version(ws, row.module, row.on),
        "on": row.on.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "kind": str(row.kind),
        "outcome": str(row.outcome),
        "minutes": row.minutes,
        "evidence": row.id,
        "voids": row.voids,
        "recorded_at": line.at if line and line.what == "recorded" else None,
        "recorded_by": line.by if line and line.what == "recorded" else None,
        "source": line.source if line else None,
        "proof": f"{line.what} {line.at[:10]}" if line else "not sealed",
        "chain": line.chain if line else None,
    }


def _version(ws: Workspace, module: str | None, on: dt.date) -> int | None:
    """The version in force on the day, which a row without a version has (rule 19)."""
    known = ws.modules.get(module or "")
    if known is None:
        return None
    later = [change.version for change in known.changes if change.from_on > on]
    return min(later) - 1 if later else known.version


def _rules(
    ws: Workspace, rows: Sequence[Evidence], rules_on: RulesOn
) -> Iterator[tuple[tuple[str, dt.date, int], str]]:
    """What asked for the training on its day, with the line that said so; asked day by day of those people only."""
    by_day: Mapping[dt.date, list[Evidence]] = defaultdict(list)
    for row in rows:
        by_day[row.on].append(row)
    for day, of_day in sorted(by_day.items()):
        then = rules_on(day)
        if then is None:
            continue
        wanted = {then.kept_id(row.person) for row in of_day}
        people = tuple(person for person in then.people if then.kept_id(person.id) in wanted)
        narrow = dataclasses.replace(then, people=people, evidence=(), exemptions=(), accounts=None)
        needs = {found.person.id: found for found in find_needs(narrow, day)[0]}
        for row in of_day:
            yield (row.person, row.on, row.line), _rule(then, needs.get(then.kept_id(row.person)), row)


def _rule(ws: Workspace, found: PersonNeeds | None, row: Evidence) -> str:
    module = ws.modules.get(row.module or "")
    about = {row.competency, row.module, *(str(t.competency) for t in (module.teaches if module else ()))}
    needs = [need for need in (found.needs if found else ()) if need.of in about]
    said = dict.fromkeys(f"{reason.because} ({reason.at})" for need in needs for reason in need.reasons)
    return "; ".join(said) if said else "nothing asked for it on that day"
