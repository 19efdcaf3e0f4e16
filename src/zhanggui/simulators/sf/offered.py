"""What each service code does: business data in, business data out."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from zhanggui.simulators.stage.journeys import Happening, Journeys

from .orders import Book, Order
from .refused import Refused
from .routes import route_of

MOST_PARCELS = 307
MOST_WAYBILLS_ASKED = 10
CONFIRM, CANCEL = "1", "2"


class Services:
    """The business behind the gateway, for one customer with one monthly card."""

    def __init__(self, monthly_card: str) -> None:
        self.book = Book()
        self.monthly_card = monthly_card
        self.journeys = Journeys()
        self.registered: set[str] = set()
        """Waybills the customer asked to be told about. Those of its own orders are pushed anyhow."""
        self.by_code: Mapping[str, Callable[[dict[str, Any], datetime], Any]] = {
            "EXP_RECE_CREATE_ORDER": self.create,
            "EXP_RECE_SEARCH_ORDER_RESP": self.search,
            "EXP_RECE_UPDATE_ORDER": self.update,
            "EXP_RECE_SEARCH_ROUTES": self.routes,
            "EXP_RECE_REGISTER_ROUTE": self.register,
        }

    def create(self, asked: dict[str, Any], now: datetime) -> Any:
        order_id = str(asked.get("orderId") or "")
        if not 0 < len(order_id) <= 64:
            raise Refused("1000", "orderId不能为空且不超过64位")
        _check_contacts(asked)
        card = str(asked.get("monthlyCard") or "")
        if card and not (len(card) == 10 and card.isdigit()):
            raise Refused("6126", "月结卡号不合法")
        if card and card != self.monthly_card:
            raise Refused("8119", "月结卡号不存在或已失效")
        if not asked.get("cargoDetails") or not all(cargo.get("name") for cargo in asked["cargoDetails"]):
            raise Refused("1023", "拖寄物品名不能为空")
        pieces = int(asked.get("parcelQty") or 1)
        if pieces > MOST_PARCELS:
            raise Refused("8117", "下单包裹不能大于307个")
        order = self.book.open(order_id, asked, pieces=pieces, receipt=str(asked.get("isSignBack")) == "1")
        self.journeys.begin(order.waybill, now)
        return _shown(order) | {"filterResult": 2, "originCode": "755", "destCode": "571"}

    def search(self, asked: dict[str, Any], now: datetime) -> Any:
        order = self.book.order(str(asked.get("orderId") or ""))
        if order.state == "cancelled":
            raise Refused("8037", "已消单")
        return _shown(order) | {"filterResult": "2", "origincode": "755", "destcode": "571"}

    def update(self, asked: dict[str, Any], now: datetime) -> Any:
        with self.book.lock:
            order = self.book.order(str(asked.get("orderId") or ""))
            if order.state == "cancelled":
                raise Refused("8037", "已消单")
            if str(asked.get("dealType")) == CANCEL:
                if order.state == "confirmed" or self.journeys.happened(order.waybill, now):
                    raise Refused("8252", "订单已确认")
                order.state = "cancelled"
            else:
                if order.state == "confirmed":
                    raise Refused("8252", "订单已确认")
                order.state = "confirmed"
            return {"orderId": order.order_id, "waybillNoInfoList": _numbers(order), "resStatus": 2}

    def routes(self, asked: dict[str, Any], now: datetime) -> Any:
        waybills = asked.get("trackingNumber") or []
        if not waybills:
            raise Refused("8013", "未传入查询单号")
        if len(waybills) > MOST_WAYBILLS_ASKED:
            raise Refused("8003", "查询单号超过最大限制")
        end = str(asked.get("checkPhoneNo") or "")
        return {"routeResps": [{"mailNo": waybill, "routes": self._seen(waybill, end, now)} for waybill in waybills]}

    def register(self, asked: dict[str, Any], now: datetime) -> Any:
        waybill = str(asked.get("attributeNo") or "")
        if not self.book.of_waybill(waybill):
            raise Refused("8247", "运单号不合法")
        self.registered.add(waybill)
        return None

    def told(self, order: Order, now: datetime) -> list[Happening]:
        """What is said of an order's parcel; a cancelled order has none."""
        return [] if order.state == "cancelled" else self.journeys.told(order.waybill, now)

    def _seen(self, waybill: str, phone_end: str, now: datetime) -> list[dict[str, str]]:
        """Nothing for whoever does not know the end of a phone number of the parcel."""
        order = self.book.of_waybill(waybill)
        if not order or phone_end not in order.phone_ends:
            return []
        return [route for one in self.told(order, now) if (route := route_of(one))]


def _check_contacts(asked: dict[str, Any]) -> None:
    kinds = {1: ("1010", "1011", "1012", "寄件"), 2: ("1014", "1015", "1016", "到件")}
    found = {int(one.get("contactType") or 0): one for one in asked.get("contactInfoList") or []}
    for kind, (no_address, no_name, no_phone, words) in kinds.items():
        contact = found.get(kind, {})
        if not contact.get("address"):
            raise Refused(no_address, f"{words}地址不能为空")
        if not contact.get("contact"):
            raise Refused(no_name, f"{words}联系人不能为空")
        if not (contact.get("mobile") or contact.get("tel")):
            raise Refused(no_phone, f"{words}电话不能为空")


def _numbers(order: Order) -> list[dict[str, Any]]:
    numbers = [{"waybillType": 1, "waybillNo": order.waybill}]
    numbers += [{"waybillType": 2, "waybillNo": child} for child in order.children]
    return numbers + ([{"waybillType": 3, "waybillNo": order.receipt}] if order.receipt else [])


def _shown(order: Order) -> dict[str, Any]:
    label = {
        "waybillNo": order.waybill,
        "sourceTransferCode": "755",
        "destTransferCode": "571",
        "destRouteLabel": "571-571A-011",
        "codingMapping": "S47",
        "codingMappingOut": "1A",
        "proCode": "T4",
        "twoDimensionCode": f"MMM={{'k1':'571','k2':'571A','k5':'{order.waybill}'}}",
    }
    return {
        "orderId": order.order_id,
        "waybillNoInfoList": _numbers(order),
        "routeLabelInfo": [{"code": "1000", "routeLabelData": label}],
        "remark": "",
    }
