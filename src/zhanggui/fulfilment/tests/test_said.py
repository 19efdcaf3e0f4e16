"""A merged parcel speaks for all its orders: on every paper, on its page, at the verifying table."""

from uuid import uuid4

import pytest

from zhanggui.fulfilment.answers.verify import verify_answer
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.models import Parcel, Wave
from zhanggui.fulfilment.papers import label_papers, note_papers, sort_sheet_paper
from zhanggui.fulfilment.sheet_rows import parcel_facts
from zhanggui.fulfilment.sheets import ParcelSheet
from zhanggui.fulfilment.testing import take_to
from zhanggui.fulfilment.tests.merging import BY, group
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.rush_orders import rush_orders
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

pytestmark = pytest.mark.django_db
MEMO, MESSAGE = "易碎轻放", "please ring twice"


@pytest.fixture
def merged(world):
    """A printed parcel of three orders: nobody wrote on the first, the others say the same."""
    group(world.shop)
    words = {"seller_memo": MEMO, "buyer_message": MESSAGE}
    orders = [channel_order(skus={"TS-A": 1}), *(channel_order(skus={"TS-A": 1}, **words) for _ in range(2))]
    ids = make_orders(world.shop, orders)
    handle_remarks(order_ids=ids, **BY)
    rush_orders(order_ids=ids[2:], **BY)
    take_to("printed", ids)
    return Parcel.objects.select_related("order", "wave").get(state="printed"), ids


def test_its_papers_say_the_words_of_every_order_once(merged):
    parcel, _ = merged
    (label,), (note,) = label_papers([parcel], at=AT), note_papers([parcel], at=AT)
    sheet = sort_sheet_paper(Wave.objects.get(), ACTOR, at=AT)
    assert (label.remark, note.remark, sheet.cells[0].parcels[0].remark) == (MEMO, MESSAGE, MEMO)


def test_its_page_says_them_and_that_one_order_is_urgent(merged):
    parcel, _ = merged
    facts = parcel_facts(parcel, ACTOR)
    assert (facts["remark"], facts["message"]) == (MEMO, MESSAGE)
    assert "Urgent" in [str(badge.label) for badge in ParcelSheet().badges(parcel, ACTOR)]


def opened(parcel):
    return verify_answer(code=parcel.waybill, scan_id=uuid4(), context={}, **BY)


def test_the_table_reads_them_out_and_opens_nothing_that_one_order_stopped(merged):
    parcel, ids = merged
    pick_waves(wave_ids=[parcel.wave_id], **BY)
    assert opened(parcel).detail == MEMO
    hold_orders(order_ids=ids[2:], note="call", **BY)
    with pytest.raises(Refusal):
        opened(parcel)
