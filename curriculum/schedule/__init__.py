"""Fifth stage: learning paths → groups → dated sessions with trainers and rooms; and an independent check of them."""

from curriculum.schedule.facts import Breach, Facts
from curriculum.schedule.make import EFFORT, Asked, make_schedule
from curriculum.schedule.previous import begun_groups, is_frozen
from curriculum.schedule.stand_in import who_could
from curriculum.schedule.text import schedule_text
from curriculum.schedule.verify import verify

__all__ = [
    "EFFORT",
    "Asked",
    "Breach",
    "Facts",
    "begun_groups",
    "is_frozen",
    "make_schedule",
    "schedule_text",
    "verify",
    "who_could",
]
