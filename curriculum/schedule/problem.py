"""What a schedule is made of, as numbers: learners, teachers, rooms, groups, courses. The solver knows nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from curriculum.model import Delivery, NoSeat
from curriculum.schedule.times import Axis, Place


@dataclass(slots=True)
class Learner:
    """Somebody who needs seats."""

    id: str
    place: Place
    language: str
    free: int  # working time without leave, within the days of the engagement
    opens: int  # first quarter hour in which training may be
    per_week: int  # quarter hours of training
    groups: tuple[int, ...] = ()
    wave: str = ""
    order: tuple[str, ...] = ()  # people with the same roles stand together
    path: tuple[str, ...] = ()  # all modules of the learning path, in order
    teacher: int = -1


@dataclass(slots=True)
class Teacher:
    """Somebody who leads sessions."""

    id: str
    place: Place
    free: int
    per_day: int
    per_week: int
    languages: frozenset[str]
    places: frozenset[str]
    learner: int = -1  # the same person as a learner


@dataclass(slots=True)
class Hall:
    """A room, or a meeting place on the web (place '')."""

    id: str
    place: str
    seats: int
    features: frozenset[str]


@dataclass(slots=True)
class Group:
    """People of whom only so many may be away at once: a team, or the holders of a role at a workplace."""

    name: str
    members: int
    limit: int


@dataclass(slots=True)
class Course:
    """A module for people who can learn it together: same language, delivery, workplace, wave and due date."""

    module: str
    language: str
    delivery: Delivery
    place: Place
    wave: str
    due: int  # the quarter hour by which it should be over; the end of the axis without a due date
    parts: tuple[int, ...]  # quarter hours of each sitting
    minutes: tuple[int, ...]
    capacity: int
    teachers: tuple[int, ...]
    halls: tuple[int, ...]
    needs_hall: bool
    learning_teachers: bool = False  # some of its teachers learn it too
    seats: list[int] = field(default_factory=list)  # learners

    @property
    def room_place(self) -> str:
        """The workplace in whose rooms it is held; '' online."""
        return self.place.id if self.delivery is Delivery.CLASSROOM else ""


class Why(NamedTuple):
    """Why there is no seat: a word for reports, a sentence with ids for the training office."""

    reason: NoSeat
    because: str
    by: dt.date | None = None
    first: str = ""


@dataclass(slots=True)
class Missing:
    """A seat for which no course can be."""

    learner: int
    module: str
    why: Why


@dataclass(slots=True)
class Running:
    """A later sitting of a group that met already: it stays, and counts for everybody in it."""

    id: str
    module: str
    people: tuple[int, ...]  # learners
    start: int
    length: int
    teacher: int  # -1: gone
    hall: int
    counts: tuple[tuple[int, int], ...]  # group of coverage, how many of it sit here


@dataclass(slots=True)
class Problem:
    """All of it. `courses` and `learners` are in a fixed order: same files, same problem."""

    axis: Axis
    places: dict[str, Place]
    learners: list[Learner]
    teachers: list[Teacher]
    halls: list[Hall]
    groups: list[Group]
    courses: list[Course]
    missing: list[Missing]
    before: dict[tuple[str, ...], tuple[tuple[str, str], ...]]  # path → pairs of its modules, earlier and later
    opens: dict[tuple[int, str], int]  # (learner, module) → first quarter hour, where it is later than the learner's
    per_day: int
    pause: int
    travel: dict[tuple[str, str], int] = field(default_factory=dict)  # quarter hours between workplaces, both ways
    running: list[Running] = field(default_factory=list)
    trained: dict[int, int] = field(default_factory=dict)  # learner → quarter hours of this week that are over
    taught: dict[int, int] = field(default_factory=dict)  # teacher → the same
    course_of: dict[tuple[int, str], int] = field(default_factory=dict)  # (learner, module) → course

    def index(self) -> None:
        """Notes which course each seat belongs to."""
        self.course_of = {(p, c.module): n for n, c in enumerate(self.courses) for p in c.seats}
