"""Parcels at the door: each on one manifest, once, whoever scans."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from zhanggui.fulfilment.figures import shipped_today
from zhanggui.fulfilment.flows.hand_over_parcels import hand_over_parcels
from zhanggui.fulfilment.flows.hand_over_waybills import hand_over_waybills
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.manifests.board import hand_over_board
from zhanggui.fulfilment.models import Manifest, ManifestParcel, Parcel
from zhanggui.fulfilment.testing import empty_basket
from zhanggui.kernel.models import Fact
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": replace(ACTOR, station="door-1", user_id=7), "at": AT}


def test_the_first_scan_opens_a_manifest_and_the_next_go_onto_it(world):
    first, second = world.parcels("weighed", 2)
    hand_over_parcels(parcel_ids=[first.pk], **BY).one()
    hand_over_parcels(parcel_ids=[second.pk], **BY).one()

    manifest = Manifest.objects.get()
    assert (manifest.state, manifest.carrier, manifest.warehouse_id) == ("open", first.carrier, world.warehouse.pk)
    entries = ManifestParcel.objects.order_by("pk").values_list("parcel_id", "actor_id", "actor", "station")
    assert list(entries) == [(first.pk, 7, "test", "door-1"), (second.pk, 7, "test", "door-1")]
    assert set(Parcel.objects.values_list("state", flat=True)) == {"shipped"}
    told = Fact.objects.filter(name="fulfilment.parcel.listed").values_list("data__manifest", "station")
    assert list(told) == [(manifest.number, "door-1")] * 2


def test_two_of_one_name_are_counted_by_their_accounts(world):
    first, second, third = world.parcels("weighed", 3)
    one, other = (replace(ACTOR, name="Li", user_id=user_id) for user_id in (7, 8))
    hand_over_parcels(parcel_ids=[first.pk, second.pk], actor=one, at=AT)
    hand_over_parcels(parcel_ids=[third.pk], actor=other, at=AT)
    assert [[figure.number for figure in shipped_today(who, AT)] for who in (one, other)] == [[2, 3], [1, 3]]
    assert [figure.number for figure in shipped_today(replace(one, name="Wang"), AT)] == [2, 3]
    board = hand_over_board(actor=ACTOR, at=AT)
    assert [(done.name, done.parcels) for done in board.people] == [("Li", 2), ("Li", 1)]
    take_back_parcels(parcel_ids=[first.pk], note="wrong van", actor=other, at=AT)
    assert shipped_today(one, AT)[0].number == 1


def test_scanned_twice_says_when_and_by_whom(world):
    parcel = world.parcel("weighed")
    hand_over_parcels(parcel_ids=[parcel.pk], **BY).one()
    refusal = hand_over_parcels(parcel_ids=[parcel.pk], **BY).refused[parcel.pk]
    assert (refusal.code(), refusal.sound) == ("shipped_already", "already_scanned")
    assert "10:00 by test" in refusal.sentence
    assert ManifestParcel.objects.count() == 1


def test_what_was_shipped_at_a_desk_is_listed_by_its_scan_once(world):
    parcel = world.parcel("shipped")
    assert hand_over_parcels(parcel_ids=[parcel.pk], **BY).done == [parcel.pk]
    assert hand_over_parcels(parcel_ids=[parcel.pk], **BY).refused[parcel.pk].code() == "shipped_already"
    assert Fact.objects.filter(name="fulfilment.parcel.shipped").count() == 1


def test_stopped_void_early_and_foreign_parcels_open_nothing(world):
    stopped, void, early = world.parcel("weighed"), world.parcel("weighed"), world.parcel("verified")
    stop_parcels(parcel_ids=[stopped.pk, void.pk], reason="refund", actor=ACTOR, at=AT)
    empty_basket(parcel_ids=[void.pk], actor=ACTOR, at=AT)
    outcome = hand_over_parcels(parcel_ids=[stopped.pk, void.pk, early.pk, 0], **BY)
    assert outcome.done == []
    assert {pk: refusal.code() for pk, refusal in outcome.refused.items()} == {
        stopped.pk: "parcel_stopped", void.pk: "waybill_void", early.pk: "parcel_not_there", 0: "not_found",
    }  # fmt: skip
    assert not Manifest.objects.exists()


def test_each_carrier_has_a_manifest_of_its_own(world):
    first, second = world.parcels("weighed", 2)
    Parcel.objects.filter(pk=second.pk).update(carrier="yto")
    assert len(hand_over_parcels(parcel_ids=[first.pk, second.pk], **BY).done) == 2
    assert sorted(Manifest.objects.values_list("carrier", flat=True)) == sorted([first.carrier, "yto"])


def test_a_list_of_waybills_goes_at_once_and_names_what_did_not(world):
    goes, early = world.parcel("weighed"), world.parcel("picked")
    outcome = hand_over_waybills(waybills=[goes.waybill, f" {goes.waybill} ", early.waybill, "NONE1"], **BY)
    assert outcome.done == [goes.waybill]
    assert {key: refusal.code() for key, refusal in outcome.refused.items()} == {
        early.waybill: "parcel_not_there", "NONE1": "unknown_waybill",
    }  # fmt: skip
    assert Fact.objects.get(name="fulfilment.parcel.hand_over_refused").subject_id == early.pk


def test_one_pull_of_the_trigger_stands_once(world):
    first, second = world.parcels("weighed", 2)
    pull = uuid4()
    hand_over_parcels(parcel_ids=[first.pk], client_id=pull, **BY).one()
    with pytest.raises(Exception, match="client_id"):
        hand_over_parcels(parcel_ids=[second.pk], client_id=pull, **BY)
