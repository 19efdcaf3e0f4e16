"""The hub at `/sync`, the push of changes, and the shop's own interface at `/api.php`."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from werkzeug.wrappers import Request, Response

from zhanggui.simulators.market.market import AlreadyShipped, Market, Unshippable
from zhanggui.simulators.market.money import yuan
from zhanggui.simulators.market.script import script_of
from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.pushing import Message
from zhanggui.simulators.stage.server import Door, Server, in_json

from .words import moment, number_from, order_of, summary_of

APP, OURS, SHOP, TOKEN = "ecos.ome", "1000000001", "1000000002", "shopex-demo-token"
SHOP_TOKEN, SHOP_NAME = "ecshop-demo-token", "掌柜示例小店"
MOST_ROWS = 100
Form = Mapping[str, str]


class Failed(Exception):
    """The hub says fail, with its code and its sentence."""

    def __init__(self, res: str, sentence: str) -> None:
        super().__init__(sentence)
        self.res, self.sentence = res, sentence


class ShopexHub:
    """One certificate, one shop bound to it."""

    def __init__(self, *, clock: Clock | None = None, seed: int | None = None) -> None:
        market = self.market = Market(clock=clock, seed=seed, numbers=number_from)
        doors = {
            "POST /sync": Door(lambda request: request.form.get("method", ""), self._answer),
            "POST /api.php": Door(lambda request: request.form.get("act", ""), self._shop),
        }
        self.server = Server(doors, script_of(market), clock=market.clock)
        self.is_slow = False
        """It answers that it is at work, and does it all the same."""
        self._methods = {
            "store.trades.sold.get": self._list, "store.trade.fullinfo.get": self._one,
            "store.logistics.offline.send": self._send, "store.logistics.dummy.send": self._send,
            "store.trade.memo.update": self._note, "store.items.quantity.list.update": self._stock,
        }  # fmt: skip

    def message(self, number: str, address: str, *, token: str = TOKEN) -> Message:
        """What the hub tells of a change of this sale."""
        told = {
            "method": "ome.order.add", "from_node_id": SHOP, "to_node_id": OURS, "tid": number,
            "date": summary_of(self.market.sales[number])["modified"],
        }  # fmt: skip
        body = urlencode({**told, "sign": _signature(told, token)}).encode()
        return Message(f"{number} {told['date']}", address, body, content_type="application/x-www-form-urlencoded")

    def _answer(self, request: Request, fault: Fault | None) -> Response:
        if banned := self.market.banned_s():
            response = in_json({}, 429)
            response.headers["Retry-After"] = str(banned)
            return response
        if not self.market.keys.is_good(self.market.keys.token):
            return in_json({"rsp": "fail", "res": "", "err_msg": "certificate expired"}, 401)
        form = request.form.to_dict()
        try:
            if fault is not None:
                raise Failed(fault.code, fault.sentence)
            _check(form)
            data = self._methods[form["method"]](form)
        except Failed as failed:
            return _told("fail", res=failed.res, err_msg=failed.sentence)
        if self.is_slow and form["method"].startswith("store.logistics"):
            return _told("running")
        return _told("succ", data=json.dumps(data, ensure_ascii=False))

    def _list(self, form: Form) -> Any:
        try:
            since, until = moment(form["start_time"]), moment(form["end_time"])
        except (KeyError, ValueError) as wrong:
            raise Failed("", f"wrong moment: {wrong}") from wrong
        size, page = int(form.get("page_size", "40")), int(form.get("page_no", "1"))
        if size > MOST_ROWS:
            raise Failed("", "page_size is too large")
        found = self.market.changed(since, until, newest_first=True)
        rows = self.market.page(found, (page - 1) * size, size)
        told = [summary_of(sale, spoiled=self.market.spoiled.get(sale.number, "")) for sale in rows]
        return {"total_results": len(found), "trades": told}

    def _one(self, form: Form) -> Any:
        sale = self.market.sales.get(form.get("tid", ""))
        if sale is None:
            raise Failed("order_not_exist", "订单不存在")
        return {"trade": order_of(sale, spoiled=self.market.spoiled.get(sale.number, ""))}

    def _send(self, form: Form) -> Any:
        number, waybill = form.get("tid", ""), form.get("logistics_no", "")
        if number not in self.market.sales:
            raise Failed("w06102", "出库单不存在")
        if form["method"].endswith("offline.send") and not (waybill and form.get("company_code")):
            raise Failed("w06001", "物流公司或运单号为空")
        sale = self.market.sales[number]
        pieces: dict[str, int] | None = None
        if form.get("packages"):
            told = json.loads(form["packages"])
            pieces = {str(one["oid"]): int(one["amount"]) for pack in told for one in pack["package_product_list"]}
        elif form.get("oid_list"):
            named = form["oid_list"].split(",")
            pieces = {line.number: line.pieces - line.shipped for line in sale.lines if line.number in named}
        try:
            self.market.ship(number, form.get("company_code", ""), waybill, pieces)
        except AlreadyShipped as wrong:
            raise Failed("w06105", "订单已发货") from wrong
        except Unshippable as wrong:
            raise Failed("w06104", "订单不是待发货状态") from wrong
        return {"tid": number}

    def _note(self, form: Form) -> Any:
        if form.get("tid") not in self.market.sales:
            raise Failed("order_not_exist", "订单不存在")
        self.market.note(form["tid"], form.get("memo", ""), int(form.get("flag", "0")))
        return {"tid": form["tid"]}

    def _stock(self, form: Form) -> Any:
        taken, unknown = [], []
        for row in json.loads(form.get("list_quantity", "[]")):
            ware = self.market.shelf.find(code=str(row["bn"]))
            if ware is None:
                unknown.append(row["bn"])
            else:
                self.market.set_stock(ware.sku, int(row["quantity"]))
                taken.append(row["bn"])
        return {"true_bn": taken, "error_response": json.dumps(unknown)}

    def _shop(self, request: Request, fault: Fault | None) -> Response:
        """ECShop's own interface: goods, and nothing of orders."""
        form = request.form.to_dict()
        if form.get("ac") != _ecshop_signature(form):
            return _ecshop("fail", "0x009")
        if not form.get("api_version"):
            return _ecshop("fail", "0x010")
        if fault is not None:
            return _ecshop("fail", fault.code)
        match form.get("act"):
            case "search_goods_list":
                size, page = int(form.get("counts", "100")), int(form.get("pages", "1"))
                wares = sorted(self.market.shelf.all(), key=lambda ware: ware.sku)
                rows = [
                    {"goods_id": ware.sku, "bn": ware.code, "name": f"{ware.title} {ware.spec}".strip(),
                     "price": yuan(ware.price), "store": str(ware.stock), "marketable": "true"}
                    for ware in wares[(page - 1) * size : page * size]
                ]  # fmt: skip
                return _ecshop("success", "", {"data_info": rows, "counts": str(len(wares))})
            case "search_site_info":
                return _ecshop("success", "", {"data_info": [{"shop_name": SHOP_NAME}], "counts": "1"})
            case "search_deleted_goods_list":
                return _ecshop("fail", "0x007")
        return _ecshop("fail", "0x008")


def _check(form: Form) -> None:
    if form.get("app_id") != APP or form.get("from_node_id") != OURS or form.get("to_node_id") != SHOP:
        raise Failed("", "node is not bound")
    if form.get("sign") != _signature({name: value for name, value in form.items() if name != "sign"}, TOKEN):
        raise Failed("", "sign error")
    if not form.get("method", "").startswith("store."):
        raise Failed("", "no such method")


def _signature(form: Form, token: str) -> str:
    told = "".join(name + form[name] for name in sorted(form))
    return _upper(_upper(told) + token)


def _upper(told: str) -> str:
    return hashlib.md5(told.encode(), usedforsecurity=False).hexdigest().upper()


def _ecshop_signature(form: Form) -> str:
    told = "".join(form[name] for name in sorted(form) if name != "ac")
    return hashlib.md5((told + SHOP_TOKEN).encode(), usedforsecurity=False).hexdigest()


def _told(rsp: str, *, res: str = "", err_msg: str = "", data: str = "") -> Response:
    content = {"rsp": rsp, "res": res, "err_msg": err_msg, "msg_id": "5A1B2C3D", "data": data}
    return Response(orjson.dumps(content), content_type="application/json; charset=utf-8")


def _ecshop(result: str, code: str, info: Any = None) -> Response:
    return in_json({"result": result, "msg": code, "info": info or {}})
