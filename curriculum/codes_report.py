"""Codes of what is written down about people, of reports, reminders and the budget (CUR701 to CUR749)."""

from __future__ import annotations

from typing import Final

from curriculum.diagnostics import Code, Severity


def _code(number: int, name: str, severity: Severity, explanation: str) -> Code:
    return Code(f"CUR{number}", name, severity, " ".join(explanation.split()))


E, W, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

# ── writing down evidence and exemptions ────────────────────────────────────────────────────────────────────
BEING_WRITTEN = _code(
    701,
    "being-written",
    E,
    """Somebody else is writing into people/ at this moment. The message says who, and for how long. Wait, then try
    again. The lock goes when that program ends, also when it is killed.""",
)
CANNOT_RECORD = _code(
    702,
    "cannot-record",
    E,
    """A file of people/ cannot be written, or what was written could not be read back as it was meant. Nothing was
    changed.""",
)
INTERRUPTED = _code(
    703,
    "interrupted",
    E,
    """A recording was interrupted, and before it could be finished somebody changed the same file by hand. What was to
    be written lies in people/.writing/. Put the missing rows into the file and delete that folder.""",
)
UNKNOWN_TO_RECORD = _code(
    704,
    "not-in-workspace",
    E,
    """What is to be recorded names a person, module, unit, competency, level or row that does not exist. Nothing was
    written: evidence that counts for nobody is worse than none.""",
)
BAD_RECORD = _code(
    705,
    "bad-record",
    E,
    """What is to be recorded contradicts itself or the calendar: a day that has not come, an end before its beginning,
    a field that is missing. Nothing was written.""",
)
ALREADY_RECORDED = _code(
    706,
    "already-recorded",
    INFO,
    """The same row is there already: same person, day, kind, subject and outcome. It was left out, so that reading one
    list twice changes nothing.""",
)
NO_COLUMN = _code(
    707,
    "no-column",
    E,
    """The file has no column for something that is to be recorded. Add the column to its first line; other rows keep an
    empty cell there.""",
)

# ── audit ───────────────────────────────────────────────────────────────────────────────────────────────────
CHAIN_BROKEN = _code(
    711,
    "chain-broken",
    E,
    """A line of people/ledger.csv does not follow from the one before: a line was changed, removed, added or moved.
    From there on the ledger proves nothing.""",
)
ROW_ALTERED = _code(
    712,
    "row-altered",
    E,
    """A row that was written down is there under the same id, but says something else now. If the change is right,
    `curriculum audit --accept WHY` writes down that you accept it; the change stays on record.""",
)
ROW_REMOVED = _code(
    713,
    "row-removed",
    E,
    """A row that was written down is gone. If that is right, `curriculum audit --accept WHY` writes down that you
    accept it; that it was there stays on record.""",
)
ROW_NOT_SEALED = _code(
    714,
    "row-not-sealed",
    INFO,
    """Rows were written by hand or by another program, so nothing proves that they were not changed since.
    `curriculum audit --seal` takes them into the ledger as they are now.""",
)
HEAD_NOT_FOUND = _code(
    715,
    "head-not-found",
    E,
    """The head that was noted earlier does not stand in the ledger: since then the ledger was cut off or written
    anew.""",
)

# ── budget ──────────────────────────────────────────────────────────────────────────────────────────────────
RATE_UNREACHED = _code(
    721,
    "rate-unreached",
    W,
    """The first rate that fits a person is theirs. A rate without role and workplace fits everybody, so those after it
    are never used.""",
)
DELIVERY_NOT_OFFERED = _code(
    722,
    "delivery-not-offered",
    W,
    "The module says how long it takes when taught in a way that its `delivery` does not name.",
)

# ── reports and reminders ───────────────────────────────────────────────────────────────────────────────────
REPORT_IN_SITE = _code(
    731,
    "report-in-site",
    E,
    """Reports hold personal data, and the folder for them belongs to a website that `curriculum build` made. Nothing
    was written.""",
)
NO_BROWSER = _code(
    732,
    "no-browser",
    W,
    """A PDF is printed by Chromium, and there is none on this machine, or it failed. Install one, or name it in the
    variable CHROMIUM; or open the HTML file and print it.""",
)
NO_ADDRESS = _code(
    733,
    "no-address",
    INFO,
    "The roster has no mail address for the person (column `email`), so their reminder has no recipient.",
)

REPORT_CODES: Final = {code.number: code for code in tuple(globals().values()) if isinstance(code, Code)}
