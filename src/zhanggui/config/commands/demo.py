"""Run the demo company: shops on simulated platforms, orders streaming in, staff at work.

With --orders N --exit it does N orders from platform to hand-over without a person, proves the promises, and ends;
exit code 0 only if all is well.
"""

import argparse
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from zhanggui.config.starting import database, migrate, set_up_django

MORNING = 240

if TYPE_CHECKING:
    from zhanggui.config.processes import Child


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--simulator-port", type=int, default=8001)
    parser.add_argument("--stream", type=float, default=15, metavar="N", help="orders a minute (default 15)")
    parser.add_argument("--first-orders", type=int, default=MORNING, metavar="N", help="that wait when the shop opens")
    parser.add_argument("--no-staff", action="store_true", help="nobody works but you")
    parser.add_argument("--orders", type=int, default=0, metavar="N", help="do so many orders at once")
    parser.add_argument("--printers", action="store_true", help="with print programs to print to, also simulated")
    parser.add_argument("--taobao-only", action="store_true", help="without the shops on other platforms")
    parser.add_argument("--exit", action="store_true", help="end when these orders are handed over")


def run(given: argparse.Namespace) -> int:
    os.environ["ZHANGGUI_DEMO"] = "1"
    os.environ["ZHANGGUI_DEMO_SIMULATOR"] = f"http://{given.host}:{given.simulator_port}"
    if given.printers:
        os.environ["ZHANGGUI_PRINT_PORTS"] = " ".join(f"{name}={port}" for name, port in _printer_ports().items())
    with database(durable=False) as server:
        set_up_django()
        migrate()
        from django.conf import settings

        from zhanggui.config.commands.serve import gather_static_files, web_child, worker_children
        from zhanggui.config.processes import run_children
        from zhanggui.demo.company import found_company, write_catalogue
        from zhanggui.kernel.actor import system_actor
        from zhanggui.kernel.clock import now

        place = settings.HOME / "demo"
        place.mkdir(parents=True, exist_ok=True)
        write_catalogue(place / "catalogue.csv")
        gateway = f"http://{given.host}:{given.simulator_port}"
        beside = {} if given.exit or given.taobao_only else _beside(given)
        found_company(
            taobao=gateway, beside=beside, actor=system_actor("demo", source="cli"), at=now() - timedelta(seconds=1)
        )
        children = [_simulator(given, place), *_other_platforms(given, beside, place), *worker_children(server.url)]
        if given.printers:
            children.append(_printers())
        headless = given.orders and given.exit
        if not headless:
            gather_static_files()
            children.append(web_child(given.host, given.port, server.url))
            if not given.no_staff:
                children.append(_staff(server.url))

        def tell() -> None:
            sys.stdout.write(_welcome(given, {"taobao": gateway, **beside}))
            sys.stdout.flush()

        def task() -> int:
            from zhanggui.config.commands.prove import print_proofs
            from zhanggui.demo.headless import do_orders

            all_done = do_orders(given.orders, simulator=gateway)
            return 0 if all_done and print_proofs() else 1

        return run_children(
            children, pid_file=settings.HOME / "demo.pid", task=task if headless else None,
            on_ready=None if headless else tell,
        )  # fmt: skip


def _simulator(given: argparse.Namespace, place: Path) -> "Child":
    from zhanggui.config.processes import Child, listens_on

    database = place / "taobao.sqlite"
    argv = [
        sys.executable, "-m", "zhanggui.simulators.taobao", "--host", given.host, "--port", str(given.simulator_port),
        "--db", str(database), "--catalogue", str(place / "catalogue.csv"),
    ]  # fmt: skip
    if not given.exit:
        argv += ["--stream", str(given.stream), "--place", str(_first_orders(given, is_new=not database.exists()))]
    ready = listens_on(given.simulator_port, host=given.host)
    return Child("taobao", argv, env=dict(os.environ), ready=ready, port=given.simulator_port, host=given.host)


def _beside(given: argparse.Namespace) -> dict[str, str]:
    """Where the other platforms answer: at the ports after that of Taobao."""
    from zhanggui.demo.platforms import BESIDE

    return {key: f"http://{given.host}:{given.simulator_port + nth}" for nth, key in enumerate(BESIDE, start=1)}


def _other_platforms(given: argparse.Namespace, beside: dict[str, str], place: Path) -> list["Child"]:
    """Their simulators, and the buyers on them."""
    from zhanggui.config.processes import Child, listens_on

    if not beside:
        return []
    is_new = not (place / f"{next(iter(beside))}.sqlite").exists()
    children = []
    for key, address in beside.items():
        port = int(address.rpartition(":")[2])
        argv = [sys.executable, "-m", f"zhanggui.simulators.{key}", "--host", given.host, "--port", str(port)]
        argv += ["--db", str(place / f"{key}.sqlite")]
        ready = listens_on(port, host=given.host)
        children.append(Child(key, argv, env=dict(os.environ), ready=ready, port=port, host=given.host))
    argv = [sys.executable, "-m", "zhanggui.demo.buyers", *beside.values()]
    argv += ["--catalogue", str(place / "catalogue.csv"), "--stream", str(given.stream / 2)]
    argv += ["--place", str(_first_orders(given, is_new=is_new) // 6)]
    return [*children, Child("buyers", argv, env=dict(os.environ))]


PRINTERS_SHIFT = 20_000
"""Simulated print programs keep away from the ports of real ones."""


def _printer_ports() -> dict[str, int]:
    from zhanggui.simulators.print_components.server import PORTS

    return {name: port + PRINTERS_SHIFT for name, port in PORTS.items()}


def _printers() -> "Child":
    from zhanggui.config.processes import Child, listens_on

    argv = [sys.executable, "-m", "zhanggui.simulators.print_components", "--shift", str(PRINTERS_SHIFT)]
    port = min(_printer_ports().values())
    return Child("printers", argv, env=dict(os.environ), ready=listens_on(port, host="127.0.0.1"), port=port)


def _first_orders(given: argparse.Namespace, *, is_new: bool) -> int:
    """A shop that opens for the first time has a morning's orders waiting."""
    return given.orders or (given.first_orders if is_new else 0)


def _staff(url: str) -> "Child":
    from zhanggui.config.processes import Child

    return Child(
        "staff", [sys.executable, "-m", "zhanggui.config.cli", "staff"], env={**os.environ, "DATABASE_URL": url}
    )


def _welcome(given: argparse.Namespace, platforms: dict[str, str]) -> str:
    from django.conf import settings

    from zhanggui.demo.people import PEOPLE

    told = "   ".join(f"{key} {address}" for key, address in platforms.items())
    people = "\n".join(f"    {username:10} {name}" for username, name, _ in PEOPLE)
    return (
        f"\n掌柜 Zhanggui   http://{given.host}:{given.port}\n"
        f"模拟平台 simulated platforms   {told}\n"
        f"密码 password: {settings.DEMO_PASSWORD}\n{people}\nCtrl-C 结束 ends everything.\n\n"
    )
