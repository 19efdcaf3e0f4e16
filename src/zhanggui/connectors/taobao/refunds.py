"""What buyers ask back: taobao.refunds.receive.get (channels.md 1.8), by change, last page first."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from zhanggui.connectors.asking.answers import is_true, rows
from zhanggui.connectors.selling.listing import Listed, ListedPage, Lists, Window
from zhanggui.connectors.selling.moments import beijing
from zhanggui.connectors.selling.reading import Fields, UnreadableOrder
from zhanggui.connectors.taobao.client import TopClient
from zhanggui.connectors.taobao.listing import LONGEST, SETTLED_AFTER, USUAL, read_total
from zhanggui.connectors.taobao.states import read_refund
from zhanggui.kernel.doors.channel import SetAside
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundKind, RefundPage

PAGE_SIZE = 50
FIELDS = (
    "refund_id,tid,oid,status,refund_fee,payment,created,modified,has_good_return,reason,company_name,sid,num,"
    "dispute_type,refund_phase,order_status,good_status,outer_id,refund_version"
)
_METHOD = "taobao.refunds.receive.get"


def list_refunds(top: TopClient, *, since: datetime, until: datetime) -> Iterator[RefundPage]:
    """Every page of every window in [since, until]."""

    def ask(window: Window, page: int, count: bool) -> Listed:
        answer = top.call(
            _METHOD,
            {
                "fields": FIELDS,
                "start_modified": beijing(window.start),
                "end_modified": beijing(window.end),
                "page_no": str(page),
                "page_size": str(PAGE_SIZE),
                "use_has_next": "false" if count else "true",
            },
        )
        listed = rows(answer.content, "refunds", "refund")
        return Listed(rows=listed, total=read_total(answer) if count else 0)

    lists = Lists(ask, PAGE_SIZE, top.clock, settled_after=SETTLED_AFTER, usual=USUAL, longest=LONGEST)
    return map(_read_page, lists.changes(since=since, until=until))


def _read_page(page: ListedPage) -> RefundPage:
    refunds: list[ChannelRefund] = []
    aside: list[SetAside] = []
    for row in page.rows:
        try:
            refunds.append(read_refund_case(row))
        except UnreadableOrder as refusal:
            number = Fields(row, number="").text("tid_str") or Fields(row, number="").text("tid")
            aside.append(SetAside(number=number, refusal=refusal, raw=json.dumps(row).encode()))
    return RefundPage(refunds=refunds, set_aside=aside, covered_to=page.covered_to)


def read_refund_case(row: Mapping[str, Any]) -> ChannelRefund:
    """The case, or the UnreadableOrder that says which field is wrong. A case is always about one sub order."""
    fields = Fields(row, number=Fields(row, number="").text("tid") or "?")
    state = read_refund(fields.text("status"))
    if state is None or not fields.text("status"):
        raise fields.unknown_state("status")
    return ChannelRefund(
        number=fields.identifier("refund_id"),
        order_number=fields.identifier("tid"),
        line_number=fields.identifier("oid"),
        state=state,
        kind=RefundKind.RETURN if is_true(row.get("has_good_return")) else RefundKind.MONEY,
        amount=fields.money("refund_fee"),
        quantity=fields.small_number("num") or None,
        reason=fields.text("reason"),
        asked_at=fields.moment("created"),
        modified_at=fields.moment("modified"),
        return_carrier=fields.text("company_name"),
        return_waybill=fields.text("sid"),
        raw=json.dumps(row, ensure_ascii=False).encode(),
    )
