"""Parcels that the seller says have left."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from zhanggui.simulators.market.market import AlreadyShipped, Market, Unshippable
from zhanggui.simulators.market.sales import Case, Sale, Stage

from .gateway import Asked, Refused, business, invalid, is_true, missing, whole

COMPANIES = {
    "shunfeng": "顺丰速运",
    "yuantong": "圆通快递",
    "zhongtong": "中通快递",
    "shentong": "申通快递",
    "yunda": "韵达快递",
    "ems": "EMS",
    "youzhengguonei": "邮政快递包裹",
    "jd": "京东物流",
    "jtexpress": "极兔快递",
    "debangwuliu": "德邦快递",
    "huitongkuaidi": "百世快递",
    "zhaijisong": "宅急送",
    "youshuwuliu": "优速快递",
    "annengwuliu": "安能物流",
    "kuayue": "跨越速运",
}
NUMBER = re.compile(r"[0-9A-Za-z-]{6,30}")
WRONG_STAGE = {
    Stage.UNPAID: (60137, "订单未支付，禁止发货。"),
    Stage.HELD: (60109, "订单正在风控审核中，风控审核时效1~2小时，请等待订单变为“备货中”状态后重试。"),
    Stage.CANCELLED: (60021, "订单已取消，禁止发货。"),
    Stage.CLOSED: (60068, "该订单已售前退款成功，不能发货。"),
    Stage.SHIPPED: (60110, "订单已发货，不允许再次执行发货。"),
    Stage.DELIVERED: (60110, "订单已发货，不允许再次执行发货。"),
    Stage.DONE: (60113, "订单已完结，禁止发货。"),
}

Pieces = Mapping[str, int]


def companies(_: Market, __: Asked) -> list[dict[str, Any]]:
    return [{"id": place, "code": code, "name": name} for place, (code, name) in enumerate(COMPANIES.items(), start=1)]


def ship_whole(market: Market, asked: Asked) -> dict[str, Any]:
    """The whole order leaves in one parcel; nothing of it may have left before."""
    with market.lock:
        sale = _sale(market, asked)
        _check_parcel(asked)
        if sale.stage is Stage.PART_SHIPPED:
            raise business(60057, "该订单当前为“部分发货”状态，无法调用此接口")
        _check_stage(sale)
        _mind_refunds(market, sale, asked, set(sale.left()))
        _leave(market, sale, asked, None)
    return {}


class Packs:
    """Parcels of one order, each with the lines in it. A call with a request id that was done before gives the answer
    of that time and does nothing."""

    def __init__(self) -> None:
        self._done: dict[str, dict[str, Any]] = {}

    def ship(self, market: Market, asked: Asked) -> dict[str, Any]:
        request = str(asked.get("request_id") or "")
        if not request:
            raise missing(50050, "发货请求id不能为空，请检查requestId")
        with market.lock:
            if request not in self._done:
                self._done[request] = _ship_packs(market, asked)
            return self._done[request]


def _ship_packs(market: Market, asked: Asked) -> dict[str, Any]:
    sale = _sale(market, asked)
    packs = asked.get("pack_list")
    if not isinstance(packs, list) or not packs:
        raise missing(60036, "发货信息为空。")
    for pack in packs:
        _check_parcel(pack)
    _check_stage(sale)
    inside = [_pieces(sale, pack) for pack in packs]
    together = Counter[str]()
    for pieces in inside:
        together.update(pieces)
    left = sale.left()
    if any(together[line] > left.get(line, 0) for line in together):
        raise business(70023, "已发货，请检查订单状态")
    _mind_refunds(market, sale, asked, set(together))
    told = []
    for pack, pieces in zip(packs, inside, strict=True):
        parcel = _leave(market, sale, pack, pieces)
        shipped = [{"shipped_order_id": line, "shipped_num": n} for line, n in pieces.items()]
        told.append({"shipped_order_info": shipped, "logistics_code": pack["logistics_code"], "pack_id": parcel})
    return {"pack_list": told}


def _sale(market: Market, asked: Asked) -> Sale:
    number = str(asked.get("order_id") or "")
    if not number:
        raise invalid(50049, "订单号不能为空或者格式错误。")
    if number not in market.sales:
        raise business(60033, "订单不存在，请仔细检查后重试。")
    return market.sales[number]


def _check_parcel(asked: Asked) -> None:
    if not asked.get("company_code"):
        raise missing(60011, "物流公司编码不允许为空。")
    if asked["company_code"] not in COMPANIES:
        raise business(60018, "暂不支持该物流公司或物流商已失效，请检查。")
    if not NUMBER.fullmatch(str(asked.get("logistics_code") or "")):
        raise business(60017, "物流单号不符合规则。")


def _check_stage(sale: Sale) -> None:
    if sale.stage in WRONG_STAGE:
        raise business(*WRONG_STAGE[sale.stage])


def _pieces(sale: Sale, pack: Asked) -> Pieces:
    """Pieces by line; a line without a count leaves with all that is left of it."""
    pieces: dict[str, int] = {}
    left = sale.left()
    for row in pack.get("shipped_order_info") or []:
        line = str(row.get("shipped_order_id") or "")
        if line not in {one.number for one in sale.lines}:
            raise business(60102, "商品单不存在，请仔细检查后重试")
        if line not in left:
            raise business(70023, "已发货，请检查订单状态")
        count = whole(row, "shipped_num")
        pieces[line] = left[line] if count is None else count
    if not any(pieces.values()):
        raise missing(60036, "发货信息为空。")
    return pieces


def _mind_refunds(market: Market, sale: Sale, asked: Asked, lines: set[str]) -> None:
    """An open wish for money keeps its lines here, unless the seller turns it down with the parcel."""
    open_cases = [case for case in sale.cases if case.state.is_open and (not case.line or case.line in lines)]
    if not open_cases:
        return
    if not (is_true(asked, "is_reject_refund") or is_true(asked, "is_refund_reject")):
        raise business(60040, "发货订单中有退款申请需要处理，请先处理。")
    for case in open_cases:
        market.settle_refund(sale.number, case.number, Case.REFUSED)


def _leave(market: Market, sale: Sale, asked: Asked, pieces: Pieces | None) -> str:
    """The parcel's number on the platform."""
    try:
        parcel = market.ship(
            sale.number, asked["company_code"], asked["logistics_code"], dict(pieces) if pieces is not None else None
        )
    except AlreadyShipped:
        raise business(70023, "已发货，请检查订单状态") from None
    except Unshippable:
        raise Refused(50002, "业务处理失败", "isv.business-failed:70011", "发货失败，请稍后重试。") from None
    return parcel.number
