"""What roles/, content/ and people/exemptions.yaml say: roles, tasks, competencies, modules, units, exemptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Final

from curriculum.diagnostics import Position
from curriculum.model.credit import Source
from curriculum.model.programme import Requirement, Rule
from curriculum.model.words import (
    LANGUAGE,
    LESSON_ID,
    PERSON_ID,
    Access,
    Delivery,
    Minutes,
    Pattern,
    Range,
    Ref,
    Retraining,
    Text,
    UnitKind,
    at_field,
    record,
)


@record
class Task:
    """Something a role does with the system, in the words of its daily work."""

    id: Annotated[Ref, "short name, unique in the role"]
    title: Annotated[Text, "the task, as the person would say it"]
    how_often: Annotated[Text | None, "e.g. every morning"] = None
    lessons: Annotated[tuple[Ref, ...], LESSON_ID, "`module/unit` that teaches it"] = ()
    at: Position = at_field()


@record
class Role:
    """`roles/<role>.yaml`: what a person does with the system, not the job title. The file name is the id."""

    id: Ref
    title: Annotated[Text, "what people read"]
    summary: Annotated[Text | None, "what the role does with the system"] = None
    access: Annotated[Access, "the access this role needs"]
    extends: Annotated[tuple[Ref, ...], "roles whose requirements and tasks this role also has"] = ()
    benefits: Annotated[tuple[Text, ...], "what this training does for you"] = ()
    career: Annotated[Text | None, "where the role can lead"] = None
    tasks: Annotated[tuple[Task, ...], "the daily work"] = ()
    requires: Annotated[tuple[Requirement, ...], "what the role must be able to do"] = ()
    held_by: Annotated[tuple[Rule, ...], "who holds it: any rule over roster columns (or the roster's own column)"] = ()
    ask: Annotated[tuple[Ref, ...], "roles to turn to with questions"] = ()
    at: Position = at_field()


@record
class Competency:
    """Something a role must be able to do; trained at levels."""

    id: Annotated[Ref, "short name"]
    title: Annotated[Text, "what people read"]
    summary: Annotated[Text | None, "one sentence"] = None
    at: Position = at_field()


@record
class Equivalence:
    """Other modules that count as ours. Directional: `completed` counts as `counts_as`, never the reverse."""

    completed: Annotated[tuple[Ref, ...], Range(1, 100), "all of these modules together …"]
    counts_as: Annotated[tuple[Ref, ...], Range(1, 100), "… count as each of these"]
    from_on: Annotated[dt.date | None, "first completion date it covers"] = None
    until_on: Annotated[dt.date | None, "last completion date it covers; end a rule here, never delete it"] = None
    at: Position = at_field()


@record
class Catalog:
    """`content/catalog.yaml`: the competencies and the order of the modules."""

    competencies: Annotated[tuple[Competency, ...], "what can be learned"]
    modules: Annotated[tuple[Ref, ...], "modules in the order of the catalog; it breaks ties"]
    equivalents: Annotated[tuple[Equivalence, ...], "modules that count as others"] = ()
    at: Position = at_field()


@record
class Term:
    """A word of the glossary."""

    id: Annotated[Ref, "short name, also the anchor"]
    title: Annotated[Text, "the word"]
    meaning: Annotated[Text, "what it means, in one or two sentences"]
    in_lessons: Annotated[
        tuple[str, ...] | None,
        LANGUAGE,
        "languages whose lessons explain it where it first stands (all of them without this key; `[]`: none)",
    ] = None
    at: Position = at_field()


@record
class Glossary:
    """`content/glossary.yaml`: the words of the programme."""

    terms: Annotated[tuple[Term, ...], "the words"] = ()
    at: Position = at_field()


@record
class Teaching:
    """A competency that a module teaches, and up to which level."""

    competency: Annotated[Ref, "what it teaches"]
    level: Annotated[Ref, "the level a learner reaches"]
    from_level: Annotated[
        Ref | None,
        "the level a learner must hold before; without it, the next lower one that a module teaches",
    ] = None
    at: Position = at_field()


@record
class Prerequisite:
    """What must be known before a module: a module, or a competency at a level."""

    module: Annotated[Ref | None, "this module"] = None
    competency: Annotated[Ref | None, "or this competency …"] = None
    level: Annotated[Ref | None, "… at this level"] = None
    at: Position = at_field()


@record
class Unit:
    """A part of a module: a lesson, an exercise or a knowledge check. Its text is `<id>.<language>.md`."""

    id: Annotated[Ref, "short name and file name"]
    title: Annotated[Text, "what people read"]
    minutes: Annotated[Minutes, "how long it takes: a number, or low, likely and high"]
    kind: Annotated[UnitKind, "lesson, exercise or check"] = UnitKind.LESSON
    objectives: Annotated[tuple[Text, ...], "what the learner can do afterwards"] = ()
    at: Position = at_field()


@record
class Cycle:
    """Recertification on a fixed day of the year, with a minimum validity."""

    day: Annotated[
        str,
        Pattern("(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", "MM-DD"),
        "month and day, MM-DD: the last day of each period",
    ]
    minimum_months: Annotated[int, Range(0, 120), "evidence lasts at least so many months"] = 0
    at: Position = at_field()


@record
class VersionChange:
    """What one new version of a module asks of those who completed an older one."""

    version: Annotated[int, Range(2, 9999), "the new version"]
    from_on: Annotated[dt.date, "in force from this date on"]
    retraining: Annotated[Retraining, "none, delta (a shorter module) or full"]
    delta: Annotated[Ref | None, "with `retraining: delta`: the module to take"] = None
    at: Position = at_field()


@record
class Module:
    """`content/<module>/module.yaml`: a piece of training. The folder name is the id."""

    id: Ref
    title: Annotated[Text, "what people read"]
    summary: Annotated[Text | None, "one or two sentences"] = None
    version: Annotated[int, Range(1, 9999), "goes up when the content changes in substance"] = 1
    teaches: Annotated[tuple[Teaching, ...], "competencies, and up to which level"] = ()
    prerequisites: Annotated[tuple[Prerequisite, ...], "what must be known before"] = ()
    units: Annotated[tuple[Unit, ...], Range(1, 500), "lessons, exercises, checks, in order"]
    delivery: Annotated[tuple[Delivery, ...], "how it can be taught, the preferred way first"] = (Delivery.SELF_PACED,)
    min_group: Annotated[int, Range(1, 1000), "a session is worth holding from so many people on"] = 1
    max_group: Annotated[int, Range(1, 1000), "at most so many people in a session"] = 12
    sitting_minutes: Annotated[
        int | None, Range(15, 1440), "at most this long at a time; what is longer is spread over several days"
    ] = None
    features: Annotated[tuple[Ref, ...], "what its room must have, e.g. computers"] = ()
    minutes_by_delivery: Annotated[
        Mapping[Delivery, Minutes], "how long all of it takes when taught so; without it, as long as its units"
    ] = field(default_factory=dict)
    answers: Annotated[tuple[Ref, ...], "causes of failure (ids of the programme's `causes`) it answers"] = ()
    serves: Annotated[tuple[Ref, ...], "goals (ids of the programme's `goals`) it serves"] = ()
    valid_months: Annotated[int | None, Range(1, 600), "a completion lasts so many months"] = None
    valid_until_cycle: Annotated[Cycle | None, "or: until a fixed day of the year"] = None
    changes: Annotated[tuple[VersionChange, ...], "what newer versions ask of earlier completers"] = ()
    retired_on: Annotated[dt.date | None, "never newly planned from this date on; what it taught still counts"] = None
    successor: Annotated[Ref | None, "the module that takes its place"] = None
    source: Annotated[Source | None, "the work of others that it was adapted from"] = None
    at: Position = at_field()

    @property
    def minutes(self) -> Minutes:
        """How long it takes as plans count on it: low, likely, high."""
        return self.minutes_when(self.delivery[0] if self.delivery else None)

    def minutes_when(self, delivery: Delivery | None) -> Minutes:
        """How long it takes when taught so: what is said for that, else the sum of the units."""
        if delivery is not None and delivery in self.minutes_by_delivery:
            return self.minutes_by_delivery[delivery]
        return Minutes(
            sum(u.minutes.low for u in self.units),
            sum(u.minutes.likely for u in self.units),
            sum(u.minutes.high for u in self.units),
        )


@record
class Exemption:
    """A written, dated release from a need. Never a completion."""

    person: Annotated[Ref, PERSON_ID, "id of the roster"]
    competency: Annotated[Ref | None, "released from this competency …"] = None
    level: Annotated[Ref | None, "… up to this level (all levels without it)"] = None
    module: Annotated[Ref | None, "or: released from this module"] = None
    why: Annotated[str, "the reason"]
    by: Annotated[str, "who decided: an id of the roster, or an office"]
    from_on: Annotated[dt.date | None, "first day"] = None
    until_on: Annotated[dt.date, "last day"]
    at: Position = at_field()


@record
class Exemptions:
    """`people/exemptions.yaml`."""

    exemptions: Annotated[tuple[Exemption, ...], "releases, each with who, why and until when"] = ()
    at: Position = at_field()


GUIDE: Final = "trainer"  # the unit of notes for trainers: content/<module>/trainer.<language>.md


@record
class Lesson:
    """`content/<module>/<unit>.<language>.md`: the text of a unit in one language."""

    module: str
    unit: str
    language: str
    text: str
    at: Position = at_field()
