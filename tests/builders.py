"""Records in one line each, for tests. Short forms: `"reports beginner"` is a competency at a level, `"go-live"` a module.

    workspace(
        roles=[role("seller", requires=["pipeline beginner"], when={"department": "Sales"})],
        modules=[module("pipeline-basics", "pipeline beginner", minutes=30)],
        people=[person("p1", department="Sales", access="write")],
        evidence=[evidence("p1", "2026-05-01", module="pipeline-basics")],
    )

Ids know a plausible place (`roles/seller.yaml:2:3`), so that diagnostics and reasons can be compared.
What is not given has the plainest value; competencies are those that modules, roles and floors name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from curriculum.diagnostics import NOWHERE, Position
from curriculum.model import (
    Access,
    Catalog,
    Competency,
    Delivery,
    Equivalence,
    Floor,
    Glossary,
    Lesson,
    Level,
    Minutes,
    Module,
    Person,
    Prerequisite,
    Program,
    Ref,
    Requirement,
    Role,
    Rule,
    Task,
    Teaching,
    Term,
    Text,
    Unit,
    Wave,
    Workplace,
    Workspace,
)
from tests.builders_people import Words, certain_day, day, evidence, exemption, person, roles_held, span, text

__all__ = [
    "LEVELS", "competency", "day", "equivalence", "evidence", "exemption", "floors",
    "lesson", "module", "person", "prerequisite", "program", "requirement", "role",
    "roles_held", "rule", "span", "task", "teaching", "term", "text",
    "unit", "wave", "workplace", "workspace",
]  # fmt: skip

LEVELS = ("beginner", "intermediate", "advanced")
Many = str | Sequence[Any]


def _maybe_text(words: Words | None, at: Position = NOWHERE) -> Text | None:
    return None if words is None else text(words, at)


def _many(value: Many) -> list[Any]:
    return [value] if isinstance(value, str) else list(value)


def _ref(value: str | None, at: Position) -> Ref | None:
    return None if value is None else value if isinstance(value, Ref) and value.at != NOWHERE else Ref(value, at)


def _refs(values: Many, at: Position) -> tuple[Ref, ...]:
    return tuple(r for v in _many(values) if (r := _ref(v, at)) is not None)


def requirement(of: str | Requirement, at: Position = NOWHERE, **parts: Any) -> Requirement:
    """`"reports beginner"` or `"some-module"`; further keys as in the model (dates may be texts)."""
    if isinstance(of, Requirement):
        return of
    first, _, level = of.partition(" ")
    named = {"competency": _ref(first, at), "level": _ref(level, at)} if level else {"module": _ref(first, at)}
    parts["from_on"] = day(parts.get("from_on"))
    parts["why"] = _maybe_text(parts.get("why"), at)
    return Requirement(**named, **parts, at=at)  # type: ignore[arg-type]


def rule(
    when: Mapping[str, Many], unless: Mapping[str, Many] | None = None, at: Position = NOWHERE, **parts: Any
) -> Rule:
    """`rule({"department": "Sales", "job_title": ["*rep*", "Account*"]})`."""
    parts["from_on"] = day(parts.get("from_on"))
    return Rule(
        when={column: _refs(values, at) for column, values in when.items()},
        unless={column: _refs(values, at) for column, values in (unless or {}).items()},
        at=at,
        **parts,
    )


def _rules(given: Any, at: Position) -> tuple[Rule, ...]:
    several = [given] if isinstance(given, Rule | Mapping) else list(given)
    return tuple(r if isinstance(r, Rule) else rule(r, at=at) for r in several)


def _at(file: str, line: int) -> Position:
    return Position(file, line, 3)


def task(id: str, lessons: Many = (), at: Position = NOWHERE) -> Task:
    """A daily task with `module/unit` lessons."""
    return Task(id=Ref(id, at), title=text(id, at), lessons=_refs(lessons, at), at=at)


def role(
    id: str,
    *,
    requires: Many = (),
    when: Mapping[str, Many] | Sequence[Any] = (),
    access: str = "write",
    extends: Many = (),
    **parts: Any,
) -> Role:
    """A role; requirements stand on lines 10, 11, … of its file, `extends` on 2, rules on 3, `ask` on 4."""
    file = f"roles/{id}.yaml"
    return Role(
        id=Ref(id, Position(file)),
        title=text(parts.pop("title", id), _at(file, 1)),
        access=Access(access),
        extends=_refs(extends, _at(file, 2)),
        requires=tuple(requirement(r, _at(file, line)) for line, r in enumerate(_many(requires), 10)),
        held_by=_rules(parts.pop("held_by", when), _at(file, 3)),
        ask=_refs(parts.pop("ask", ()), _at(file, 4)),
        at=Position(file),
        **parts,
    )


def teaching(of: str | Teaching, at: Position = NOWHERE, from_level: str | None = None) -> Teaching:
    """`"reports intermediate"`, or `"reports intermediate from beginner"`."""
    if isinstance(of, Teaching):
        return of
    competency, level, *rest = of.split()
    return Teaching(
        competency=Ref(competency, at),
        level=Ref(level, at),
        from_level=_ref(rest[1] if rest else from_level, at),
        at=at,
    )


def prerequisite(of: str | Prerequisite, at: Position = NOWHERE) -> Prerequisite:
    """`"reports beginner"` or `"some-module"`."""
    if isinstance(of, Prerequisite):
        return of
    first, _, level = of.partition(" ")
    if level:
        return Prerequisite(competency=Ref(first, at), level=Ref(level, at), at=at)
    return Prerequisite(module=Ref(first, at), at=at)


def unit(id: str, minutes: int | Sequence[int] = 10, at: Position = NOWHERE, **parts: Any) -> Unit:
    """A unit; minutes as one number or low, likely, high."""
    three = Minutes(minutes, minutes, minutes) if isinstance(minutes, int) else Minutes(*minutes)
    return Unit(id=Ref(id, at), title=text(parts.pop("title", id), at), minutes=three, at=at, **parts)


def module(
    id: str,
    teaches: Many = (),
    *,
    needs: Many = (),
    minutes: int | Sequence[int] = 30,
    units: Sequence[Unit] | None = None,
    **parts: Any,
) -> Module:
    """A module; one unit `lesson` of the minutes unless units are given. Teachings on lines 3…, prerequisites on 20…."""
    file = f"content/{id}/module.yaml"
    parts["retired_on"] = day(parts.get("retired_on"))
    parts["successor"] = _ref(parts.get("successor"), _at(file, 9))
    parts["delivery"] = tuple(Delivery(d) for d in _many(parts.get("delivery", "self-paced")))
    return Module(
        id=Ref(id, Position(file)),
        title=text(parts.pop("title", id), _at(file, 1)),
        teaches=tuple(teaching(t, _at(file, line)) for line, t in enumerate(_many(teaches), 3)),
        prerequisites=tuple(prerequisite(p, _at(file, line)) for line, p in enumerate(_many(needs), 20)),
        units=tuple(units) if units is not None else (unit("lesson", minutes, _at(file, 12)),),
        at=Position(file),
        **parts,
    )


def equivalence(completed: Many, counts_as: Many, from_on: Any = None, until_on: Any = None) -> Equivalence:
    """Directional: `completed` counts as `counts_as`."""
    at = _at("content/catalog.yaml", 50)
    return Equivalence(
        completed=_refs(completed, at),
        counts_as=_refs(counts_as, at),
        from_on=day(from_on),
        until_on=day(until_on),
        at=at,
    )


def wave(id: str, go_live_on: Any = "2027-02-01", who: Any = (), **parts: Any) -> Wave:
    """A wave of the roll-out."""
    at = _at("program.yaml", 40)
    return Wave(
        id=Ref(id, at), title=text(id, at), go_live_on=certain_day(go_live_on), who=_rules(who, at), at=at, **parts
    )


def workplace(timezone: str | None = None, **parts: Any) -> Workplace:
    """A place of work."""
    at = _at("program.yaml", 30)
    return Workplace(title=text(parts.pop("title", "Office"), at), timezone=timezone, at=at, **parts)


def floors(**asks: Many) -> dict[Access, Floor]:
    """`floors(read=["reports beginner"], none=[])`."""
    at = _at("program.yaml", 20)
    return {
        Access(access): Floor(requires=tuple(requirement(r, at) for r in _many(of)), at=at)
        for access, of in asks.items()
    }


def program(**parts: Any) -> Program:
    """English, three levels, floors for read and none that ask nothing."""
    at = _at("program.yaml", 1)
    everybody = _many(parts.pop("everybody", ()))
    defaults: dict[str, Any] = {
        "title": text("Programme", at),
        "languages": ("en",),
        "levels": tuple(Level(id=Ref(i, at), title=text(i, at), at=at) for i in parts.pop("levels", LEVELS)),
        "everybody": tuple(requirement(r, _at("program.yaml", 10)) for r in everybody),
        "access": floors(none=(), read=()),
        "at": Position("program.yaml"),
    }
    return Program(**{**defaults, **parts})


def competency(id: str, at: Position | None = None) -> Competency:
    """A competency of the catalog."""
    at = at or _at("content/catalog.yaml", 3)
    return Competency(id=Ref(id, at), title=text(id, at), at=at)


def term(id: str) -> Term:
    """A word of the glossary."""
    at = _at("content/glossary.yaml", 2)
    return Term(id=Ref(id, at), title=text(id, at), meaning=text(f"what {id} means", at), at=at)


def lesson(module: str, unit: str, language: str = "en", body: str = "# Title\n") -> Lesson:
    """The text of a unit in one language."""
    at = Position(f"content/{module}/{unit}.{language}.md")
    return Lesson(module=module, unit=unit, language=language, text=body, at=at)


def _named_competencies(modules: Iterable[Module], asking: Iterable[Requirement]) -> list[str]:
    taught = [str(t.competency) for m in modules for t in m.teaches]
    return list(dict.fromkeys(taught + [str(r.competency) for r in asking if r.competency]))


def _lessons(given: Sequence[Lesson] | None, modules: Sequence[Module], languages: Iterable[str]) -> Sequence[Lesson]:
    if given is not None:
        return given
    return [lesson(str(m.id), str(u.id), lang) for m in modules for u in m.units for lang in languages]


def workspace(
    *,
    roles: Sequence[Role] = (),
    modules: Sequence[Module] = (),
    people: Sequence[Person] = (),
    competencies: Sequence[str | Competency] | None = None,
    equivalents: Sequence[Equivalence] = (),
    terms: Sequence[Term] = (),
    lessons: Sequence[Lesson] | None = None,
    **parts: Any,
) -> Workspace:
    """A whole workspace. Further parts: those of the workspace (evidence, exemptions, accounts, merged, …), and those
    of the programme (languages, levels, everybody, access, workplaces, waves, policy, contacts), or `program=`.
    """
    own = {k: parts.pop(k) for k in list(parts) if k in Workspace.__dataclass_fields__}
    whole: Program = own.pop("program", None) or program(**parts)
    asking = [r for x in roles for r in x.requires] + [r for f in whole.access.values() for r in f.requires]
    names = competencies if competencies is not None else _named_competencies(modules, [*whole.everybody, *asking])
    known = tuple(c if isinstance(c, Competency) else competency(c) for c in names)
    listed = tuple(Ref(m.id, _at("content/catalog.yaml", 30 + i)) for i, m in enumerate(modules))
    texts = _lessons(lessons, modules, whole.languages)
    everything: dict[str, Any] = {
        "program": whole,
        "roles": {str(r.id): r for r in roles},
        "catalog": Catalog(competencies=known, modules=listed, equivalents=tuple(equivalents)),
        "modules": {str(m.id): m for m in modules},
        "glossary": Glossary(terms=tuple(terms)),
        "lessons": {(x.module, x.unit, x.language): x for x in texts},
        "people": tuple(people),
        "roster_columns": tuple(dict.fromkeys(c for p in people for c in p.fields)),
    }
    return Workspace(**{**everything, **{k: tuple(v) if isinstance(v, list) else v for k, v in own.items()}})
