"""`zhanggui`: one command, its verbs one file each in `config/commands`."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from zhanggui.kernel.refusal import Refusal

COMMANDS = (
    "demo", "serve", "work", "staff", "migrate", "import-orders", "prove", "flows", "doctor", "backup", "restore",
    "create-owner", "reseal",
)  # fmt: skip
REFUSED = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; a refusal is said in one sentence and ends with exit code 2."""
    parser = argparse.ArgumentParser(prog="zhanggui", description="掌柜: the operations system of an online seller")
    verbs = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    modules = {}
    for name in COMMANDS:
        module = import_module(f"zhanggui.config.commands.{name.replace('-', '_')}")
        first_line = (module.__doc__ or "").strip().splitlines()[0]
        verb = verbs.add_parser(name, help=first_line, description=module.__doc__)
        module.add_arguments(verb)
        modules[name] = module
    given = parser.parse_args(argv)
    try:
        return modules[given.command].run(given)
    except Refusal as refusal:
        sys.stderr.write(f"{refusal.code()}: {_sentence(refusal)}\n")
        return REFUSED


def _sentence(refusal: Refusal) -> str:
    """In the reader's language where Django is up, in English before."""
    try:
        return refusal.sentence
    except Exception:
        return str(refusal)


if __name__ == "__main__":
    sys.exit(main())
