"""What service agreed with the buyer stands on the pick list and the delivery note, once it is handled."""

from typing import Any

import pytest
from django.utils import translation

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.papers import note_papers, parcels_on_paper, pick_list_paper
from zhanggui.fulfilment.testing import take_to
from zhanggui.orders.flows.write_requests import write_requests
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders
from zhanggui.papers.delivery_note import delivery_notes_pdf
from zhanggui.papers.picklist import pick_list_pdf

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def test_cards_and_invoice_titles_are_printed(world):
    (order_id,) = make_orders(world.shop, [channel_order(skus={world.a.code: 1})])
    write_requests(order_ids=[order_id], kind="card", fields={"text": "生日快乐，永远"}, **BY)
    write_requests(order_ids=[order_id], kind="invoice", fields={"title": "上海示例有限公司"}, **BY)
    write_requests(order_ids=[order_id], kind="courier", fields={"carrier": "testcarrier"}, **BY)
    (parcel_id,) = take_to("printed", [order_id])
    wave = Parcel.objects.get(pk=parcel_id).wave
    assert wave is not None
    with translation.override("en"):
        (note,) = note_papers(parcels_on_paper(parcel_ids=[parcel_id], actor=ACTOR), at=AT)
        pick_list = pick_list_paper(wave, at=AT)
    assert note.requests == ("Greeting card: 生日快乐，永远", "Invoice title: 上海示例有限公司")
    assert [(one.cell, one.text) for one in pick_list.requests] == [("1", text) for text in note.requests]
    assert pick_list_pdf(pick_list).startswith(b"%PDF")
    assert delivery_notes_pdf([note]).startswith(b"%PDF")
