"""Let the demo staff work at the posts that are switched on, at a human pace."""

import argparse
import logging
import time

from zhanggui.config.starting import database, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pause", type=float, default=4.0, help="seconds between rounds")
    parser.add_argument("--limit", type=int, default=2, help="documents a post finishes in a round")


def run(given: argparse.Namespace) -> int:
    with database():
        set_up_django()
        from django.db import close_old_connections

        from zhanggui.demo.models import StaffPost
        from zhanggui.demo.staff import demo_actors, work_round
        from zhanggui.kernel.clock import now

        while True:
            try:
                working = set(StaffPost.objects.filter(is_working=True).values_list("code", flat=True))
                posts = {post: actor for post, actor in demo_actors().items() if post in working}
                work_round(posts, at=now(), limit=given.limit)
            except Exception:
                # One bad round must not end the working day; it is logged, and the next round tries again.
                logging.getLogger("zhanggui.demo").exception("a round of the demo staff failed")
                close_old_connections()
            time.sleep(given.pause)
