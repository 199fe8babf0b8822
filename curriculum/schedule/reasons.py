"""Why somebody has no seat, or only a late one.

One obstacle after the other is taken away; the first whose absence opens a time is the reason.
"""

from __future__ import annotations

import datetime as dt

from curriculum.model import NoSeat
from curriculum.schedule.masks import fitting, from_on, up_to
from curriculum.schedule.problem import Course, Problem, Why
from curriculum.schedule.times import SLOT
from curriculum.schedule.timetable import Meeting, Timetable


class Reasons:
    """Explains seats of one timetable."""

    def __init__(self, table: Timetable, seated: dict[tuple[int, str], tuple[int, ...]]) -> None:
        self._table = table
        self._problem: Problem = table.problem
        self._seated = seated

    def why(self, person: int, course: Course) -> Why:
        """Why there is no seat before the course's due date."""
        learner = self._problem.learners[person]
        lacking = next((a for a in self._earlier(person, course) if (person, a) not in self._seated), None)
        if lacking is not None:
            return Why(NoSeat.FIRST, f"'{lacking}' comes before it and has no seat", first=lacking)
        by = self._day(course, course.due - 1)
        if course.due <= learner.opens:
            return Why(NoSeat.TOO_EARLY, f"it was due on {by}, before training can begin", by)
        if max(course.parts) > self._problem.per_day:
            return Why(NoSeat.TOO_LONG, "a sitting is longer than people may train in a day", by)
        if max(course.parts) > learner.per_week:
            return Why(NoSeat.OWN_TIME, "a sitting is longer than they may train in a week", by)
        for length in course.parts:
            found = self._obstacle(person, course, length, by)
            if found is not None:
                return found
        if len(course.parts) > 1:
            because = f"its {len(course.parts)} sittings do not fit one after the other by {by}"
            return Why(NoSeat.SITTINGS, because, by)
        return Why(NoSeat.WHOLE_GROUP, f"no time that suits the whole group until {by}", by)

    def _earlier(self, person: int, course: Course) -> list[str]:
        pairs = self._problem.before[self._problem.learners[person].path]
        known = self._problem.course_of
        return [a for a, b in pairs if b == course.module and ((person, a) in known or self._is_missing(person, a))]

    def _is_missing(self, person: int, module: str) -> bool:
        return any(m.learner == person and m.module == module for m in self._problem.missing)

    def _obstacle(self, person: int, course: Course, length: int, by: dt.date) -> Why | None:
        """The first thing that leaves no time: leave, then coverage, then the day's limit, trainers, rooms."""
        table, learner = self._table, self._problem.learners[person]
        meeting = Meeting(course, -1, 0, length, (), due=course.due)
        number = len(table.meetings)
        table.meetings.append(meeting)
        table.set_people(number, (person,))
        alone = from_on(up_to(meeting.begins, course.due - length + 1), meeting.opens)
        mask = up_to(table.beginnings(meeting), course.due - length + 1)
        counts, meeting.counts = meeting.counts, ()
        uncovered = up_to(table.beginnings(meeting), course.due - length + 1)
        meeting.counts = counts
        halls = mask & table.halls_begin(meeting)
        table.meetings.pop()
        if not alone:
            working = from_on(up_to(fitting(learner.place.working, length), course.due - length + 1), meeting.opens)
            if working:
                return Why(NoSeat.ABSENT, f"on leave, off shift or not there in all working time until {by}", by)
            return Why(NoSeat.HOURS, f"no working time of {length * SLOT} minutes at one go until {by}", by)
        if not mask and uncovered:
            groups = [self._problem.groups[g] for g, _ in counts]
            tight = ", ".join(f"{g.name} ({g.limit} of {g.members} at once)" for g in groups)
            return Why(NoSeat.COVER, f"as many as may be away at once are away: {tight}", by)
        if not mask:
            return Why(NoSeat.OWN_TIME, f"no time left in their own days and weeks for training until {by}", by)
        able = 0
        for teacher in table.teachers(meeting):
            able |= table.teacher_begins(teacher, meeting)
        if not mask & able:
            return Why(NoSeat.TRAINER_TIME, f"no trainer is free when they are until {by}", by)
        if not halls & able:
            return Why(NoSeat.ROOM_TIME, f"no room is free together with a trainer until {by}", by)
        return None

    def _day(self, course: Course, slot: int) -> dt.date:
        return course.place.local(max(slot, course.place.starts[0])).date()
