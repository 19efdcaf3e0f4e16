"""Delete jobs that are done.

Afterwards jobs that succeeded longer than a day ago are gone. Failed ones stay until someone lets them run again.
"""

from datetime import datetime

from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome

KEEP_HOURS = 24


def forget_done_jobs(*, actor: Actor, at: datetime) -> Outcome[int]:
    async_to_sync(app.job_manager.delete_old_jobs)(nb_hours=KEEP_HOURS)
    return Outcome()
