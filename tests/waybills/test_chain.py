"""With every provider: an account is opened, a wave's parcels get their numbers, are printed, one is printed again, and
what is stopped goes back to the branch, or stands in the list to recover."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.waybills.test_every_provider import SIDES, Side
from zhanggui.catalog.testing import make_skus
from zhanggui.fulfilment.flows.cancel_waybills import cancel_waybills
from zhanggui.fulfilment.flows.open_print_jobs import open_print_jobs
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.record_print_results import record_print_results
from zhanggui.fulfilment.flows.reprint_labels import reprint_labels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_print_documents import take_print_documents
from zhanggui.fulfilment.models import Parcel, PrintDocument, VoidLabel
from zhanggui.fulfilment.rules.print_results import PrintTold
from zhanggui.fulfilment.states import PrintState
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.doors.waybills import GROUP
from zhanggui.logistics.drafts import AccountDraft
from zhanggui.logistics.flows.open_waybill_accounts import open_waybill_accounts
from zhanggui.logistics.flows.request_waybills import request_waybills
from zhanggui.logistics.flows.set_account_uses import UseDraft, set_account_uses
from zhanggui.logistics.flows.take_waybills import take_waybills
from zhanggui.logistics.models import WaybillAccount, WaybillRequest
from zhanggui.logistics.testing import SENDER
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop
from zhanggui.people.models import Shop
from zhanggui.simulators.sf import SfSimulator
from zhanggui.simulators.stage.clock import standing_still

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@dataclass
class Branch:
    """The other side of the line, and two parcels in a wave that the account gave numbers to."""

    side: Side
    simulator: Any
    parcels: list[Parcel]

    def book(self) -> dict[str, Any]:
        """What was given, by number."""
        if isinstance(self.simulator, SfSimulator):
            return {one.waybill: one for one in self.simulator.book.all()}
        return dict(self.simulator.numbers.given)

    @property
    def faults(self) -> Any:
        return getattr(self.simulator, "server", self.simulator).faults


@pytest.fixture(params=SIDES)
def branch(request, monkeypatch) -> Iterator[Branch]:
    side = SIDES[request.param]
    simulator = side.simulator(clock=standing_still())
    provider = side.provider(simulator)
    monkeypatch.setitem(installed(GROUP), request.param, provider)
    warehouse = make_warehouse()
    (sku,) = make_skus(1)
    make_stock(warehouse, {sku.pk: 500})
    shop = make_shop()
    with (simulator if hasattr(simulator, "serving") else simulator.server).serving() as url:
        settings = {"gateway": url + side.path, "template_url": "http://x/1", "order_channel.other": "77"}
        draft = AccountDraft(
            "EB", "Account", request.param, settings | side.settings, side.secrets, side.branch, SENDER
        )
        open_waybill_accounts(accounts=[draft], **BY).one()
        account = WaybillAccount.objects.get()
        set_account_uses(uses=[UseDraft(account.pk, warehouse.pk, side.carrier)], **BY)
        orders = make_orders(shop, [channel_order(skus=[sku.code]) for _ in range(2)])
        Shop.objects.update(carrier=side.carrier)
        ids = take_to("waved", orders)
        request_waybills(parcel_ids=ids, **BY)
        take_waybills(request_ids=list(WaybillRequest.objects.values_list("pk", flat=True)), **BY)
        yield Branch(side, simulator, list(Parcel.objects.order_by("pk")))
    provider.close()


def printed(branch: Branch) -> list[PrintDocument]:
    """Both labels went out of the printer."""
    ids = [parcel.pk for parcel in branch.parcels]
    assert print_parcels(parcel_ids=ids, **BY).done == ids
    assert open_print_jobs(parcel_ids=ids, **BY).done == ids
    documents = list(PrintDocument.objects.order_by("pk"))
    job = documents[0].job_id
    take_print_documents(job_ids=[job], **BY)
    told = [PrintTold(one.pk, one.print_number, PrintState.PRINTED, "P1") for one in documents]
    record_print_results(results=told, **BY)
    assert {one.job_id for one in documents} == {job}
    return list(PrintDocument.objects.order_by("pk"))


def test_from_the_account_to_the_label_and_the_label_again(branch):
    numbers = {parcel.waybill for parcel in branch.parcels}
    assert numbers == branch.book().keys()
    assert len(numbers) == 2
    first, second = printed(branch)
    assert {first.state, second.state} == {"printed"}
    assert set(Parcel.objects.values_list("state", flat=True)) == {"printed"}
    reprint_labels(document_ids=[first.pk], **BY).one()
    again = Parcel.objects.get(pk=first.parcel_id)
    assert (again.waybill in numbers, again.prints) == (True, 2)
    assert branch.book().keys() == numbers


def test_a_stopped_label_is_void_and_its_number_goes_back(branch):
    printed(branch)
    stopped = branch.parcels[0]
    stop_parcels(parcel_ids=[stopped.pk], reason="refund", **BY)
    label = VoidLabel.objects.get()
    assert cancel_waybills(label_ids=[label.pk], **BY).done == [label.pk]
    book = branch.book()
    assert book[stopped.waybill].state == "cancelled"
    assert book[branch.parcels[1].waybill].state != "cancelled"


def test_a_number_that_could_not_be_taken_back_is_to_recover_and_tried_again(branch):
    printed(branch)
    stopped = branch.parcels[0]
    stop_parcels(parcel_ids=[stopped.pk], reason="refund", **BY)
    label = VoidLabel.objects.get()
    branch.faults.add("drop", times=9)
    cancel_waybills(label_ids=[label.pk], **BY)
    assert VoidLabel.objects.get().state == "to_recover"
    branch.faults.clear()
    cancel_waybills(label_ids=[label.pk], actor=ACTOR, at=AT + timedelta(hours=1))
    assert VoidLabel.objects.get().state == "cancelled"
    assert branch.book()[stopped.waybill].state == "cancelled"
