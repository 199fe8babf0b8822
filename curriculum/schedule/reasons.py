"""Why somebody has no seat, or only a late one, and the smallest change that would give one.

One obstacle after the other is taken away; the first whose absence opens a time is the reason.
"""

from __future__ import annotations

import datetime as dt

from curriculum.model import NoSeat
from curriculum.schedule.masks import fitting, from_on, up_to
from curriculum.schedule.problem import Course, Problem, Why
from curriculum.schedule.timetable import Meeting, Timetable


class Reasons:
    """Explains seats of one timetable."""

    def __init__(self, table: Timetable, seated: dict[tuple[int, str], tuple[int, ...]]) -> None:
        self._table = table
        self._problem: Problem = table.problem
        self._seated = seated

    def why(self, person: int, course: Course) -> Why:
        """The reason and the change, for a seat before the course's due date."""
        learner = self._problem.learners[person]
        lacking = next((a for a in self._earlier(person, course) if (person, a) not in self._seated), None)
        if lacking is not None:
            because = f"'{lacking}' comes before it and has no seat"
            return Why(NoSeat.FIRST, because, f"a seat in '{lacking}'", first=lacking)
        by = self._day(course, course.due - 1)
        if course.due <= learner.opens:
            because = f"it was due on {by}, before training can begin"
            return Why(NoSeat.TOO_EARLY, because, f"a due date after {by}", by)
        too_long = max(course.parts) > self._problem.per_day
        if too_long:
            because = "a sitting is longer than people may train in a day"
            return Why(NoSeat.TOO_LONG, because, "shorter units, or more minutes in a day", by)
        for length in course.parts:
            found = self._obstacle(person, course, length, by)
            if found is not None:
                return found
        if len(course.parts) > 1:
            because = f"its {len(course.parts)} sittings do not fit one after the other by {by}"
            return Why(NoSeat.SITTINGS, because, "an earlier start", by)
        return self._general(course, by)

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
                because = f"on leave, or not there, on every working day until {by}"
                return Why(NoSeat.ABSENT, because, "a due date after the return", by)
            because = f"no working time of {length * 15} minutes at one go until {by}"
            return Why(NoSeat.HOURS, because, "an earlier start, or longer hours", by)
        if not mask and uncovered:
            groups = [self._problem.groups[g] for g, _ in counts]
            tight = ", ".join(f"{g.name} ({g.limit} of {g.members} at once)" for g in groups)
            because = f"as many as may be away at once are away: {tight}"
            return Why(NoSeat.COVER, because, f"one more person of the {groups[0].name} away", by)
        if not mask:
            because = "no time left in their own days and weeks for training"
            return Why(NoSeat.OWN_TIME, because, "more minutes a week, or an earlier start", by)
        able = 0
        for teacher in table.teachers(meeting):
            able |= table.teacher_begins(teacher, meeting)
        if not mask & able:
            because = f"no trainer is free when they are until {by}"
            return Why(NoSeat.TRAINER_TIME, because, self.more_trainers(course, by), by)
        if not halls & able:
            because = f"no room is free together with a trainer until {by}"
            return Why(NoSeat.ROOM_TIME, because, f"one more room-day at '{course.place.id}'", by)
        return None

    def more_trainers(self, course: Course, by: dt.date) -> str:
        """`one more trainer-day in he for 'forecasting' before 12 May`."""
        return f"one more trainer-day in {course.language} for '{course.module}' by {by}"

    def _general(self, course: Course, by: dt.date) -> Why:
        because = f"no time that suits the whole group until {by}"
        return Why(NoSeat.WHOLE_GROUP, because, self.more_trainers(course, by), by)

    def _day(self, course: Course, slot: int) -> dt.date:
        return course.place.local(max(slot, course.place.starts[0])).date()
