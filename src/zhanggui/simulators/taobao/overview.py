"""The simulator's own view of its trades: in clear, with text numbers, for its page."""

from typing import Any

from .platform import Platform
from .store import Doc, Trade

VIEWS: dict[str, tuple[str, ...]] = {
    "unpaid": ("WAIT_BUYER_PAY", "TRADE_NO_CREATE_PAY"),
    "to_ship": ("WAIT_SELLER_SEND_GOODS", "SELLER_CONSIGNED_PART"),
    "held": ("PAID_FORBID_CONSIGN",),
    "shipped": ("WAIT_BUYER_CONFIRM_GOODS",),
    "finished": ("TRADE_FINISHED",),
    "closed": ("TRADE_CLOSED", "TRADE_CLOSED_BY_TAOBAO"),
}
REFUND = "tid IN (SELECT tid FROM refund WHERE status NOT IN ('CLOSED', 'SUCCESS'))"


def counts(platform: Platform) -> dict[str, int]:
    """How many trades each view of the page has."""
    found = {r["status"]: r["n"] for r in platform.store.rows("SELECT status, count(*) n FROM listing GROUP BY status")}
    answer = {view: sum(found.get(status, 0) for status in states) for view, states in VIEWS.items()}
    answer["refund"] = platform.store.number(f"SELECT count(*) FROM listing WHERE {REFUND}")
    return {"all": sum(found.values()), **answer}


def rows(platform: Platform, *, view: str, words: str, page: int, size: int) -> dict[str, Any]:
    """One page of a view, latest change first."""
    parts: list[str] = ["1"]
    values: list[Any] = []
    if view == "refund":
        parts.append(REFUND)
    elif view in VIEWS:
        parts.append(f"status IN ({','.join('?' * len(VIEWS[view]))})")
        values += VIEWS[view]
    if words:
        parts.append("words LIKE ?")
        values.append(f"%{words}%")
    where = " AND ".join(parts)
    platform.show_late()
    found = platform.store.rows(
        f"SELECT tid FROM listing WHERE {where} ORDER BY modified DESC, tid DESC LIMIT ? OFFSET ?",
        [*values, size, (page - 1) * size],
    )
    trades = platform.store.trades([row["tid"] for row in found])
    total = platform.store.number(f"SELECT count(*) FROM listing WHERE {where}", values)
    return {"total": total, "page": page, "size": size, "rows": [_row(trade) for trade in trades]}


def _row(trade: Trade) -> Doc:
    doc, who = trade.doc, trade.receiver
    return {
        "tid": str(trade.tid),
        "status": trade.status,
        "created": doc["created"],
        "modified": doc["modified"],
        "pay_time": doc.get("pay_time", ""),
        "buyer": doc["buyer_nick"],
        "receiver": who["name"],
        "mobile": who["mobile"],
        "place": _place(who),
        "address": f"{who['town']}{who['address']}",
        "payment": doc["payment"],
        "post_fee": doc["post_fee"],
        "message": doc["buyer_message"],
        "memo": doc["seller_memo"],
        "flag": doc["seller_flag"],
        "lines": [_line(order) for order in trade.orders],
    }


def _place(who: dict[str, str]) -> str:
    """上海市浦东新区, not 上海上海市浦东新区."""
    state = "" if who["city"].startswith(who["state"]) else who["state"]
    return f"{state}{who['city']}{who['district']}"


def _line(order: Doc) -> Doc:
    return {
        "oid": str(order["oid"]),
        "code": order["outer_sku_id"],
        "title": order["title"],
        "spec": order["sku_properties_name"],
        "num": order["num"],
        "status": order["status"],
        "refund": order["refund_status"],
        "company": order.get("logistics_company", ""),
        "waybill": order.get("invoice_no", ""),
    }
