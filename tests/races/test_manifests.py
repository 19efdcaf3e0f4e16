"""Many hands at the door: scanning, closing, taking back, all at the same moment."""

from dataclasses import replace
from functools import partial

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import BY, broken_promises, make_world
from zhanggui.fulfilment.flows.close_manifests import close_manifests
from zhanggui.fulfilment.flows.explain_differences import Explained, explain_differences
from zhanggui.fulfilment.flows.hand_over_parcels import hand_over_parcels
from zhanggui.fulfilment.flows.sign_shift_sheets import sign_shift_sheets
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.flows.write_shift_sheets import write_shift_sheets
from zhanggui.fulfilment.models import Manifest, ManifestParcel, Parcel, ShiftSheet
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.models import Fact
from zhanggui.kernel.outcome import Outcome

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def done(outcomes: list[Outcome[int]]) -> list[int]:
    return sorted(pk for outcome in outcomes for pk in outcome.done)


def test_the_first_scans_of_many_open_one_manifest():
    world = make_world()
    parcel_ids = take_to("weighed", world.orders(8))

    outcomes = at_once([partial(hand_over_parcels, parcel_ids=[pk], **BY) for pk in parcel_ids])

    assert done(outcomes) == sorted(parcel_ids)
    assert Manifest.objects.count() == 1
    assert ManifestParcel.objects.count() == 8


def test_one_parcel_scanned_by_many_is_on_it_once():
    world = make_world()
    parcel_ids = take_to("weighed", world.orders(1))

    outcomes = at_once([partial(hand_over_parcels, parcel_ids=parcel_ids, **BY)] * 6)

    assert done(outcomes) == parcel_ids
    late = [refusal.code() for outcome in outcomes for refusal in outcome.refused.values()]
    assert late == ["shipped_already"] * 5
    assert Fact.objects.filter(name="fulfilment.parcel.shipped").count() == ManifestParcel.objects.count() == 1


def test_closing_while_others_scan_loses_and_doubles_nothing():
    world = make_world()
    first, *others = take_to("weighed", world.orders(7))
    hand_over_parcels(parcel_ids=[first], **BY)
    manifest = Manifest.objects.get()
    answers = [Explained(manifest.pk, pk, "next van") for pk in others]
    explain_differences(answers=answers, **BY)

    close = partial(close_manifests, manifest_ids=[manifest.pk], **BY)
    scans = [partial(hand_over_parcels, parcel_ids=[pk], **BY) for pk in others]
    outcomes = at_once([*scans[:3], close, *scans[3:], close])

    closings = [outcomes[3], outcomes[-1]]
    assert sum(len(outcome.done) for outcome in closings) == 1
    scanned = done([outcome for outcome in outcomes if outcome not in closings])
    again = [pk for pk in others if pk not in scanned]
    assert done([hand_over_parcels(parcel_ids=again, **BY)]) == sorted(again)
    assert set(Parcel.objects.values_list("state", flat=True)) == {"shipped"}
    assert ManifestParcel.objects.count() == 7
    manifest.refresh_from_db()
    assert manifest.scanned == manifest.parcels.count()
    assert broken_promises() == []


def test_taken_back_while_it_closes_it_is_either_on_it_or_here():
    world = make_world()
    parcel_ids = take_to("weighed", world.orders(6))
    hand_over_parcels(parcel_ids=parcel_ids, **BY)
    manifest_id = Manifest.objects.get().pk

    backs = [partial(take_back_parcels, parcel_ids=[pk], note="wrong pile", **BY) for pk in parcel_ids]
    *taken, closed = at_once([*backs, partial(close_manifests, manifest_ids=[manifest_id], **BY)])

    assert bool(closed.done) != bool(done(taken))
    assert Parcel.objects.filter(state="weighed").count() == len(done(taken))
    assert broken_promises() == []


def test_two_who_take_over_sign_once():
    world = make_world()
    sheet_ids = write_shift_sheets(warehouse_ids=[world.warehouse.pk], **BY).done
    sign_shift_sheets(sheet_ids=sheet_ids, **BY)
    signs = [
        partial(sign_shift_sheets, sheet_ids=sheet_ids, actor=replace(BY["actor"], name=name, user_id=n), at=BY["at"])
        for n, name in enumerate("ABCD", start=1)
    ]
    assert done(at_once(signs)) == sheet_ids
    assert ShiftSheet.objects.get().state == "taken"
