"""Two answers side by side: people gained, lost and changed, hours, impossible dates, each with its cause (rule 36)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from curriculum.diagnostics import Position
from curriculum.model import LearningPath, Need, PersonNeeds, Reason, record
from curriculum.pipeline import Answer
from curriculum.plan.totals import minutes_by_level


@record
class Cause:
    """Why a need differs: in words, with the line of the side that says so (`added` or `gone`)."""

    because: str
    at: Position
    gone: bool = False


@record
class NeedChange:
    """One need of one person on both sides; None where there was or is none. `causes` is never empty."""

    of: str
    before: Need | None
    after: Need | None
    causes: tuple[Cause, ...]


@record
class PersonChange:
    """A person whose training differs. `kind`: gained (needs training now), lost (no more), changed."""

    person: str
    kind: str
    minutes_before: int
    minutes_after: int
    needs: tuple[NeedChange, ...]


@record
class Comparison:
    """Everything that differs between two answers, people in roster order."""

    before_on: dt.date
    after_on: dt.date
    levels: tuple[str, ...]
    people: tuple[PersonChange, ...]
    minutes_before: tuple[int, ...]  # likely minutes of everybody, by level
    minutes_after: tuple[int, ...]
    impossible: tuple[str, ...]  # findings CUR401 that are new

    def of_kind(self, kind: str) -> tuple[PersonChange, ...]:
        """The people gained, lost or changed."""
        return tuple(change for change in self.people if change.kind == kind)


def compare(before: Answer, after: Answer) -> Comparison:
    """What became different. Levels are those of the later side."""
    old = {found.person.id: found for found in before.people}
    new = {found.person.id: found for found in after.people}
    changes = [
        change
        for person in dict.fromkeys((*new, *old))
        if (change := _person(before, after, old.get(person), new.get(person))) is not None
    ]
    levels = tuple(str(level.id) for level in after.workspace.program.levels)
    return Comparison(
        before_on=before.as_of,
        after_on=after.as_of,
        levels=levels,
        people=tuple(changes),
        minutes_before=_minutes(before.plan.paths, len(levels)),
        minutes_after=_minutes(after.plan.paths, len(levels)),
        impossible=_newly_impossible(before, after),
    )


def _minutes(paths: Mapping[str, LearningPath], levels: int) -> tuple[int, ...]:
    each = [minutes_by_level(path, levels) for path in paths.values()]
    return tuple(sum(minutes[n] for minutes in each) for n in range(levels))


def _newly_impossible(before: Answer, after: Answer) -> tuple[str, ...]:
    def late(answer: Answer) -> dict[str, str]:
        return {p: f"{path.late.because}; {path.late.hint}" for p, path in answer.plan.paths.items() if path.late}

    was = late(before)
    return tuple(said for person, said in late(after).items() if person not in was)


def _person(
    before: Answer, after: Answer, old: PersonNeeds | None, new: PersonNeeds | None
) -> PersonChange | None:
    needs = tuple(_needs(before, after, old, new))
    person = (new or old).person.id  # type: ignore[union-attr]
    was, is_ = _to_train(old), _to_train(new)
    minutes = [answer.plan.of(person).minutes.likely for answer in (before, after)]
    if not needs and minutes[0] == minutes[1]:
        return None
    kind = "changed" if was == is_ else "gained" if is_ else "lost"
    return PersonChange(
        person=person, kind=kind, minutes_before=minutes[0], minutes_after=minutes[1], needs=needs
    )


def _to_train(found: PersonNeeds | None) -> bool:
    return found is not None and any(need.status.is_open for need in found.needs)


def _needs(before: Answer, after: Answer, old: PersonNeeds | None, new: PersonNeeds | None) -> Iterator[NeedChange]:
    was = {need.of: need for need in old.needs} if old else {}
    is_ = {need.of: need for need in new.needs} if new else {}
    for of in dict.fromkeys((*is_, *was)):
        a, b = was.get(of), is_.get(of)
        if _shape(a) != _shape(b):
            causes = tuple(_causes(before, after, (old, a), (new, b)))
            yield NeedChange(of=of, before=a, after=b, causes=causes)


def _shape(need: Need | None) -> object:
    """What a change is about: not the words, nor the places, of the reasons."""
    if need is None:
        return None
    return need.required, need.held, need.status, need.optional, need.due.on if need.due else None


_Side = tuple[PersonNeeds | None, Need | None]


def _causes(before: Answer, after: Answer, old: _Side, new: _Side) -> Iterator[Cause]:
    """Reasons and evidence that only one side has; else the date; else the time that passed."""
    a, b = _said(old), _said(new)
    only_new = [reason for said, reason in b.items() if said not in a]
    only_old = [reason for said, reason in a.items() if said not in b]
    yield from (Cause(because=reason.because, at=reason.at) for reason in only_new)
    yield from (Cause(because=reason.because, at=reason.at, gone=True) for reason in only_old)
    if only_new or only_old:
        return
    found = new[0] or old[0]
    at = found.person.at() if found is not None else Position("")
    if before.as_of != after.as_of:
        yield Cause(because=f"time passed, from {before.as_of} to {after.as_of}", at=at)
    else:
        yield Cause(because="the programme's levels or policy changed", at=Position("program.yaml"))


def _said(side: _Side) -> dict[str, Reason]:
    """Everything that bears on the need, by its words: a line that only moved is no cause."""
    found, need = side
    reasons: Sequence[Reason] = (*need.reasons, *need.evidence) if need is not None else ()
    said = {reason.because: reason for reason in reasons}
    if need is not None and need.due is not None:
        said[need.due.because] = Reason("date", f"due {need.due.on}: {need.due.because}", need.due.at)
    if found is not None and need is None:
        away = f"{found.person.id} is '{found.standing}'"
        said[away] = Reason("roster", away, found.person.at())
    return said
