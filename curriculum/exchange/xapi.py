"""xAPI 1.0.3 statements (also those of cmi5) → evidence: voided, repeated, failed ones, groups, durations."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.dates import Unclear, read_day
from curriculum.exchange.evidence import Claim, EvidenceTaker
from curriculum.exchange.foreign import is_file, opened_text, read_json
from curriculum.exchange.imported import Imported
from curriculum.exchange.json_stream import each_item
from curriculum.exchange.learning_record import import_record, is_record
from curriculum.load.spelling import column_name
from curriculum.load.tables import LONGEST_LINE
from curriculum.model import Outcome, Workspace
from curriculum.model.mapping import EvidenceMap

_LARGE: Final = 20_000_000  # bytes: what is larger is read in pieces
VOIDED: Final = "http://adlnet.gov/expapi/verbs/voided"
_DONE: Final = {  # `satisfied` is said by an LMS of a whole cmi5 course
    "passed": "passed", "mastered": "passed", "completed": "completed", "satisfied": "completed", "failed": "failed",
}  # fmt: skip


def import_xapi(source: Path, ws: Workspace, said: EvidenceMap, taker: EvidenceTaker, into: Imported) -> None:
    """A list of statements, a `StatementResult`, one statement, or one statement a line."""
    voided: dict[str, tuple[dt.date | None, Position]] = {}
    for statement, at in _statements(source, None, Imported(source)):  # first, since a voiding may come before or after
        if _verb(statement) == VOIDED and isinstance(statement.get("object"), dict):
            voided[str(statement["object"].get("id"))] = _day(statement), at
    reader = _Reader(said, taker, into, voided)
    for statement, at in _statements(source, taker, into):
        reader.take(statement, at)
    reader.finish()
    known = {row.id: row for row in ws.evidence if row.id}
    undone = {row.voids for row in ws.evidence if row.voids}
    for id, (day, at) in voided.items():
        if id in known and id not in undone:
            old = known[id]
            on = max(day or old.on, old.on)
            taker.rows.append(
                old._replace(on=on, outcome=Outcome.VOIDED, voids=id, id=None, minutes=None, valid_until=None)
            )
            into.note(codes.NOT_DONE, at, f"'{id}' was taken back after it was imported; a row that voids it is added")


def _statements(source: Path, taker: EvidenceTaker | None, into: Imported) -> Iterator[tuple[dict[str, Any], Position]]:
    """With the number of each as its line, or its line in a file with one statement a line."""
    if source.suffix.lower() in (".jsonl", ".ndjson"):
        yield from _lines(source, into)
        return
    if is_file(source, into) and source.stat().st_size > _LARGE:
        for number, statement in each_item(source, "statements", into):
            yield from _sound(statement, number, source, into)
        return
    data = read_json(source, into)
    if is_record(data):
        if taker is not None:
            import_record(source, data, taker, into)
        return
    if isinstance(data, dict) and isinstance(data.get("statements"), list):
        data = data["statements"]
    found = data if isinstance(data, list) else [data] if isinstance(data, dict) else []
    for number, statement in enumerate(found, 1):
        yield from _sound(statement, number, source, into)
    if data is not None and not found:
        into.note(codes.SOURCE_UNREADABLE, Position(str(source)), "holds no statements")


def _sound(statement: Any, number: int, source: Path, into: Imported) -> Iterator[tuple[dict[str, Any], Position]]:
    at = Position(str(source), number)
    if isinstance(statement, dict) and "actor" in statement and "verb" in statement:
        yield statement, at
    else:
        into.left_out(at, f"number {number} is no statement: it has no actor or verb")


def _lines(source: Path, into: Imported) -> Iterator[tuple[dict[str, Any], Position]]:
    """One statement a line, read line by line: such files have no end."""
    with opened_text(source, "utf-8-sig", into) as stream:
        number = 0
        while stream is not None and (line := stream.readline(LONGEST_LINE)):
            number += 1
            at = Position(str(source), number)
            if len(line) == LONGEST_LINE:
                into.note(codes.SOURCE_TOO_LARGE, at, f"a line of more than {LONGEST_LINE:,} characters")
                return
            if line.strip():
                yield from _parsed(line, at, into)


def _parsed(line: str, at: Position, into: Imported) -> Iterator[tuple[dict[str, Any], Position]]:
    try:
        statement = json.loads(line)
    except (ValueError, RecursionError):
        into.left_out(at, "the line is no JSON")
        return
    if isinstance(statement, dict) and "actor" in statement and "verb" in statement:
        yield statement, at
    else:
        into.left_out(at, "the line is no statement: it has no actor or verb")


def _verb(statement: dict[str, Any]) -> str:
    verb = statement.get("verb")
    return str(verb.get("id", "")) if isinstance(verb, dict) else ""


def _day(statement: dict[str, Any]) -> dt.date | None:
    try:
        return read_day(str(statement.get("timestamp") or statement.get("stored") or ""), None)
    except Unclear:
        return None


def _digest(statement: dict[str, Any]) -> bytes:
    """What tells two statements apart; there may be millions."""
    return hashlib.blake2b(json.dumps(statement, sort_keys=True).encode(), digest_size=16).digest()


class _Reader:
    """Takes statements one by one."""

    def __init__(self, said: EvidenceMap, taker: EvidenceTaker, into: Imported, voided: dict[str, Any]) -> None:
        self._taker, self._into, self._voided = taker, into, voided
        self._rule = {column_name(key): str(values[0]) for key, values in said.outcomes.items()}
        self._seen: dict[str, bytes] = {}
        self._verbs: dict[str, tuple[Position, int]] = {}

    def take(self, statement: dict[str, Any], at: Position) -> None:
        """One statement."""
        id = str(statement.get("id") or "")
        if _verb(statement) == VOIDED:
            return
        if id in self._voided:
            self._into.note(codes.NOT_DONE, at, f"statement '{id}' was voided; left out")
            return
        if id and id in self._seen:
            is_same = self._seen[id] == _digest(statement)
            code = codes.IDENTICAL_ROW if is_same else codes.SAME_ID
            self._into.note(
                code, at, f"statement '{id}' again{'' if is_same else ', saying something else'}; taken once"
            )
            return
        if id:
            self._seen[id] = _digest(statement)
        target = statement.get("object")
        kind = target.get("objectType", "Activity") if isinstance(target, dict) else ""
        if kind != "Activity":
            self._into.left_out(at, f"its object is no activity ({kind or 'nothing'})")
            return
        outcome = self._outcome(statement, at)
        if outcome is None:
            return
        for number, (person, email) in enumerate(self._actors(statement["actor"], at)):
            self._taker.take(self._claim(statement, at, (outcome, person, email, number)))

    def _claim(self, statement: dict[str, Any], at: Position, who: tuple[str, str, str, int]) -> Claim:
        outcome, person, email, number = who
        result = statement.get("result") if isinstance(statement.get("result"), dict) else {}
        score = result.get("score") if isinstance(result, dict) else None
        scaled = score.get("scaled") if isinstance(score, dict) else None
        id = str(statement.get("id") or "")
        return Claim(
            person=person,
            course=str(statement["object"].get("id", "")),
            on=_day(statement),
            outcome=outcome,
            at=at,
            duration=str(result.get("duration") or "") if isinstance(result, dict) else "",
            score=float(scaled) * 100 if isinstance(scaled, (int, float)) else None,
            id=f"{id}-{number}" if id and number else id,
            email=email,
        )

    def _outcome(self, statement: dict[str, Any], at: Position) -> str | None:
        """The verb decides, by the map or by its meaning; a result that says otherwise outweighs `completed`."""
        verb = _verb(statement)
        word = verb.rstrip("/").rpartition("/")[2].rpartition("#")[2].casefold()
        said = self._rule.get(column_name(verb)) or self._rule.get(column_name(word)) or _DONE.get(word)
        if said is None or said == "-":
            first, count = self._verbs.get(word, (at, 0))
            self._verbs[word] = first, count + 1
            return None
        result = statement.get("result")
        if isinstance(result, dict) and said in ("completed", "passed"):
            if result.get("success") is False:
                return "failed"
            if result.get("completion") is False:
                return "attempted"
        return said

    def finish(self) -> None:
        """Notes each verb that does not count, once."""
        for word, (at, count) in self._verbs.items():
            hint = f"if it counts: `outcomes: {{{word}: completed}}` in the map"
            many = f" ({count:,} statements)" if count > 1 else ""
            self._into.note(codes.NOT_DONE, at, f"the verb '{word}' does not say that it is done{many}", hint)

    def _actors(self, actor: Any, at: Position) -> Iterator[tuple[str, str]]:
        """A person's account and address. A group stands for the members that it names."""
        if not isinstance(actor, dict):
            self._into.left_out(at, "the actor is nobody")
            return
        members = actor.get("member")
        if actor.get("objectType") == "Group":
            named = [m for m in members if isinstance(m, dict)] if isinstance(members, list) else []
            if named:
                self._into.mapped(at, f"a group: taken for each of the {len(named)} members that it names")
            else:
                self._into.left_out(at, "a group that names no members")
            for member in named:
                yield self._taker_words(member)
            return
        yield self._taker_words(actor)

    def _taker_words(self, agent: dict[str, Any]) -> tuple[str, str]:
        account = agent.get("account")
        name = str(account.get("name", "")) if isinstance(account, dict) else ""
        mail = str(agent.get("mbox") or "").removeprefix("mailto:")
        if not mail and agent.get("mbox_sha1sum"):
            mail = self._taker.mail_of(str(agent["mbox_sha1sum"]).lower())
        return name or mail or str(agent.get("openid") or agent.get("name") or ""), mail
