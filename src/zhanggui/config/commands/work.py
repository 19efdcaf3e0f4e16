"""Run background jobs: pull orders, tell platforms, stop parcels, plan."""

import argparse
import gc

from zhanggui.config.starting import check_keys, database, set_up_django, take_turns_often


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--queues", default="", help="only these lanes, separated by commas (stop,stock,default,push,pull,bulk)"
    )
    parser.add_argument("--concurrency", type=int, default=2, help="how many jobs at once")


def run(given: argparse.Namespace) -> int:
    with database():
        set_up_django()
        check_keys()
        take_turns_often()
        from procrastinate.contrib.django import app

        gc.freeze()  # as in the web process
        app.with_connector(app.connector.get_worker_connector()).run_worker(  # type: ignore[attr-defined]  # Django's has it
            queues=[queue for queue in given.queues.split(",") if queue] or None,
            concurrency=given.concurrency,
            name=f"work-{given.queues or 'all'}",
        )
    return 0
