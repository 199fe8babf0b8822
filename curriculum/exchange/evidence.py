"""What other systems say somebody did → rows of evidence. What counts as done is a rule, and every choice is noted."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import Any, Final, NamedTuple

from curriculum import codes_exchange as codes
from curriculum.diagnostics import Position
from curriculum.exchange.csv_text import read_own
from curriculum.exchange.durations import read_minutes
from curriculum.exchange.imported import Imported
from curriculum.load.spelling import column_name, quoted
from curriculum.model import ROSTER, Evidence, EvidenceKind, Outcome, Workspace
from curriculum.model.mapping import EvidenceMap

_ONLY_SCORES: Final = "nothing says how training ended but scores"
_PASS: Final = "write `pass_score: 60` (per cent) into the map, or `outcomes:` for the words"
LEFT_OUT: Final = "-"
_OUTCOMES: Final = {str(outcome): outcome for outcome in Outcome}
_WORDS: Final = {
    Outcome.PASSED: """passed;pass;successful;completed (achieved pass grade);bestanden;úspěšně;splněno;réussi;ناجح;
        اجتاز;
        نجح;قبول;قبول شده;עבר;עברה;mastered;satisfied;distinction;high distinction;merit;honours;with honours;
        a+;a;a-;b+;b;b-;c+;c;p;hd;ممتاز;جيد جدا;جيد جداً;جيد""",
    Outcome.COMPLETED: """completed;complete;done;finished;yes;true;1;100%;abgeschlossen;dokončeno;terminé;مكتمل;
        مكتملة;أكمل;
        تكميل شده;تکمیل شده;کامل;הושלם;הושלמה;סיים""",
    Outcome.FAILED: """failed;fail;unsuccessful;completed (did not achieve pass grade);nicht bestanden;nesplněno;
        neprospěl;échoué;راسب;رسب;مردود;נכשל;נכשלה;f;fx""",
    Outcome.WITHDRAWN: """withdrawn;withdrew;dropped;cancelled;canceled;no show;no-show;abgemeldet;zrušeno;منسحب;פרש;
        w;wd;wf""",
    Outcome.ATTEMPTED: """attempted;in progress;in-progress;started;incomplete;not completed;not complete;not started;
        no;
        false;0;0%;enrolled;registered;opened;viewed;launched;initialized;nicht abgeschlossen;in bearbeitung;probíhá;
        قيد التنفيذ;غير مكتمل;לא הושלם;בתהליך;در حال انجام;i;inc;ip;audit;deferred""",
}  # fmt: skip
_KNOWN: Final = {" ".join(w.split()): outcome for outcome, words in _WORDS.items() for w in words.split(";")}


class Claim(NamedTuple):
    """A row of a source, in its own words; `on` is read already."""

    person: str
    course: str
    on: dt.date | None
    outcome: str
    at: Position
    duration: str = ""
    score: float | None = None  # per cent
    id: str = ""
    level: str = ""
    valid_until: dt.date | None = None
    email: str = ""
    is_own_word: bool = False


class _Verdict:
    """What a word is worth, where it first stands, and in how many rows."""

    def __init__(
        self,
        outcome: Outcome | None,
        at: Position,
        *,
        not_done: str = "",
        word: str = "",
        meaning: str = "",
        unknown: bool = False,
    ) -> None:
        self.outcome, self.at, self.not_done, self.word = outcome, at, not_done, word
        self.meaning, self.unknown, self.rows = meaning, unknown, 0


def _add(found: dict[Any, _Verdict], key: Any, verdict: _Verdict) -> None:
    if key in found:
        found[key].rows += verdict.rows
    else:
        found[key] = _Verdict(verdict.outcome, verdict.at)
        found[key].rows = verdict.rows


class EvidenceTaker:
    """Claims → evidence in `rows`. Unknown people and courses, and what does not count, are noted and left out."""

    def __init__(self, root: Path, ws: Workspace, said: EvidenceMap, as_of: dt.date, into: Imported) -> None:
        self._root, self._said, self._as_of, self._into = root, said, as_of, into
        self.rows: list[Evidence] = []
        self._rule = {column_name(k): str(v[0]) for k, v in said.outcomes.items()}
        self._left: dict[str, tuple[str, Position, int]] = {}
        self._verdicts: dict[tuple[str, bool, float | None], _Verdict] = {}
        self._kind = EvidenceKind.SELF_ASSESSMENT if said.self_reported else EvidenceKind.COMPLETION
        self._modules = _module_words(ws, said)
        self._people = _people_words(root, ws, said)
        self._ids = {id: str(id) for id in (*(person.id for person in ws.people), *ws.merged)}
        self._said_people: set[str] = set()
        self._hashes: dict[str, str] | None = None
        self._said_modules: Counter[str] = Counter()

    def mail_of(self, sha1: str) -> str:
        """The address behind an `mbox_sha1sum` (xAPI 1.0.3, 2.4.2.3), if somebody of the roster has it."""
        if self._hashes is None:
            words = {cells.get("email", "") for cells in read_own(self._root / ROSTER, "id")[1].values()}
            self._hashes = {
                hashlib.sha1(f"mailto:{w}".encode(), usedforsecurity=False).hexdigest(): w for w in words if w
            }
        return self._hashes.get(sha1, "")

    def knows_outcome(self, word: str) -> bool:
        """Whether a word says how training ended, by the rule or by its usual meaning."""
        folded = " ".join(word.casefold().split())
        return _key(word) in self._rule or folded in _KNOWN

    def take(self, claim: Claim) -> None:
        """Takes one claim."""
        verdict = self._verdict(claim)
        outcome = verdict.outcome
        if outcome is None:
            return
        person = self._ids.get(claim.person) or self._person(claim)
        course = self._course(claim)
        if person is None or course is None:
            return
        if claim.on is None:
            if outcome in (Outcome.PASSED, Outcome.COMPLETED):
                self._count_row("done, but no day says when", claim.at)
            return
        if claim.on > self._as_of:
            self._count_row(f"days that have not come yet, such as {claim.on}", claim.at, "days")
            return
        module, _, unit = course.partition("/")
        ends = claim.valid_until if claim.valid_until and claim.valid_until >= claim.on else None
        self.rows.append(
            Evidence(
                person=person,
                on=claim.on,
                kind=EvidenceKind.SELF_ASSESSMENT if claim.is_own_word else self._kind,
                module=_same(module),
                unit=unit or None,
                outcome=outcome,
                valid_until=ends,
                minutes=read_minutes(claim.duration) if claim.duration else None,
                id=claim.id or None,
            )
        )

    def _count_row(self, words: str, at: Position, key: str = "") -> None:
        """Rows that are left out for one reason are counted, and named at the first of them."""
        _, _, count = self._left.setdefault(key or words, (words, at, 0))
        self._left[key or words] = (*self._left[key or words][:2], count + 1)

    def _verdict(self, claim: Claim) -> _Verdict:
        """What the word of a claim is worth. Millions of rows hold few different words."""
        is_by_score = not claim.outcome and claim.score is not None
        key = (claim.outcome, claim.on is None, claim.score if is_by_score else None)
        verdict = self._verdicts.get(key)
        if verdict is None:
            verdict = self._verdicts[key] = self._judged(claim)
        verdict.rows += 1
        return verdict

    def _judged(self, claim: Claim) -> _Verdict:
        word = _folded(claim.outcome)
        said = self._rule.get(_key(word))
        if said == LEFT_OUT:
            return _Verdict(None, claim.at, not_done=f"'{claim.outcome}'")
        if said is None and not word and claim.score is not None and self._said.pass_score is not None:
            said = "passed" if claim.score >= self._said.pass_score else "failed"
        if said is None and not word and claim.on is not None and claim.score is None:
            said = "completed"  # a day in a column of completions
        found = _OUTCOMES.get(said or "") or _KNOWN.get(word)
        if found is None:
            return _Verdict(None, claim.at, unknown=True, word=claim.outcome)
        not_done = str(found) if found in (Outcome.ATTEMPTED, Outcome.WITHDRAWN, Outcome.FAILED) else ""
        taken = "" if said is not None or claim.outcome.casefold() == found else claim.outcome
        kept = None if found is Outcome.ATTEMPTED and claim.on is None else found
        return _Verdict(kept, claim.at, not_done=not_done, word=taken, meaning=str(found))

    def _person(self, claim: Claim) -> str | None:
        for word in (claim.person, claim.email):
            found = word if word in self._ids else self._people.get(_key(word), "")
            if found:
                return found
        word = claim.person or claim.email
        if word not in self._said_people:
            self._said_people.add(word)
            hint = "import the roster first, or write `people: {their word: our id}` into the map"
            is_id = bool(word) and not re.search(r"[\s@]", word)  # names and addresses stay out of messages
            shown = quoted(word) if is_id else "the row's person"
            self._into.note(codes.PERSON_UNKNOWN, claim.at, f"{shown} is nobody of the roster; left out", hint)
        return None

    def _course(self, claim: Claim) -> str | None:
        word = _key(claim.course)
        found = self._modules.get(word)
        if found is None and "://" in word:
            found = self._modules.get(word.rstrip("/").rpartition("/")[2])
        if found == LEFT_OUT:
            return None
        if found is None:
            self._said_modules[claim.course] += 1
            if self._said_modules[claim.course] == 1:
                hint = f'write `modules: {{"{claim.course}": …}}` into the map; `-` leaves it out'
                self._into.note(
                    codes.TRAINING_UNKNOWN, claim.at, f"{quoted(claim.course)} is no module; left out", hint
                )
        return found

    def finish(self) -> None:
        """Notes what words were taken as what; words without a rule stop the import."""
        taken: dict[tuple[str, str], _Verdict] = {}
        not_done: dict[str, _Verdict] = {}
        unknown: dict[str, _Verdict] = {}
        for verdict in self._verdicts.values():
            if verdict.unknown:
                _add(unknown, verdict.word, verdict)
                continue
            if verdict.word:
                _add(taken, (verdict.word, verdict.meaning), verdict)
            if verdict.not_done:
                _add(not_done, verdict.not_done, verdict)
        for (word, meaning), verdict in taken.items():
            hint = f"another rule: `outcomes: {{{word}: …}}` in the map"
            self._into.mapped(verdict.at, f"'{word}' counts as {meaning} ({_rows(verdict.rows)})", hint)
        for word, verdict in unknown.items():
            said = f"nothing says what {quoted(word)} means ({_rows(verdict.rows)})" if word else _ONLY_SCORES
            hint = f"write `outcomes: {{{word}: completed}}` into the map, or `-` to leave it out" if word else _PASS
            self._into.note(codes.NO_DONE_RULE, verdict.at, said, hint)
        for words, at, count in self._left.values():
            advice = "`columns: {on: …}`, or `days:` for the words of terms, in the map" if "no day" in words else None
            self._into.note(codes.DATE_UNCLEAR, at, f"{_rows(count)}: {words}; left out", advice)
        for what, verdict in not_done.items():
            self._into.note(codes.NOT_DONE, verdict.at, f"{_rows(verdict.rows)} not counted as done: {what}")
        self._into.took["rows of evidence"] += len(self.rows)


def _rows(count: int) -> str:
    return f"{count:,} row{'s' if count != 1 else ''}"


_same = functools.lru_cache(maxsize=10_000)(str)  # one text for the same module in a million rows
_key = functools.lru_cache(maxsize=200_000)(column_name)  # a million rows hold few different words


@functools.lru_cache(maxsize=10_000)
def _folded(word: str) -> str:
    return " ".join(word.casefold().split())


def _sha1(mail: str) -> str:
    return hashlib.sha1(f"mailto:{mail}".encode(), usedforsecurity=False).hexdigest()


def _module_words(ws: Workspace, said: EvidenceMap) -> dict[str, str]:
    """Every word that stands for a module: what the map says, ids, `module/unit`, titles that only one has."""
    titles: dict[str, set[str]] = {}
    for id, module in ws.modules.items():
        for title in module.title.words.values():
            titles.setdefault(column_name(title), set()).add(id)
    found = {title: next(iter(ids)) for title, ids in titles.items() if len(ids) == 1}
    found |= {column_name(id): id for id in ws.modules}
    found |= {
        column_name(f"{id}/{unit.id}"): f"{id}/{unit.id}" for id, module in ws.modules.items() for unit in module.units
    }
    for word, values in said.modules.items():
        found[column_name(word)] = str(values[0])
    return found


def _people_words(root: Path, ws: Workspace, said: EvidenceMap) -> dict[str, str]:
    """Addresses and names that only one person has, and what the map says."""
    words: dict[str, set[str]] = {}
    _, rows = read_own(root / ROSTER, "id")
    for id, cells in rows.items():
        for column in ("email", "name"):
            if key := column_name(cells.get(column, "")):
                words.setdefault(key, set()).add(id)
    found = {word: next(iter(ids)) for word, ids in words.items() if len(ids) == 1}
    found |= {column_name(id): id for id in rows}
    return found | {column_name(word): str(values[0]) for word, values in said.people.items()}
