"""A comparison as text, as Markdown fit for a pull request, and as JSON. People are named by id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from curriculum.model import Cause, Comparison, Need, NeedChange, PersonChange

_HEADS = {"gained": "training now needed", "lost": "no training needed any more", "changed": "other training or dates"}
SHOWN = 20  # people named per cause, lines per list; the JSON has all


def hours(minutes: int) -> str:
    """Minutes as hours with a sign: `+3.5 h`."""
    return f"{minutes / 60:+.1f} h"


def as_lines(found: Comparison) -> Iterator[str]:
    """For the terminal: one line of totals, then the causes with whom they touch, then the people."""
    yield headline(found)
    if not found.people:
        return
    yield ""
    yield "by cause:"
    for cause, people, minutes in by_cause(found):
        yield f"  {'no more: ' if cause.gone else ''}{cause.because}  ({cause.at})"
        yield f"    {_people(len(people))}, {hours(minutes)}: {_some(people)}"
    for kind, said in _HEADS.items():
        changes = found.of_kind(kind)
        if changes:
            yield ""
            yield f"{said}, {_people(len(changes))}:"
            for change in changes:
                yield f"  {change.person}  {hours(change.minutes_after - change.minutes_before)}"
                yield from (f"    {_need_line(need, found.levels)}" for need in change.needs)
    if found.impossible:
        yield ""
        yield "dates that became impossible:"
        yield from (f"  {said}" for said in found.impossible)


def headline(found: Comparison) -> str:
    """What differs, in one sentence."""
    counts = [f"{said}: {_people(len(found.of_kind(kind)))}" for kind, said in _HEADS.items() if found.of_kind(kind)]
    if not counts:
        return "nothing differs"
    total = sum(found.minutes_after) - sum(found.minutes_before)
    by_level = ", ".join(
        f"{level} {hours(after - before)}"
        for level, before, after in zip(found.levels, found.minutes_before, found.minutes_after, strict=True)
        if before != after
    )
    late = len(found.impossible)
    impossible = f"; due dates that became impossible: {late}" if late else ""
    return f"{', '.join(counts)}; {hours(total)} of training{f' ({by_level})' if by_level else ''}{impossible}"


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def by_cause(found: Comparison) -> list[tuple[Cause, list[str], int]]:
    """Each cause once, with the people it touches and what their hours change by; most people first."""
    touched: dict[Cause, dict[str, int]] = {}
    for change in found.people:
        for need in change.needs:
            for cause in need.causes:
                touched.setdefault(cause, {})[change.person] = change.minutes_after - change.minutes_before
    listed = [(cause, list(people), sum(people.values())) for cause, people in touched.items()]
    return sorted(listed, key=lambda entry: (-len(entry[1]), entry[0].at, entry[0].because))


def _need_line(change: NeedChange, levels: Sequence[str]) -> str:
    return f"{change.of}: {_state(change.before, levels)} → {_state(change.after, levels)}"


def _state(need: Need | None, levels: Sequence[str]) -> str:
    if need is None:
        return "not needed"
    level = f" {levels[need.required - 1]}" if need.competency and need.required <= len(levels) else ""
    due = f", due {need.due.on}" if need.due else ""
    return f"{need.status}{level}{due}"


def _some(people: Sequence[str]) -> str:
    more = f" and {len(people) - SHOWN} more" if len(people) > SHOWN else ""
    return ", ".join(people[:SHOWN]) + more


def as_markdown(found: Comparison) -> str:
    """A comment for a pull request: the sentence, a table of causes, the people folded away."""
    lines = ["### What this changes for the people", "", f"**{headline(found)}**"]
    if found.people:
        lines += ["", "| cause | people | hours |", "|---|---:|---:|"]
        for cause, people, minutes in by_cause(found)[:SHOWN]:
            gone = "no more: " if cause.gone else ""
            lines.append(f"| {_cell(gone + cause.because)} (`{cause.at}`) | {len(people)} | {hours(minutes)} |")
        for kind, said in _HEADS.items():
            lines += _folded(found.of_kind(kind), said, found.levels)
    if found.impossible:
        lines += ["", "**Dates that became impossible**", "", *(f"- {_cell(said)}" for said in found.impossible)]
    return "\n".join(lines) + "\n"


def _folded(changes: Sequence[PersonChange], said: str, levels: Sequence[str]) -> list[str]:
    if not changes:
        return []
    lines = ["", f"<details><summary>{said}: {_people(len(changes))}</summary>", ""]
    for change in changes[: SHOWN * 10]:
        needs = "; ".join(_need_line(need, levels) for need in change.needs)
        lines.append(f"- `{change.person}` {hours(change.minutes_after - change.minutes_before)}: {_cell(needs)}")
    if len(changes) > SHOWN * 10:
        lines.append(f"- and {len(changes) - SHOWN * 10} more")
    return [*lines, "", "</details>"]


_MARKDOWN = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|#"})


def _cell(text: str) -> str:
    """Somebody's words inside Markdown: shown as they are, never as markup."""
    return " ".join(text.split()).translate(_MARKDOWN)


def as_json(found: Comparison) -> dict[str, Any]:
    """Everything, nothing shortened."""
    return {
        "version": 1,
        "before_on": found.before_on.isoformat(),
        "after_on": found.after_on.isoformat(),
        "minutes_before": dict(zip(found.levels, found.minutes_before, strict=True)),
        "minutes_after": dict(zip(found.levels, found.minutes_after, strict=True)),
        "impossible": list(found.impossible),
        "people": [
            {
                "person": change.person,
                "kind": change.kind,
                "minutes_before": change.minutes_before,
                "minutes_after": change.minutes_after,
                "needs": [_need_as_json(need, found.levels) for need in change.needs],
            }
            for change in found.people
        ],
    }


def _need_as_json(change: NeedChange, levels: Sequence[str]) -> dict[str, Any]:
    return {
        "of": change.of,
        "before": _side(change.before, levels),
        "after": _side(change.after, levels),
        "causes": [{"because": c.because, "gone": c.gone, **c.at._asdict()} for c in change.causes],
    }


def _side(need: Need | None, levels: Sequence[str]) -> dict[str, Any] | None:
    if need is None:
        return None
    return {
        "status": str(need.status),
        "required": levels[need.required - 1] if need.competency and need.required <= len(levels) else None,
        "held": levels[need.held - 1] if need.competency and 0 < need.held <= len(levels) else None,
        "due_on": need.due.on.isoformat() if need.due else None,
        "optional": need.optional,
    }
