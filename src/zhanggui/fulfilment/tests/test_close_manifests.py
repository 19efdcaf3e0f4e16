"""A manifest closes only when scanned = listed = shipped; whatever is missing is named, and answered."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from zhanggui.fulfilment.flows.close_manifests import close_manifests
from zhanggui.fulfilment.flows.explain_differences import Explained, explain_differences
from zhanggui.fulfilment.flows.hand_over_parcels import hand_over_parcels
from zhanggui.fulfilment.flows.open_manifests import Opening, open_manifests
from zhanggui.fulfilment.flows.print_manifests import print_manifests
from zhanggui.fulfilment.flows.reopen_manifests import reopen_manifests
from zhanggui.fulfilment.flows.send_off_manifests import send_off_manifests
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.flows.unlist_parcels import unlist_parcels
from zhanggui.fulfilment.manifests.desks import ManifestDesk
from zhanggui.fulfilment.models import Manifest, ManifestDifference, ManifestParcel
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.ui.desk import desk_rows

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def scanned(*parcels):
    assert hand_over_parcels(parcel_ids=[parcel.pk for parcel in parcels], **BY).refused == {}
    return Manifest.objects.get(state="open")


def refused(manifest):
    (refusal,) = close_manifests(manifest_ids=[manifest.pk], **BY).refused.values()
    return refusal


def explain(manifest, parcel, reason="left on the shelf"):
    return explain_differences(answers=[Explained(manifest.pk, parcel.pk, reason)], **BY).one()


def test_it_closes_when_all_three_agree(world):
    manifest = scanned(*world.parcels("weighed", 3))
    assert close_manifests(manifest_ids=[manifest.pk], **BY).done == [manifest.pk]
    manifest.refresh_from_db()
    assert (manifest.state, manifest.listed, manifest.scanned, manifest.shipped) == ("closed", 3, 3, 3)
    assert refused(manifest).code() == "manifest_not_open"


def test_while_it_is_open_the_desk_counts_what_should_go_and_what_does(world):
    goes, waits, later = world.parcels("weighed", 3)
    manifest = scanned(goes)
    explain(manifest, waits)

    def shown():
        (row,) = desk_rows(ManifestDesk(), {"tab": "all"}, ACTOR)["rows"]
        return [int(row[name]) for name in ("on_it", "listed", "scanned", "shipped", "explained")]

    assert shown() == [1, 3, 1, 1, 1]
    explain(manifest, later)
    close_manifests(manifest_ids=[manifest.pk], **BY)
    assert shown() == [1, 3, 1, 1, 2]


def test_weighed_and_not_scanned_is_named(world):
    goes, waits = world.parcels("weighed", 2)
    refusal = refused(scanned(goes))
    assert refusal.code() == "manifest_differs"
    assert f"{waits.waybill} Weighed, not scanned" in refusal.sentence
    assert goes.waybill not in refusal.sentence


def test_shipped_at_a_desk_and_not_scanned_is_named(world):
    goes, desk = world.parcels("weighed", 2)
    manifest = scanned(goes)
    ship_parcels(parcel_ids=[desk.pk], **BY)
    assert f"{desk.waybill} Shipped, not scanned" in refused(manifest).sentence


def test_scanned_and_not_shipped_stopped_or_void_is_named(world):
    back, stopped, goes = world.parcels("weighed", 3)
    manifest = scanned(back, stopped, goes)
    take_back_parcels(parcel_ids=[back.pk, stopped.pk], note="wrong pile", **BY)
    stop_parcels(parcel_ids=[stopped.pk], reason="refund", **BY)
    sentence = refused(manifest).sentence
    assert f"{back.waybill} Scanned, not shipped" in sentence
    assert f"{stopped.waybill} Scanned, but stopped" in sentence
    assert goes.waybill not in sentence


def test_taken_off_the_pile_it_differs_no_more(world):
    stopped, goes = world.parcels("weighed", 2)
    manifest = scanned(stopped, goes)
    assert unlist_parcels(parcel_ids=[goes.pk], reason="x", **BY).refused[goes.pk].code() == "shipped_on_manifest"
    take_back_parcels(parcel_ids=[stopped.pk], note="wrong pile", **BY)
    stop_parcels(parcel_ids=[stopped.pk], reason="refund", **BY)
    assert unlist_parcels(parcel_ids=[stopped.pk], reason="in the basket", **BY).done == [stopped.pk]
    assert close_manifests(manifest_ids=[manifest.pk], **BY).done == [manifest.pk]


def test_a_parcel_taken_back_is_scanned_again_onto_the_same_manifest(world):
    parcel = world.parcel("weighed")
    manifest = scanned(parcel)
    take_back_parcels(parcel_ids=[parcel.pk], note="wrong pile", **BY)
    assert scanned(parcel) == manifest
    assert close_manifests(manifest_ids=[manifest.pk], **BY).done == [manifest.pk]


def test_an_explained_difference_lets_it_close_and_is_kept(world):
    goes, waits = world.parcels("weighed", 2)
    manifest = scanned(goes)
    explain(manifest, waits)
    assert close_manifests(manifest_ids=[manifest.pk], **BY).done == [manifest.pk]
    manifest.refresh_from_db()
    assert (manifest.listed, manifest.scanned, manifest.shipped, manifest.explained) == (2, 1, 1, 1)
    kept = ManifestDifference.objects.get()
    assert (kept.parcel_id, kept.kind, kept.reason, kept.answered_by) == (
        waits.pk, "not_scanned", "left on the shelf", "test",
    )  # fmt: skip


def test_an_explanation_of_what_changed_since_counts_no_more(world):
    goes, waits = world.parcels("weighed", 2)
    manifest = scanned(goes)
    explain(manifest, waits)
    ship_parcels(parcel_ids=[waits.pk], **BY)
    assert "Shipped, not scanned" in refused(manifest).sentence
    scanned(waits)
    assert close_manifests(manifest_ids=[manifest.pk], **BY).done == [manifest.pk]
    assert not ManifestDifference.objects.exists()


def test_what_did_not_leave_is_off_the_closed_manifest_and_leaves_with_the_next(world):
    back, goes = world.parcels("weighed", 2)
    manifest = scanned(back, goes)
    take_back_parcels(parcel_ids=[back.pk], note="wrong pile", **BY)
    explain(manifest, back)
    close_manifests(manifest_ids=[manifest.pk], **BY).one()
    assert list(manifest.parcels.values_list("parcel_id", flat=True)) == [goes.pk]
    assert scanned(back) != manifest


def test_what_one_explained_as_shipped_the_next_does_not_ask_again(world):
    goes, desk, later = world.parcels("weighed", 3)
    manifest = scanned(goes)
    ship_parcels(parcel_ids=[desk.pk], **BY)
    explain(manifest, desk, "driver took it early")
    explain(manifest, later, "next van")
    close_manifests(manifest_ids=[manifest.pk], **BY).one()
    second = scanned(later)
    assert close_manifests(manifest_ids=[second.pk], **BY).done == [second.pk]


def test_a_reason_is_asked_for_and_only_what_differs_is_explained(world):
    goes, waits = world.parcels("weighed", 2)
    manifest = scanned(goes)
    answers = [Explained(manifest.pk, waits.pk, "  "), Explained(manifest.pk, goes.pk, "x"), Explained(0, 0, "x")]
    outcome = explain_differences(answers=answers, **BY)
    assert [outcome.refused[pk].code() for pk in (waits.pk, goes.pk, 0)] == [
        "reason_missing", "no_difference", "not_found",
    ]  # fmt: skip


def test_before_the_van_leaves_it_opens_again_and_afterwards_never(world):
    parcel = world.parcel("weighed")
    manifest = scanned(parcel)
    close_manifests(manifest_ids=[manifest.pk], **BY).one()
    on_closed = take_back_parcels(parcel_ids=[parcel.pk], note="wrong pile", **BY).refused[parcel.pk]
    assert on_closed.code() == "on_closed_manifest"
    reopen_manifests(manifest_ids=[manifest.pk], reason="one forgotten", **BY).one()
    close_manifests(manifest_ids=[manifest.pk], **BY).one()
    print_manifests(manifest_ids=[manifest.pk], **BY).one()
    send_off_manifests(manifest_ids=[manifest.pk], driver="老李", plate="浙a12345", **BY).one()
    manifest.refresh_from_db()
    assert (manifest.state, manifest.driver, manifest.plate, manifest.prints, manifest.reopenings) == (
        "left", "老李", "浙A12345", 1, 1,
    )  # fmt: skip
    again = reopen_manifests(manifest_ids=[manifest.pk], reason="x", **BY).refused[manifest.pk]
    assert again.code() == "manifest_not_closed"
    gone = take_back_parcels(parcel_ids=[parcel.pk], note="wrong pile", **BY).refused[parcel.pk]
    assert gone.code() == "left_with_van"


def test_another_open_one_keeps_it_closed(world):
    first, second = world.parcels("weighed", 2)
    manifest = scanned(first)
    explain(manifest, second)
    close_manifests(manifest_ids=[manifest.pk], **BY).one()
    scanned(second)
    refusal = reopen_manifests(manifest_ids=[manifest.pk], reason="x", **BY).refused[manifest.pk]
    assert refusal.code() == "another_is_open"


def test_opened_by_hand_once_and_empty_it_does_not_close(world):
    opening = Opening(world.warehouse.pk, "testcarrier", "16:00")
    assert open_manifests(openings=[opening], **BY).done == [opening.key]
    assert open_manifests(openings=[opening], **BY).refused[opening.key].code() == "manifest_open_already"
    assert refused(Manifest.objects.get()).code() == "nothing_on_manifest"


def test_the_database_keeps_a_closed_manifest_as_it_is(world):
    manifest = scanned(world.parcel("weighed"))
    close_manifests(manifest_ids=[manifest.pk], **BY).one()
    entry = ManifestParcel.objects.get()
    for spoil in (
        entry.delete,
        lambda: ManifestParcel.objects.update(station="x"),
        lambda: ManifestParcel.objects.create(
            manifest=manifest, parcel=world.parcel("weighed"), scanned_at=AT, actor="x"
        ),
        lambda: Manifest.objects.update(scanned=7),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()
