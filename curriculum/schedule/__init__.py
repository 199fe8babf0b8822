"""Fifth stage: learning paths → groups → dated sessions with trainers and rooms; and an independent check of them."""

from curriculum.schedule.changes import Changes
from curriculum.schedule.facts import Breach, Facts
from curriculum.schedule.helps import tried
from curriculum.schedule.make import EFFORT, Asked, make_schedule
from curriculum.schedule.previous import begun_groups, is_frozen
from curriculum.schedule.stand_in import who_could
from curriculum.schedule.text import schedule_text
from curriculum.schedule.verify import verify
from curriculum.schedule.what_if import with_changes

__all__ = [
    "EFFORT",
    "Asked",
    "Breach",
    "Changes",
    "Facts",
    "begun_groups",
    "is_frozen",
    "make_schedule",
    "schedule_text",
    "tried",
    "verify",
    "who_could",
    "with_changes",
]
