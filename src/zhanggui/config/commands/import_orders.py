"""Import an order file (CSV or XLSX) into a shop; with --dry-run only say what it holds.

Exit code 0 when every row was read and every order taken, 1 when some were refused (they are listed).
"""

import argparse
import sys
from itertools import islice
from pathlib import Path

from zhanggui.config.starting import check_keys, database, migrate, set_up_django

CHUNK = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--shop", required=True, help="code of the shop")
    parser.add_argument("--items", type=Path, help="the item list that belongs to an order list")
    parser.add_argument("--layout", help="the layout's name, when it cannot be told from the headers")
    parser.add_argument("--dry-run", action="store_true")


def run(given: argparse.Namespace) -> int:
    with database():
        set_up_django()
        migrate()
        from django.utils.translation import gettext as _

        from zhanggui.connectors.files.dating import dated
        from zhanggui.connectors.files.orders import read_orders
        from zhanggui.connectors.files.summary import summarise
        from zhanggui.kernel.actor import system_actor
        from zhanggui.kernel.clock import now
        from zhanggui.kernel.refusal import NotFound, Refusal
        from zhanggui.orders.flows.import_orders import import_orders
        from zhanggui.people.models import Shop

        shop = Shop.objects.filter(code=given.shop).first()
        if shop is None:
            raise NotFound(what="shop", key=given.shop)
        file = read_orders(given.file, layout=given.layout, items=given.items)
        if given.dry_run:
            told = summarise(file)
            total = _("{orders} orders, {lines} lines, {units} pieces, {amount}")
            total = total.format(orders=told.orders, lines=told.lines, units=told.units, amount=told.amount)
            sys.stdout.write(f"{total}\n")
        else:
            check_keys()
            taken, refused = 0, dict[str, Refusal]()
            orders = dated(file.orders, shop_id=shop.pk, handed_in_at=now())
            while chunk := list(islice(orders, CHUNK)):
                outcome = import_orders(
                    shop_id=shop.pk, orders=chunk, source="file", actor=system_actor("file", source="cli"), at=now()
                )
                taken += len(outcome.done)
                refused |= outcome.refused
                sys.stdout.write("\r" + _("{count} orders taken").format(count=taken))
                sys.stdout.flush()
            sys.stdout.write("\n")
            for number, refusal in refused.items():
                sys.stdout.write(f"{number}: {refusal.sentence} [{refusal.code()}]\n")
            if refused:
                return 1
        for row in file.row_errors:
            sys.stdout.write(f"{row.table} {row.row} {row.column}: {row.sentence} [{row.code}]\n")
        return 1 if file.row_errors else 0
