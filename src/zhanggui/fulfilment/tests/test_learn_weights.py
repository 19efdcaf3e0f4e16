"""The scale learns from what passes it, once from each parcel, and only from what is right."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from zhanggui.catalog.models import Product, Sku
from zhanggui.fulfilment.flows.accept_weights import accept_weights
from zhanggui.fulfilment.flows.learn_weights import learn_weights
from zhanggui.fulfilment.flows.reset_weights import reset_weights
from zhanggui.fulfilment.flows.set_packagings import PackagingDraft, set_packagings
from zhanggui.fulfilment.flows.set_weigh_numbers import set_weigh_numbers
from zhanggui.fulfilment.flows.teach_weights import teach_weights
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import OddWeight, Parcel, SkuWeight, WeightSample
from zhanggui.fulfilment.testing import LEAD
from zhanggui.inventory.testing import make_stock
from zhanggui.kernel.models import Fact
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
LATER: dict[str, Any] = {"actor": ACTOR, "at": AT + timedelta(minutes=1)}


@pytest.fixture
def box(world):
    """A carton of 50 g at 0.80, a hundred of them in a bin."""
    sku = Sku.objects.create(
        product=Product.objects.create(code="BOX", name="Carton"), code="BOX-S", weight_g=50, cost=Decimal("0.8"),
        volume_cm3=4000,
    )  # fmt: skip
    make_stock(world.warehouse, {sku.pk: 100})
    assert set_packagings(packagings=[PackagingDraft("BOX-S", 5000, 20)], **BY).done == ["BOX-S"]
    return sku


def weigh(parcels, box, *grams):
    given = {parcel.pk: weight for parcel, weight in zip(parcels, grams, strict=True)}
    outcome = weigh_parcels(grams=given, packagings=dict.fromkeys(given, box.pk), **LATER)
    learn_weights(parcel_ids=outcome.done, **LATER)
    return outcome


def known(sku):
    weight = SkuWeight.objects.get(pk=sku.pk)
    return weight.samples, weight.pieces, weight.sum_g


def test_single_goods_in_a_known_box_are_learned_once(world, box):
    parcels = world.parcels("verified", 3, {"TS-A": 2})
    assert weigh(parcels, box, 480, 484, 488).refused == {}
    assert known(world.a) == (3, 6, Decimal("1302.000"))
    assert learn_weights(parcel_ids=[parcel.pk for parcel in parcels], **LATER).done == []
    assert known(world.a) == (3, 6, Decimal("1302.000"))


def test_once_learned_the_band_is_narrow_and_says_who_is_missing(world, box):
    weigh(world.parcels("verified", 5, {"TS-A": 2}), box, 490, 490, 490, 490, 490)
    light, right = world.parcels("verified", 2, {"TS-A": 2})
    outcome = weigh([light, right], box, 270, 495)
    refusal = outcome.refused[light.pk]
    assert (outcome.done, refusal.code()) == ([right.pk], "parcel_too_light")
    assert (refusal.data["low"], refusal.data["cause"]) == (475, "1 × TS-A seems to be missing")
    odd = OddWeight.objects.get()
    assert (odd.state, odd.cause, odd.cause_sku_id, odd.cause_pieces) == ("open", "missing", world.a.pk, 1)


def test_an_accepted_odd_weight_teaches_nothing(world, box):
    (parcel,) = world.parcels("verified", 1, {"TS-A": 2})
    weigh([parcel], box, 3000)
    accept_weights(odd_ids=[OddWeight.objects.get().pk], reason="a thick manual inside", confirmed_by=LEAD, **LATER)
    assert learn_weights(parcel_ids=[parcel.pk], **LATER).done == []
    assert WeightSample.objects.count() == 0


def test_without_a_box_nothing_is_learned(world, box):
    (parcel,) = world.parcels("verified", 1, {"TS-A": 2})
    weigh_parcels(grams={parcel.pk: 440}, **LATER)
    assert learn_weights(parcel_ids=[parcel.pk], **LATER).done == []
    assert not Fact.objects.filter(name="fulfilment.parcel.packed").exists()


def test_what_is_reset_is_forgotten_and_learned_anew(world, box):
    parcels = world.parcels("verified", 2, {"TS-A": 1})
    weigh(parcels[:1], box, 250)
    assert reset_weights(sku_ids=[world.a.pk], actor=ACTOR, at=AT + timedelta(minutes=5)).done == [world.a.pk]
    assert known(world.a) == (0, 0, 0)
    late: dict[str, Any] = {"actor": ACTOR, "at": AT + timedelta(minutes=6)}
    weigh_parcels(grams={parcels[1].pk: 260}, packagings={parcels[1].pk: box.pk}, **late)
    learn_weights(parcel_ids=[parcel.pk for parcel in parcels], **late)
    assert known(world.a) == (1, 1, Decimal("210.000"))


def test_what_was_weighed_before_the_reset_is_not_learned_after_it(world, box):
    (parcel,) = world.parcels("verified", 1, {"TS-A": 1})
    weigh_parcels(grams={parcel.pk: 250}, packagings={parcel.pk: box.pk}, **BY)
    teach_weights(sku_ids=[world.a.pk], grams=Decimal(300), **LATER)
    learn_weights(parcel_ids=[parcel.pk], actor=ACTOR, at=AT + timedelta(minutes=9))
    assert known(world.a) == (0, 0, 0)


def test_a_word_by_hand_holds_at_the_scale_at_once(world, box):
    teach_weights(sku_ids=[world.a.pk], grams=Decimal("300"), **BY)
    first, second = world.parcels("verified", 2, {"TS-A": 1})
    outcome = weigh_parcels(
        grams={first.pk: 250, second.pk: 350}, packagings={first.pk: box.pk, second.pk: box.pk}, **BY
    )
    assert (outcome.done, list(outcome.refused)) == ([second.pk], [first.pk])
    assert Parcel.objects.get(pk=second.pk).state == "weighed"


@pytest.mark.parametrize("grams", ["0", "-1", "100000.1"])
def test_nobody_teaches_nonsense(world, grams):
    from zhanggui.fulfilment.rules.learning import NotATaughtWeight

    with pytest.raises(NotATaughtWeight):
        teach_weights(sku_ids=[world.a.pk], grams=Decimal(grams), **BY)


def test_the_numbers_of_the_band_can_be_set(world, box):
    set_weigh_numbers(min_samples=2, sigmas=Decimal("2.5"), floor_g=30, **BY)
    weigh(world.parcels("verified", 2, {"TS-A": 1}), box, 250, 250)
    (parcel,) = world.parcels("verified", 1, {"TS-A": 1})
    assert weigh([parcel], box, 281).refused[parcel.pk].data["high"] == 280
    assert weigh([parcel], box, 280).done == [parcel.pk]
    assert OddWeight.objects.get().state == "settled"
