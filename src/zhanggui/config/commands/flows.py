"""List every operation by name, with its first line."""

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("word", nargs="?", default="", help="only operations whose name or line has this word")


def run(given: argparse.Namespace) -> int:
    import django

    from zhanggui.config.registry import all_flows
    from zhanggui.config.starting import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhanggui.config.settings.base")
    django.setup()
    for flow in all_flows():
        if given.word in flow.name or given.word in flow.first_line:
            sys.stdout.write(f"{flow.app + '.' + flow.name:45} {flow.first_line}\n")
    return 0
