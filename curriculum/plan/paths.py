"""Learning paths: each person's open needs → the modules of least minutes, why each, by when, and whether in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from curriculum.diagnostics import Diagnostic, Position, in_order
from curriculum.graph import expected_ranks, ranks
from curriculum.model import (
    LearningPath,
    Minutes,
    Module,
    Need,
    PersonNeeds,
    Plan,
    Status,
    Step,
    Workspace,
)
from curriculum.plan.cover import Clause, Cover, Impossible, Option, find_cover
from curriculum.plan.feasible import first_feasible
from curriculum.plan.findings import about_paths
from curriculum.plan.idle import idle_modules
from curriculum.plan.steps import Asked, StepMaker
from curriculum.plan.support import support_days


def make_plan(ws: Workspace, people: Sequence[PersonNeeds], as_of: dt.date) -> tuple[Plan, tuple[Diagnostic, ...]]:
    """A path for everybody with an open need. Reports CUR401–CUR403 and modules that close nobody's gap (CUR307)."""
    finder = PathFinder(ws, as_of)
    paths = {found.person.id: finder.path(found) for found in people if any(n.status.is_open for n in found.needs)}
    checked = {
        found.person.id: first_feasible(ws, found, paths[found.person.id], as_of)
        for found in people
        if found.person.id in paths
    }
    said = [
        *about_paths(ws, {found.person.id: found for found in people}, checked),
        *idle_modules(ws, people, checked.values(), finder),
    ]
    return Plan(paths=checked, support=support_days(ws, people)), in_order(said)


class _Wait(NamedTuple):
    """One thing a module needs before: a competency at a rank, or (rank 0) a module."""

    of: str
    rank: int
    providers: list[str]
    at: Position


class PathFinder:
    """Finds paths for many people; equal questions are answered once."""

    def __init__(self, ws: Workspace, as_of: dt.date) -> None:
        self.ws = ws
        self.as_of = as_of
        self._rank = ranks([str(level.id) for level in ws.program.levels])
        self._index = {module: n for n, module in enumerate(ws.modules)}
        self._name = list(ws.modules)
        self.active = {
            name: module
            for name, module in ws.modules.items()
            if module.retired_on is None or module.retired_on > as_of
        }
        self._gives = {name: self._taught(module) for name, module in self.active.items()}
        self._teachers = self._by_competency()
        self.expected = expected_ranks({name: self._ladder(module) for name, module in self.active.items()})
        self._minutes: dict[str, Minutes] = {}  # of modules of which nothing is done
        self._known_waits: dict[str, list[_Wait]] = {}
        self._known: dict[object, Cover | Impossible] = {}

    def _taught(self, module: Module) -> dict[str, int]:
        return _highest((str(t.competency), self._rank.get(t.level, 0)) for t in module.teaches)

    def _by_competency(self) -> dict[str, list[tuple[str, int]]]:
        """Competency → active modules in order of the catalog, each with the rank it reaches."""
        found: dict[str, list[tuple[str, int]]] = {}
        for name, gives in self._gives.items():
            for competency, rank in gives.items():
                found.setdefault(competency, []).append((name, rank))
        return found

    def _ladder(self, module: Module) -> list[tuple[str, int, int | None]]:
        return [
            (str(t.competency), self._rank.get(t.level, 0), self._rank.get(t.from_level, 0) if t.from_level else None)
            for t in module.teaches
        ]

    def path(self, found: PersonNeeds) -> LearningPath:
        """The path of one person: required needs first, then what recommended needs add to it."""
        exempt = [need for need in found.needs if need.status is Status.EXEMPT]
        held = _highest((*found.held.items(), *((n.competency, n.required) for n in exempt if n.competency)))
        done = found.done | {need.module for need in exempt if need.module}
        open_ = tuple(need for need in found.needs if need.status.is_open)
        return self.complete(found.person.id, Asked(open_, held, done, found.units_done, found.deltas))

    def complete(self, person: str, asked: Asked) -> LearningPath:
        """A path to all the needs: the required ones first, then what the recommended ones add to it."""
        firm = asked._replace(needs=tuple(n for n in asked.needs if not n.optional))
        path = self.reach(person, firm)
        recommended = tuple(n for n in asked.needs if n.optional)
        return self._with_recommended(path, firm, recommended) if recommended else path

    def _with_recommended(self, path: LearningPath, firm: Asked, needs: tuple[Need, ...]) -> LearningPath:
        held = _highest((*firm.held.items(), *(given for step in path.steps for given in step.teaches)))
        taken = {step.module for step in path.steps}
        taken |= {full for full, short in firm.deltas.items() if short in taken}
        after = firm._replace(needs=needs, held=held, done=firm.done | taken)
        more = self.reach(path.person, after)
        steps = path.steps + tuple(_optional(step) for step in more.steps)
        return LearningPath(
            person=path.person,
            steps=steps,
            least=path.least and more.least,
            bound=path.bound + more.bound,
            unreachable=path.unreachable + more.unreachable,
        )

    def reach(self, person: str, asked: Asked) -> LearningPath:
        """The modules of least minutes that meet the needs, in learning order, with reasons and due dates."""
        options = self._options(asked)
        goals = [(need, self._goal(need, options, asked)) for need in asked.needs]
        pending = [(need, goal) for need, goal in goals if goal is not None]
        cover = self._cover(options, [goal for _, goal in pending])
        lost: tuple[tuple[str, int], ...] = ()
        if isinstance(cover, Impossible):
            lost = tuple((pending[n][0].of, pending[n][0].required) for n in cover.goals)
            pending = [entry for n, entry in enumerate(pending) if n not in cover.goals]
            cover = self._cover(options, [goal for _, goal in pending])
        if isinstance(cover, Impossible):
            raise AssertionError("what is left after the unreachable goals can be reached")
        modules = [self._name[i] for i in cover.order]
        steps = StepMaker(self, asked, modules, [need for need, _ in pending]).steps()
        return LearningPath(person=person, steps=steps, least=cover.bound == 0, bound=cover.bound, unreachable=lost)

    def _cover(self, options: Mapping[int, Option], goals: Sequence[Clause]) -> Cover | Impossible:
        key = (tuple(sorted(options.items())), tuple(goals))  # an answer names goals by their places
        if key not in self._known:
            if len(self._known) > 20_000:  # people with nothing in common: remembering would only cost memory
                self._known.clear()
            self._known[key] = find_cover(options, goals)
        return self._known[key]

    # ── the problem of one person ──

    def _options(self, asked: Asked) -> dict[int, Option]:
        """Every active module that can play a part, with what it needs beyond what the person holds."""
        found: dict[int, Option] = {}
        queue = [
            m for need in asked.needs for m in self._leading_to(need.competency, need.required, need.module, asked)
        ]
        for name in queue:
            index = self._index[name]
            if index in found:
                continue
            clauses = []
            for providers, _ in self.waits(name, asked):
                clauses.append(frozenset(self._index[p] for p in providers))
                queue += [p for p in providers if self._index[p] not in found]
            found[index] = Option(self.minutes_left(name, asked).likely, tuple(clauses))
        return found

    def _leading_to(self, competency: str | None, rank: int, module: str | None, asked: Asked) -> list[str]:
        """Active modules that reach a level of a competency, or count as the named module."""
        if module is not None:
            return self.counting_as(module, asked)
        found = [name for name, reached in self._teachers.get(competency or "", ()) if reached >= rank]
        for full, short in asked.deltas.items():
            if short in self.active and self._taught(self.ws.modules[full]).get(competency or "", 0) >= rank:
                found.append(short)
        return list(dict.fromkeys(found))

    def counting_as(self, module: str, asked: Asked) -> list[str]:
        """The module or the one that took its place, and the shorter one that is enough for this person."""
        names = [self.heir(module), *(asked.deltas.get(name) for name in self._succession(module))]
        return list(dict.fromkeys(name for name in names if name is not None and name in self.active))

    def waits(self, name: str, asked: Asked) -> Iterator[tuple[list[str], Position]]:
        """For each thing the module needs that the person does not have: the modules that would give it, and where."""
        for wait in self._waits(name, asked):
            missing = asked.held.get(wait.of, 0) < wait.rank if wait.rank else not self._has(wait.of, asked)
            if missing:
                yield wait.providers, wait.at

    def _waits(self, name: str, asked: Asked) -> list[_Wait]:
        """All that the module needs; without shorter modules for somebody, it is the same for everybody."""
        if asked.deltas:
            return list(self._find_waits(name, asked))
        if name not in self._known_waits:
            self._known_waits[name] = list(self._find_waits(name, asked))
        return self._known_waits[name]

    def _find_waits(self, name: str, asked: Asked) -> Iterator[_Wait]:
        for prerequisite in self.active[name].prerequisites:
            if prerequisite.module is not None:
                module = str(prerequisite.module)
                yield _Wait(module, 0, _without(name, self.counting_as(module, asked)), prerequisite.at)
            elif prerequisite.competency is not None:
                rank = self._rank.get(prerequisite.level or "", 0)
                yield from self._wait(name, str(prerequisite.competency), rank, prerequisite.at, asked)
        if name not in asked.deltas.values():
            for competency in self._gives[name]:  # the level a learner must hold before
                at = next(t.at for t in self.active[name].teaches if t.competency == competency)
                yield from self._wait(name, competency, self.expected[name, competency], at, asked)

    def _wait(self, name: str, competency: str, rank: int, at: Position, asked: Asked) -> Iterator[_Wait]:
        if rank:
            yield _Wait(competency, rank, _without(name, self._leading_to(competency, rank, None, asked)), at)

    def _has(self, module: str, asked: Asked) -> bool:
        return not asked.done.isdisjoint(self._succession(module))

    def _goal(self, need: Need, options: Mapping[int, Option], asked: Asked) -> Clause | None:
        """The modules that close the need; None when an earlier part of the path closes it already."""
        if need.competency is not None and asked.held.get(need.competency, 0) >= need.required:
            return None
        if need.module is not None and self._has(need.module, asked):
            return None
        leading = self._leading_to(need.competency, need.required, need.module, asked)
        return frozenset(self._index[m] for m in leading if self._index[m] in options)

    def heir(self, module: str) -> str | None:
        """The module itself, or the active one that took its place (rule 20); None when there is none."""
        return next((name for name in self._succession(module) if name in self.active), None)

    def _succession(self, module: str) -> tuple[str, ...]:
        return self.ws.succession(module, self.as_of)

    def minutes_left(self, name: str, asked: Asked) -> Minutes:
        """The minutes of the units that are not done yet (rule 16)."""
        done = asked.units_done.get(name)
        if not done:
            if name not in self._minutes:
                self._minutes[name] = self.active[name].minutes
            return self._minutes[name]
        units = [u.minutes for u in self.active[name].units if str(u.id) not in done]
        left = Minutes(*(sum(m[i] for m in units) for i in range(3)))
        module = self.active[name]
        as_units = module.minutes_when(None)
        if module.minutes == as_units or not as_units.likely:
            return left
        share = left.likely / as_units.likely  # taught so that it takes another time: the same share of that
        return Minutes(*(round(minutes * share) for minutes in module.minutes))

    def gives(self, name: str, asked: Asked) -> dict[str, int]:
        """Competency → rank that the module gives this person (a shorter module gives what the full one does)."""
        if not asked.deltas:
            return self._gives[name]
        updated = [self._taught(self.ws.modules[full]) for full, short in asked.deltas.items() if short == name]
        return _highest(given for gives in (self._gives[name], *updated) for given in gives.items())


def _highest(given: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for competency, rank in given:
        found[competency] = max(rank, found.get(competency, 0))
    return found


def _without(name: str, providers: list[str]) -> list[str]:
    return [provider for provider in providers if provider != name]  # nothing prepares for itself


def _optional(step: Step) -> Step:
    return Step(
        module=step.module,
        level=step.level,
        minutes=step.minutes,
        because=step.because,
        teaches=step.teaches,
        due=step.due,
        optional=True,
    )
