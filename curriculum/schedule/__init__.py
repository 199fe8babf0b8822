"""Fifth stage: learning paths → groups → dated sessions with trainers and rooms; and an independent check of them."""

from curriculum.schedule.facts import Breach, Facts
from curriculum.schedule.make import EFFORT, Asked, make_schedule
from curriculum.schedule.text import schedule_text
from curriculum.schedule.verify import verify

__all__ = ["EFFORT", "Asked", "Breach", "Facts", "make_schedule", "schedule_text", "verify"]
