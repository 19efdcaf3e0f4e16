"""The script of every simulator that stands on a market: what a person or a demonstration plays at `/sim/…`."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from zhanggui.simulators.stage.server import Script

from .market import Market
from .sales import Case, Sale

Given = Mapping[str, Any]


def script_of(market: Market) -> dict[str, Script]:
    """The actions by the name that stands behind `/sim/`. KeyError and ValueError are told to the caller."""
    return {
        "state": lambda given: _state(market, given),
        "place": lambda given: _place(market, given),
        "sales": lambda given: _play(market, given),
        "refunds": lambda given: _refund(market, given),
        "chaos": lambda given: _disturb(market, given),
        "goods": lambda given: _goods(market, given),
        "keys": lambda given: _authorise(market, given),
    }


def _place(market: Market, given: Given) -> Any:
    """`n` sales, with `lines` (a count, or codes with pieces), `paid` or not, over `spread_s` before `at` or now."""
    lines = given.get("lines", 0)
    basket = [(str(code), int(pieces)) for code, pieces in lines] if isinstance(lines, list) else int(lines)
    return {
        "numbers": market.place(
            int(given.get("n", 1)),
            lines=basket,
            paid=bool(given.get("paid", True)),
            at=datetime.fromisoformat(given["at"]) if given.get("at") else None,
            spread_s=float(given.get("spread_s", 0)),
        )
    }


def _play(market: Market, given: Given) -> Any:
    """`action` happens to each of `numbers`."""
    action = _ACTIONS.get(str(given["action"]))
    if action is None:
        raise ValueError(f"there is no action {given['action']!r}")
    for number in given["numbers"]:
        action(market, str(number), given)
    return {"done": [_summary(market.sales[str(number)]) for number in given["numbers"]]}


def _refund(market: Market, given: Given) -> Any:
    """Without `case` the buyer of `number` asks for money back; with it the case is where `state` says."""
    number = str(given["number"])
    case = str(given.get("case", ""))
    if case:
        market.settle_refund(number, case, Case(given["state"]))
    else:
        case = market.ask_refund(
            number, line=str(given.get("line", "")), with_goods=bool(given.get("with_goods", False))
        )
    return {"case": case, **_summary(market.sales[number])}


def _disturb(market: Market, given: Given) -> Any:
    """So many `restless` and `untidy` lists, changes found `late_s` later, a ban of `ban_s`, sales to `spoil`."""
    market.restless = int(given.get("restless", market.restless))
    market.untidy = int(given.get("untidy", market.untidy))
    market.late_s = float(given.get("late_s", market.late_s))
    market.spoiled |= {str(number): str(how) for number, how in given.get("spoil", {}).items()}
    if "ban_s" in given:
        market.ban(float(given["ban_s"]))
    return {
        "restless": market.restless,
        "untidy": market.untidy,
        "late_s": market.late_s,
        "banned_s": market.banned_s(),
        "spoiled": market.spoiled,
    }


def _authorise(market: Market, given: Given) -> Any:
    """The shop's token has run out, or is good again."""
    if given.get("good", True):
        market.keys.restore()
    else:
        market.keys.expire()
    return {"token": market.keys.token, "expires_at": market.keys.expires_at.isoformat()}


def _goods(market: Market, given: Given) -> Any:
    """What is on sale, and every number the seller has written since the simulator was started. With `wares` exactly
    these are on sale from now on; of what was on sale before as many as before."""
    with market.lock:
        if wares := given.get("wares"):
            known = {ware.code: ware.stock for ware in market.shelf.all()}
            market.shelf.load({**row, "stock": known.get(str(row["code"]), row.get("stock", 0))} for row in wares)
        writes = [{"at": at.isoformat(), "code": code, "pieces": pieces} for at, code, pieces in market.stock_writes]
        return {"wares": [{"code": ware.code, "stock": ware.stock} for ware in market.shelf.all()], "writes": writes}


def _state(market: Market, given: Given) -> Any:
    """The sales, newest first; at most `limit`."""
    with market.lock:
        newest = sorted(market.sales.values(), key=lambda sale: sale.modified_at, reverse=True)
    return {"total": len(newest), "sales": [_summary(sale) for sale in newest[: int(given.get("limit", 50))]]}


def _summary(sale: Sale) -> dict[str, Any]:
    return {
        "number": sale.number,
        "stage": sale.stage,
        "modified_at": sale.modified_at.isoformat(),
        "lines": [{"number": line.number, "code": line.code, "pieces": line.pieces} for line in sale.lines],
        "waybills": [parcel.waybill for parcel in sale.parcels],
        "cases": [{"number": case.number, "state": case.state} for case in sale.cases],
        "own": sale.own,
    }


_ACTIONS: Mapping[str, Callable[[Market, str, Given], object]] = {
    "pay": lambda market, number, _: market.pay(number),
    "hold": lambda market, number, _: market.hold(number),
    "release": lambda market, number, _: market.hold(number, held=False),
    "cancel": lambda market, number, _: market.cancel(number),
    "move_address": lambda market, number, _: market.move_address(number),
    "touch": lambda market, number, _: market.touch(number),
    "deliver": lambda market, number, _: market.deliver(number),
    "finish": lambda market, number, _: market.finish(number),
    "ship": lambda market, number, given: market.ship(number, str(given["carrier"]), str(given["waybill"])),
    "note": lambda market, number, given: market.note(number, str(given.get("memo", "")), int(given.get("flag", 0))),
}
