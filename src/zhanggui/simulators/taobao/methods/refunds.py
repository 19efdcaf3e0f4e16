"""taobao.refunds.receive.get and taobao.refund.get: what buyers ask back, latest change first."""

from typing import Any

import orjson

from ..answers import Many
from ..call import Call
from ..fields import select
from ..moments import second
from ..receivers import masked_name
from ..refused import business, invalid
from .listing import DEFAULT_PAGE, LARGEST_PAGE, Where


def answer_list(call: Call) -> dict[str, Any]:
    wanted = call.fields()
    page = call.integer("page_no", 1, least=1)
    size = call.integer("page_size", DEFAULT_PAGE, least=1, most=LARGEST_PAGE)
    where = Where()
    start, end = call.moment("start_modified"), call.moment("end_modified")
    if start and end and start > end:
        raise invalid("start_modified", "开始时间不能晚于结束时间")
    if start:
        where.add("modified >= ?", second(start))
    if end:
        where.add("modified <= ?", second(end))
    if status := call.text("status", ""):
        where.add("status = ?", status)
    store = call.platform.store
    with store.lock:
        rows = store.rows(
            f"SELECT doc FROM refund WHERE {where.sql} ORDER BY modified DESC, refund_id DESC LIMIT ? OFFSET ?",
            [*where.values, size + 1, (page - 1) * size],
        )
        if call.flag("use_has_next"):
            content: dict[str, Any] = {"has_next": len(rows) > size}
        else:
            content = {"total_results": store.number(f"SELECT count(*) FROM refund WHERE {where.sql}", where.values)}
    found = [_shown(orjson.loads(row["doc"]), wanted) for row in rows[:size]]
    return content | {"refunds": Many("refund", found)}


def answer_one(call: Call) -> dict[str, Any]:
    wanted = call.fields()
    doc = call.platform.store.refund(call.integer("refund_id", least=1))
    if doc is None:
        raise business("isv.refund-not-exist", "退款不存在")
    return {"refund": _shown(doc, wanted)}


def _shown(doc: dict[str, Any], wanted: frozenset[str]) -> dict[str, Any]:
    return select(doc | {"buyer_nick": masked_name(doc["buyer_nick"])}, wanted)
