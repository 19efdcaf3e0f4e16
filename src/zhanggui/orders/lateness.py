"""What is late, as lists and boards ask the database: the same as `rules.lateness.is_late` says of one."""

from datetime import datetime

from django.db.models import F, Q

Moment = datetime | F
"""When it leaves at the soonest, or left."""


def late(leaves_at: Moment) -> Q:
    return Q(ship_by__lt=leaves_at)


def in_time(leaves_at: Moment) -> Q:
    return Q(ship_by__gte=leaves_at)
