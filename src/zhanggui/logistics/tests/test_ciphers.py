"""What only a platform can read reaches the provider in the shape in which the platform gave it."""

from typing import Any

import pytest

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.doors.channel import GROUP as CHANNELS
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.doors.ciphers import join_ciphers
from zhanggui.kernel.doors.finding import installed
from zhanggui.logistics.asking import asked_for
from zhanggui.logistics.claiming import claim_requests
from zhanggui.logistics.flows.request_waybills import request_waybills
from zhanggui.logistics.tests.conftest import requests_of
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop
from zhanggui.people.models import Shop

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
PLACE = {"state": "江苏省", "city": "南京市", "district": "玄武区"}
MASKED = {"name": "赵*", "mobile": "1*******000", "address": "**路**号"}
TEXTS = {"name": "##n##", "mobile": "$$m$$", "address": "##a##"}


@pytest.mark.parametrize(
    ("cipher", "token", "texts"), [(join_ciphers(TEXTS), "", TEXTS), ("1aBc+/Oaid==", "1aBc+/Oaid==", {})]
)
def test_one_token_or_a_cipher_for_each_field(warehouse, account, monkeypatch, cipher, token, texts):
    monkeypatch.setitem(installed(CHANNELS), "douyin", installed(CHANNELS)["taobao"])
    shop = make_shop()
    Shop.objects.filter(pk=shop.pk).update(channel="douyin")
    code = Sku.objects.values_list("code", flat=True)[0]
    receiver = Receiver(**PLACE, **MASKED, cipher=cipher)
    orders = make_orders(shop, [channel_order(skus=[code], receiver=receiver)])
    parcels = take_to("waved", orders)
    request_waybills(parcel_ids=parcels, **BY)
    wanted = claim_requests([one.pk for one in requests_of(parcels)], **BY).wanted
    (asked,) = asked_for(wanted).values()
    assert asked.cipher is not None
    assert (asked.cipher.platform, asked.cipher.token, asked.cipher.texts) == ("douyin", token, texts)
