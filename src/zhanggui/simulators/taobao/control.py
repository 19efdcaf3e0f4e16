"""/sim/…: the script over HTTP, for tests in other processes and for the simulator's page. JSON in and out."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request

from .moments import GMT8, written
from .overview import counts, rows
from .refunding import refunds_of

if TYPE_CHECKING:
    from .simulator import TaobaoSimulator


class Control:
    """Every path of the script."""

    def __init__(self, simulator: "TaobaoSimulator") -> None:
        self._simulator = simulator
        self._paths: dict[tuple[str, str], Callable[[Any], Any]] = {
            ("GET", "/sim/state"): self.state,
            ("GET", "/sim/trades"): self.trades,
            ("POST", "/sim/orders"): self.orders,
            ("GET", "/sim/catalogue"): self.catalogue,
            ("POST", "/sim/catalogue"): self.load_catalogue,
            ("GET", "/sim/chaos"): self.chaos,
            ("POST", "/sim/chaos"): self.disturb,
            ("POST", "/sim/session"): self.session,
            ("POST", "/sim/stream"): self.stream,
            ("POST", "/sim/clock"): self.clock,
            ("GET", "/sim/log"): self.log,
        }

    def answer(self, request: Request) -> Any:
        given = request.args.to_dict() if request.method == "GET" else (request.get_json(force=True, silent=True) or {})
        if found := self._paths.get((request.method, request.path)):
            return found(given)
        parts = request.path.removeprefix("/sim/").split("/")
        if request.method == "GET" and len(parts) == 2 and parts[0] == "trades":
            return self.trade(parts[1])
        if request.method == "POST" and len(parts) == 2 and parts[0] == "trades":
            return self._simulator.do(parts[1], given.pop("tids"), **given)
        raise NotFound

    def state(self, _: Any) -> Any:
        simulator = self._simulator
        return {
            "nick": simulator.platform.nick,
            "app_key": simulator.platform.app_key,
            "session": simulator.sessions.current(),
            "session_state": simulator.sessions.state(),
            "now": written(simulator.clock()),
            "counts": counts(simulator.platform),
            "stream": simulator.stream.as_dict(),
            "chaos": simulator.chaos.as_dict(),
        }

    def trades(self, given: dict[str, str]) -> Any:
        page, size = int(given.get("page", 1)), min(int(given.get("size", 50)), 200)
        return rows(
            self._simulator.platform, view=given.get("view", "all"), words=given.get("q", ""), page=page, size=size
        )

    def trade(self, tid: str) -> Any:
        refunds = refunds_of(self._simulator.platform, [int(tid)])
        return _with_text_ids(self._simulator.trade(tid) | {"refunds": refunds})

    def orders(self, given: dict[str, Any]) -> Any:
        at = given.get("at")
        moment = datetime.fromisoformat(at) if at else None
        if moment and moment.tzinfo is None:
            moment = moment.replace(tzinfo=GMT8)
        tids = self._simulator.place(
            int(given.get("n", 1)),
            seed=given.get("seed"),
            at=moment,
            lines=given.get("lines"),
            paid=bool(given.get("paid", True)),
            spread_s=float(given.get("spread_s", 0)),
            step=bool(given.get("step", False)),
            same_buyer_as=given.get("same_buyer_as"),
            strangers=bool(given.get("strangers", False)),
        )
        return {"tids": tids}

    def catalogue(self, _: Any) -> Any:
        return {
            "skus": [
                {"code": s.outer_id, "title": s.title, "spec": s.spec, "price": s.price, "stock": s.stock}
                | {"sku_id": str(s.sku_id), "num_iid": str(s.num_iid)}
                for s in self._simulator.catalogue.all()
            ]
        }

    def load_catalogue(self, given: dict[str, Any]) -> Any:
        return {"loaded": self._simulator.catalogue.load(given["skus"], replace=bool(given.get("replace")))}

    def chaos(self, _: Any) -> Any:
        return self._simulator.chaos.as_dict()

    def disturb(self, given: dict[str, Any]) -> Any:
        chaos = self._simulator.chaos
        if given.get("clear"):
            chaos.clear()
        if "settings" in given:
            chaos.change(given["settings"])
        if "ban_s" in given:
            chaos.ban(float(given["ban_s"]))
        for fault in given.get("faults", []):
            chaos.add(**fault)
        return chaos.as_dict()

    def session(self, given: dict[str, str]) -> Any:
        sessions = self._simulator.sessions
        {"expire": sessions.expire, "restore": sessions.restore}[given["action"]]()
        return {"session": sessions.current(), "state": sessions.state()}

    def stream(self, given: dict[str, Any]) -> Any:
        if rate := float(given.get("per_minute", 0)):
            self._simulator.stream.start(rate)
        else:
            self._simulator.stream.stop()
        return self._simulator.stream.as_dict()

    def clock(self, given: dict[str, Any]) -> Any:
        return {"now": written(self._simulator.clock.advance(float(given["advance_s"])))}

    def log(self, given: dict[str, str]) -> Any:
        return {"calls": self._simulator.log[: int(given.get("size", 60))]}


def _with_text_ids(value: Any) -> Any:
    """Numbers a browser's double cannot hold go out as text."""
    if isinstance(value, dict):
        return {key: _with_text_ids(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_text_ids(item) for item in value]
    return str(value) if type(value) is int and abs(value) > 2**53 else value
