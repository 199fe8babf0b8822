"""One handbook while it is being written: the role, its steps, its reader, and names by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from curriculum.graph import ancestors
from curriculum.model import (
    Access,
    FollowUp,
    KnowledgeCheck,
    Minutes,
    Module,
    Prerequisite,
    Role,
    RoleBlock,
    Task,
    Text,
    Unit,
    UnitKind,
    record,
)
from curriculum.render.handbook import Handbooks, HandbookStep, ReasonKind, StepReason
from curriculum.render.markdown import Markdown, link
from curriculum.render.reader import Reader

# What each access means, said to the person who has it.
ACCESS: dict[Access, str] = {
    Access.NONE: "You have no login. You get lists and letters from the system, and what you do with them counts.",
    Access.READ: "You only read: you find figures and records in the system and change nothing there.",
    Access.WRITE: "You read, and you enter and change records yourself.",
    Access.APPROVE: "You read, enter and change records, and you approve what others have entered.",
    Access.ADMIN: "You look after the system itself: its users, its settings and its data.",
}
ACCESS_NAMES: dict[Access, str] = {
    Access.NONE: "no login",
    Access.READ: "read-only access",
    Access.WRITE: "access to enter data",
    Access.APPROVE: "access to approve",
    Access.ADMIN: "administrator access",
}
UNIT_KINDS: dict[UnitKind, str] = {
    UnitKind.LESSON: "lesson",
    UnitKind.EXERCISE: "exercise",
    UnitKind.CHECK: "knowledge check",
}

CHECK_PAGE = "check"  # lessons/<module>/check.md


def by_level(path: tuple[HandbookStep, ...], modules: Mapping[str, Module]) -> tuple[HandbookStep, ...]:
    """The path sorted by level. A module that builds on one of a higher level comes with that level."""
    place: dict[str, int] = {}
    reached: dict[tuple[str, str], int] = {}
    for step in path:
        module = modules[step.module]
        asked = [place.get(p.module, 0) if p.module else reached.get(_goal(p), 0) for p in module.prerequisites]
        place[step.module] = max([step.level, *asked])
        for teaching in module.teaches:
            reached.setdefault((teaching.competency, teaching.level), place[step.module])
    return tuple(sorted(path, key=lambda step: place[step.module]))


def open_book(handbooks: Handbooks, role: Role, reader: Reader) -> Book:
    """The handbook of a role for a reader."""
    steps = by_level(handbooks.paths.get(role.id, ()), handbooks.modules)
    modules = {step.module: handbooks.modules[step.module] for step in steps}
    return Book(handbooks=handbooks, role=role, reader=reader, steps=steps, modules=modules)


def _goal(prerequisite: Prerequisite) -> tuple[str, str]:
    return prerequisite.competency or "", prerequisite.level or ""


@record
class Book:
    """What all pages of one handbook need. Paths given are relative to the handbook's root."""

    handbooks: Handbooks
    role: Role
    reader: Reader
    steps: tuple[HandbookStep, ...]  # the role's learning path, level after level; still an order one can take
    modules: Mapping[str, Module]  # of this handbook, in that order

    def has_lesson(self, module: str, unit: str) -> bool:
        """Whether the lesson has a page in this handbook."""
        return module in self.modules and any(u.id == unit for u in self.modules[module].units)

    def unit(self, module: str, unit: str) -> Unit:
        """A unit of one of this handbook's modules."""
        return next(u for u in self.modules[module].units if u.id == unit)

    def check(self, module: str) -> tuple[str, KnowledgeCheck] | None:
        """The knowledge check this reader sees and its language: own language, default language, then any."""
        checks = self.handbooks.checks
        wanted = dict.fromkeys([self.reader.language, self.reader.default, *self.handbooks.program.languages])
        return next(((la, checks[module, la]) for la in wanted if (module, la) in checks), None)

    def asks_opinions(self, module: str) -> bool:
        """Whether its questions have no right answers."""
        found = self.check(module)
        return found is not None and found[1].asks_opinions

    def check_page(self, module: Module) -> str | None:
        """Which page of the module carries its questions: that of its last unit of the kind `check`, else `check`."""
        if self.check(module.id) is None:
            return None
        units = [str(u.id) for u in module.units if u.kind is UnitKind.CHECK]
        return units[-1] if units else CHECK_PAGE

    def has_check_page(self, module: Module) -> bool:
        """Whether the questions have a page besides those of the units."""
        page = self.check_page(module)
        return page is not None and not self.has_lesson(module.id, page)

    def tasks(self) -> list[Task]:
        """The role's tasks and then those of the roles it extends; of equal ids the nearest."""
        found: dict[str, Task] = {}
        for role in self.lineage():
            for task in role.tasks:
                found.setdefault(task.id, task)
        return list(found.values())

    def follow_ups(self) -> list[FollowUp]:
        """The help after go-live that is for this role."""
        return [part for part in self.handbooks.program.follow_up if self._is_for_us(part)]

    def _is_for_us(self, part: FollowUp) -> bool:
        everybody = not part.roles and not part.access
        lineage = {str(role.id) for role in self.lineage()}
        return everybody or self.role.access in part.access or any(role in lineage for role in part.roles)

    def asked_after(self) -> dict[str, Module]:
        """Page → module: questions of follow-ups whose module is not on the role's path."""
        found = {}
        for part in self.follow_ups():
            module = self.handbooks.modules.get(part.module or "")
            if module is not None and module.id not in self.modules and self.check(module.id) is not None:
                found[f"after-{part.id}.md"] = module
        return found

    def lineage(self) -> Iterator[Role]:
        """The role and those it extends, nearest first."""
        roles = self.handbooks.roles
        names = ancestors(str(self.role.id), lambda r: [str(p) for p in roles[r].extends if p in roles])
        return (roles[name] for name in names)

    def is_for(self, block: RoleBlock) -> bool:
        """Whether a block of a lesson is for readers of this handbook."""
        return block.is_for(frozenset(str(role.id) for role in self.lineage()), self.role.access)

    # ── names ──

    def competency(self, competency: str) -> Markdown:
        """Its title."""
        for known in self.handbooks.catalog.competencies:
            if known.id == competency:
                return self.reader.text(known.title)
        return Markdown(competency)

    def level(self, level: str) -> Markdown:
        """Its title."""
        for known in self.handbooks.program.levels:
            if known.id == level:
                return self.reader.text(known.title)
        return Markdown(level)

    def at_level(self, competency: str, level: str | None) -> Markdown:
        """ "Reports (advanced)"."""
        if level is None:
            return self.competency(competency)
        return self.reader.say(
            "{competency} ({level})", competency=self.competency(competency), level=self.level(level)
        )

    def module_link(self, module: str, up: str) -> Markdown:
        """A link to the module's page, or its title when it is not in this handbook. `up` leads to the root."""
        known = self.handbooks.modules.get(module)
        if known is None:
            return Markdown(module)
        title = self.reader.text(known.title)
        return link(title, f"{up}lessons/{module}/index.md") if module in self.modules else title

    def kind(self, unit: Unit) -> Markdown:
        """What a unit is, in words."""
        return self.reader.say(UNIT_KINDS[unit.kind])

    # ── sentences ──

    def access(self) -> Markdown:
        """How people in this role meet the system."""
        return self.reader.say(ACCESS[self.role.access])

    def access_name(self) -> Markdown:
        """The access as part of a sentence: the programme's own title, or ours."""
        floor = self.handbooks.program.access.get(self.role.access)
        if floor is not None and floor.title is not None:
            return self.reader.text(floor.title)
        return self.reader.say(ACCESS_NAMES[self.role.access])

    def teaches(self, module: Module) -> Markdown:
        """What the module teaches, up to which level."""
        return self.reader.join([self.at_level(t.competency, t.level) for t in module.teaches])

    def before(self, module: Module, up: str) -> Markdown:
        """What must be known before it; a competency is followed by the modules of this handbook that teach it."""
        return self.reader.join([self._prerequisite(p.module, p.competency, p.level, up) for p in module.prerequisites])

    def _prerequisite(self, module: str | None, competency: str | None, level: str | None, up: str) -> Markdown:
        if module is not None:
            return self.module_link(module, up)
        asked = self.at_level(competency or "", level)
        teaching = next((m for m in self.modules.values() if self._reaches(m, competency, level)), None)
        return asked if teaching is None else link(asked, f"{up}lessons/{teaching.id}/index.md")

    def _reaches(self, module: Module, competency: str | None, level: str | None) -> bool:
        return any(t.competency == competency and t.level == level for t in module.teaches)

    def reasons(self, step: HandbookStep, up: str) -> list[Markdown]:
        """Why the module is here, one sentence a cause, each once."""
        return list(dict.fromkeys(self._reason(r, up, step.optional) for r in step.reasons))

    def _reason(self, reason: StepReason, up: str, optional: bool) -> Markdown:
        say = self.reader.say
        if reason.kind is ReasonKind.PREREQUISITE:
            return say("Needed before {module}", module=self.module_link(reason.module or "", up))
        asked = self.at_level(reason.competency, reason.level) if reason.competency else say("this module, by name")
        sentence = say("Recommended: {asked}", asked=asked) if optional else self._who_asks(reason, asked)
        if reason.why is None:
            return sentence
        return say("{reason}. {why}", reason=sentence, why=self.reader.text(reason.why))

    def _who_asks(self, reason: StepReason, asked: Markdown) -> Markdown:
        say = self.reader.say
        if reason.kind is ReasonKind.EVERYBODY:
            return say("Everybody in the programme needs {asked}", asked=asked)
        if reason.kind is ReasonKind.ACCESS:
            return say("Everybody with the access “{access}” needs {asked}", asked=asked, access=self.access_name())
        other = self.handbooks.roles.get(reason.role or "")
        if other is not None and other.id != self.role.id:
            return say(
                "Your role includes the role {role}, which needs {asked}", role=self.title(other.title), asked=asked
            )
        return say("Your role needs {asked}", asked=asked)

    def title(self, text: Text) -> Markdown:
        """A text of the programme."""
        return self.reader.text(text)

    def time(self, minutes: Minutes) -> Markdown:
        """A duration or range."""
        return self.reader.estimate(minutes)
