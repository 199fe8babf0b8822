"""Two answers side by side: people gained, lost and changed, hours, impossible dates, each with its cause (rule 36)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from curriculum.diagnostics import Position
from curriculum.model import (
    Cause,
    Comparison,
    LearningPath,
    Need,
    NeedChange,
    PersonChange,
    PersonNeeds,
    Reason,
    Standing,
)
from curriculum.pipeline import Answer
from curriculum.plan.totals import minutes_by_level


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


def _person(before: Answer, after: Answer, old: PersonNeeds | None, new: PersonNeeds | None) -> PersonChange | None:
    needs = tuple(_needs(before, after, old, new))
    person = (new or old).person.id  # type: ignore[union-attr]
    was, is_ = _to_train(old), _to_train(new)
    minutes = [answer.plan.of(person).minutes.likely for answer in (before, after)]
    if not needs and minutes[0] == minutes[1]:
        return None
    kind = "changed" if was == is_ else "gained" if is_ else "lost"
    return PersonChange(person=person, kind=kind, minutes_before=minutes[0], minutes_after=minutes[1], needs=needs)


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
    """Coming and going first; else the reasons that only one side has; else the time that passed."""
    moved = _came_or_went(before, after, old[0], new[0])
    if moved is not None:
        yield moved
        return
    a, b = _said(old[1]), _said(new[1])
    lasting = {r.at for r in a.values()} & {r.at for r in b.values()} if before.as_of != after.as_of else set()
    only_new = [reason for said, reason in b.items() if said not in a and reason.at not in lasting]
    only_old = [reason for said, reason in a.items() if said not in b and reason.at not in lasting]
    yield from (Cause(reason.because, reason.at) for reason in only_new)
    yield from (Cause(reason.because, reason.at, gone=True) for reason in only_old)
    if not only_new and not only_old:
        yield _passing(before, after, new[1] or old[1])


def _came_or_went(before: Answer, after: Answer, old: PersonNeeds | None, new: PersonNeeds | None) -> Cause | None:
    """Somebody who is at work on one side only: their line in the roster is the cause of everything."""
    was, is_ = _is_there(old), _is_there(new)
    if was == is_:
        return None
    if new is not None and is_:
        how = "new on the roster" if old is None else f"at work again or for the first time by {after.as_of}"
        return Cause(how, new.person.at())
    if new is None:
        return Cause("no more on the roster", old.person.at(), gone=True) if old is not None else None
    return Cause(f"{new.standing} by {after.as_of}", new.person.at())


def _is_there(found: PersonNeeds | None) -> bool:
    return found is not None and found.standing not in (Standing.LEFT, Standing.JOINS_LATER)


def _passing(before: Answer, after: Answer, need: Need | None) -> Cause:
    """Nothing that is written differs: a date has come, or something that is no reason of any one need."""
    if before.as_of == after.as_of:
        return Cause("the programme's levels or policy changed", Position("program.yaml"))
    if need is not None and need.due is not None:
        return Cause(f"time passed; due {need.due.on}: {need.due.because}", need.due.at)
    reasons = need.evidence or need.reasons if need is not None else ()
    at = reasons[0].at if reasons else Position("program.yaml")
    return Cause(f"time passed, from {before.as_of} to {after.as_of}", at)


def _said(need: Need | None) -> dict[str, Reason]:
    """Everything that bears on the need, by its words: a line that only moved is no cause."""
    if need is None:
        return {}
    said = {reason.because: reason for reason in (*need.reasons, *need.evidence)}
    if need.due is not None:
        said[need.due.because] = Reason("date", f"due {need.due.on}: {need.due.because}", need.due.at)
    return said
