"""What buyers want back, in the places where JD tells it (channels.md 2.4): applications to cancel, and services."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.jd.client import JosClient, as_id
from zhanggui.connectors.jd.errors import check_done
from zhanggui.connectors.jd.listing import ROW, paired, total_of
from zhanggui.connectors.jd.states import read_application, read_service, settled
from zhanggui.connectors.jd.unconfirmed import SERVICE_SKU, SERVICE_STATE
from zhanggui.connectors.selling.listing import Listed
from zhanggui.connectors.selling.reading import Fields
from zhanggui.kernel.doors.channel import RefundState

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Place:
    """One of the lists, and how it is asked: where the answer stands, what its rows and its pages are called."""

    method: str
    result: str
    rows: str
    page: str
    most_pages: int

    def ask(self, jos: JosClient, wanted: Mapping[str, Any], page: int) -> Listed:
        answer = jos.call(self.method, {**wanted, self.page: page, "pageSize": PAGE_SIZE})
        told = check_done(answer.content.get(self.result))
        return Listed(rows=paired(told, self.rows, raw=answer.raw), total=total_of(told, "totalCount"))

    def of_order(self, jos: JosClient, number: str) -> Iterator[Mapping[str, Any]]:
        """All there is about one order."""
        page, pages = 1, 1
        while page <= pages:
            listed = self.ask(jos, {"orderId": as_id(number)}, page)
            yield from (row[ROW] for row in listed.rows)
            page, pages = page + 1, ceil(listed.total / PAGE_SIZE)


APPLICATIONS = Place("jingdong.pop.afs.soa.refundapply.queryPageList", "queryResult", "result", "pageIndex", 100)
SERVICES = Place("jingdong.asc.serviceAndRefund.view", "pageResult", "data", "pageNumber", 10**6)


def applied_for(jos: JosClient, number: str) -> Mapping[str, RefundState]:
    """Where the applications of an order that has not left are: they are about all of it."""
    return {"": settled(application_state(row) for row in APPLICATIONS.of_order(jos, number))}


def served(jos: JosClient, number: str) -> Mapping[str, RefundState]:
    """Where the services of an order that has left are, by SKU."""
    found: dict[str, list[RefundState]] = defaultdict(list)
    for row in SERVICES.of_order(jos, number):
        found[text(bill_of(row), SERVICE_SKU)].append(service_state(row))
    return {sku: settled(states) for sku, states in found.items()}


def application_state(row: Mapping[str, Any]) -> RefundState:
    """Raises UnreadableOrder."""
    fields = Fields(row, number=text(row, "orderId") or "?")
    state = read_application(fields.text("status"))
    if state is None:
        raise fields.unknown_state("status") if fields.text("status") else fields.missing("status")
    return state


def service_state(row: Mapping[str, Any]) -> RefundState:
    """Raises UnreadableOrder."""
    fields = Fields(bill_of(row), number=text(bill_of(row), "orderId") or "?")
    state = read_service(fields.text(SERVICE_STATE), money=text(row, "status"))
    if state is None:
        raise fields.unknown_state(SERVICE_STATE)
    return state


def bill_of(row: Mapping[str, Any]) -> Mapping[str, Any]:
    bill = row.get("sameOrderServiceBill")
    return bill if isinstance(bill, dict) else {}
