"""Create the first person, who may do everything; the password is asked for."""

import argparse
import getpass
import os
import sys

from zhanggui.config.starting import database, migrate, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username")
    parser.add_argument("--name", default="")


def run(given: argparse.Namespace) -> int:
    password = os.environ.get("ZHANGGUI_OWNER_PASSWORD") or getpass.getpass()
    with database():
        set_up_django()
        migrate()
        from zhanggui.books.flows.install_chart import install_chart
        from zhanggui.kernel.actor import system_actor
        from zhanggui.kernel.clock import now
        from zhanggui.people.flows.create_users import UserDraft, create_users
        from zhanggui.people.flows.install_roles import install_roles

        actor = system_actor("set-up", source="cli")
        install_roles(actor=actor, at=now())
        install_chart(actor=actor, at=now())
        person = UserDraft(given.username, given.name or given.username, password, roles=("owner",))
        create_users(users=[person], actor=actor, at=now()).one()
    sys.stdout.write(f"{given.username} may sign in.\n")
    return 0
