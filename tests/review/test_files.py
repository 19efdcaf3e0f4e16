"""Order files: nothing is left half done, and what a file changes is not left to chance."""

from contextlib import suppress
from dataclasses import replace

import pytest
from django.db import DataError
from django.test import Client

from zhanggui.channels.models import FileImport
from zhanggui.connectors.files.tests.test_pages import GOOD, hand_in
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.testing import channel_order, make_orders
from zhanggui.people.testing import make_shop, make_user

pytestmark = pytest.mark.django_db


def test_one_row_too_long_for_the_database_spoils_only_itself(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = Client(raise_request_exception=False)
    client.force_login(make_user("rita", roles=["reviewer"]))
    hand_in(client, make_shop(), GOOD.format(1), GOOD.format(2).replace("浙江省", "浙" * 130))
    held = FileImport.objects.get()
    with suppress(DataError):
        answer = client.post(f"/orders/import/{held.pk}/go")
    assert answer.status_code < 500
    held.refresh_from_db()
    assert (held.state, held.done, Order.objects.count()) == ("done", 1, 1)


def test_a_file_that_says_another_address_at_the_same_moment_is_not_a_matter_of_luck(world):
    orders = [channel_order(f"F{n:03}", ["TS-A"]) for n in range(16)]
    ids = make_orders(world.shop, orders)
    changed = [
        replace(one, receiver=replace(one.receiver, address="new"), raw=f"file {one.number}".encode()) for one in orders
    ]
    make_orders(world.shop, changed)
    applied = [receiver.address for receiver in receivers_of(ids).values()].count("new")
    assert applied in {0, 16}
