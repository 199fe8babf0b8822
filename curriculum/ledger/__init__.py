"""The one door to people/evidence.csv and people/exemptions.yaml: append-only, with who and when, provable afterwards.

How to call it, also from imports:

    stamp = Stamp(by="who runs this", at=instant, source="attendance-march.csv")
    written, said = write_down(root, ws, rows, stamp, as_of)

`rows` are `Evidence` and `Exemption` records as `model` has them; `line` and `at` do not matter, and a row of evidence
without an id gets one. All rows are written, or none: any error in `said` means that nothing was changed. Rows that
are there already (the same id, or the same in everything but id and minutes) are left out and named in
`written.known`, so a list may be read twice. It locks, so two imports at once follow each other; it is safe to kill.
"""

from curriculum.ledger.audit import Audit, Proof, accept, audit, seal
from curriculum.ledger.chain import Line, Row, Stamp, content_of, name_of, read_ledger
from curriculum.ledger.write import Written, write_down

__all__ = [
    "Audit",
    "Line",
    "Proof",
    "Row",
    "Stamp",
    "Written",
    "accept",
    "audit",
    "content_of",
    "name_of",
    "read_ledger",
    "seal",
    "write_down",
]
