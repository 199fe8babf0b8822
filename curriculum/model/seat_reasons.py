"""Why somebody has no seat, and what gave one when it was tried: each as one word that names nobody."""

from __future__ import annotations

import enum


class NoSeat(enum.StrEnum):
    """What stands in the way. It names nobody, so that it can be said to every reader in their language."""

    FIRST = "what-comes-first"  # a module that comes before it has no seat
    TOO_EARLY = "due-too-early"  # due before training can begin
    TOO_LONG = "sitting-too-long"  # longer than people may train in a day
    ABSENT = "absent"  # on leave, or not there
    HOURS = "working-hours"  # no working time long enough at one go
    COVER = "cover"  # as many of the team or role as may be away are away
    OWN_TIME = "own-time"  # no time left in their own days and weeks
    TRAINER_TIME = "trainer-time"  # no trainer is free when they are
    ROOM_TIME = "room-time"  # no room is free together with a trainer
    SITTINGS = "sittings"  # the sittings do not fit one after the other
    WHOLE_GROUP = "whole-group"  # no time suits everybody of the group
    ONLY_TRAINER = "only-trainer"  # the only one who teaches it is the learner
    NOBODY_TEACHES = "nobody-teaches"  # nobody may teach it
    LANGUAGE = "language"  # nobody who may teach it speaks the learner's language
    ROOM = "room"  # no room at their workplace fits it
    WORKPLACE = "workplace"  # nobody teaches it in their language at their workplace
    TOO_FEW = "too-few"  # fewer people than it is held for


class SeatHelp(enum.StrEnum):
    """A change that was tried and gave a seat. It names nobody, so that it can be said to every reader."""

    TRAINER = "one-more-trainer"
    ROOM = "one-more-room"
    BOTH = "one-more-trainer-and-room"
    TEAM = "more-of-a-team-away"  # of a team away at once: per cent
    COVER = "fewer-who-stay"  # of the holders of a role: how many
    WEEK = "minutes-a-week"
    DAY = "minutes-a-day"
    GROUP = "smaller-groups"  # people, at least
    START = "earlier-start"
    LATER = "later-go-live"
