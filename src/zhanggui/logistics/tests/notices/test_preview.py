"""While words are written, they are shown with the parcel of the shop that left last, its numbers masked."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from zhanggui.fulfilment.models import Parcel
from zhanggui.orders.models import Order
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(db) -> Callable[[str], Client]:
    def sign_in(role):
        client = Client(headers={"accept-language": "en"})
        client.force_login(make_user(roles=[role]))
        return client

    return sign_in


def shown(client, **words):
    given = {"event": "shipped", "language": "zh-hans", "subject": "s", "text": "{order} {waybill}"} | words
    answer = client.post(reverse("logistics:notice_preview"), given, content_type="application/json")
    return answer.status_code, answer.content.decode()


def test_the_words_are_filled_with_a_masked_parcel(shipped, signed_in):
    (parcel,) = shipped()
    client = signed_in("service_lead")
    _, page = shown(client, shop=str(parcel.shop_id))
    number = Order.objects.get().number
    assert f"{parcel.waybill[:4]}****{parcel.waybill[-4:]}" in page
    assert f"****{number[-4:]}" in page
    assert parcel.waybill not in page
    Parcel.objects.update(shipped_at=None)
    _, page = shown(client, shop=str(parcel.shop_id))
    assert "75000000000001" in page


@pytest.mark.parametrize(
    ("words", "sentence"), [({"text": "{phone}"}, "phone"), ({"text": ""}, ""), ({"event": "message"}, "words")]
)
def test_words_that_cannot_be_filled_say_why(signed_in, words, sentence):
    status, page = shown(signed_in("service_lead"), **words)
    assert status == 200
    assert "tone-bad" in page
    assert sentence in page


def test_only_those_who_write_words_see_them_filled(signed_in):
    assert shown(signed_in("picker"))[0] == 403
