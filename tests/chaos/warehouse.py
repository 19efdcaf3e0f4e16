"""The people and the jobs behind the worker, as a program of its own that may be killed anywhere: orders are reviewed,
planned, printed, picked, scanned, weighed and handed over, stopped where their buyers want money back, and told.

python -m tests.chaos.warehouse
"""

import os
import time
from contextlib import suppress

import django

LIMIT = 40
"""So many documents a post finishes in a round."""


def main() -> None:
    """Until it is killed."""
    from django.db import DatabaseError, connection
    from procrastinate.contrib.django import app

    from zhanggui.channels.flows.tell_shipments import tell_shipments
    from zhanggui.channels.queries import due_notices
    from zhanggui.demo.staff import demo_actors, work_round
    from zhanggui.kernel.actor import system_actor
    from zhanggui.kernel.clock import now
    from zhanggui.kernel.flows.retry_stalled_jobs import retry_stalled_jobs

    actor, posts = system_actor("chaos"), demo_actors()
    while True:
        with suppress(DatabaseError):
            retry_stalled_jobs(actor=actor, at=now())
            jobs = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]  # Django's has it
            with jobs.open():
                jobs.run_worker(
                    queues=["stop", "default", "push"], wait=False, install_signal_handlers=False, listen_notify=False
                )
            work_round(posts, at=now(), limit=LIMIT)
            tell_shipments(notice_ids=due_notices(at=now()), actor=actor, at=now())
        connection.close_if_unusable_or_obsolete()
        time.sleep(0.2)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhanggui.config.settings.base")
    django.setup()
    main()
