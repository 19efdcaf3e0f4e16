"""Parcels taken back around their telling: told once, or a person is warned."""

import pytest
from django.conf import settings
from django.utils import timezone

from zhanggui.channels.flows.settle_notices import settle_notices
from zhanggui.channels.flows.warn_of_told_parcels import warn_of_told_parcels
from zhanggui.channels.models import Notice
from zhanggui.channels.proof import only_shipped_parcels_are_told
from zhanggui.channels.stuck import troubled_notices
from zhanggui.channels.telling import mark_told, read_tellings
from zhanggui.channels.testing import ACTOR
from zhanggui.channels.tests.telling import ONE, queue, sends, take_back, tell, waybill, waybills_shown, withdraw
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.kernel.models import Fact

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def test_a_parcel_taken_back_is_not_told_and_its_notice_is_withdrawn(served, link, ship):
    parcels = ship(ONE)
    notices = queue(parcels)
    take_back(parcels)
    assert tell(notices).refused[notices[0]].code() == "notice_not_queued"
    assert sends(served) == 0

    assert withdraw(parcels).done == list(parcels.values())
    assert not Notice.objects.exists()
    assert Fact.objects.filter(name="channels.shipment.withdrawn").count() == 1
    assert withdraw(parcels).done == list(parcels.values())
    assert Fact.objects.filter(name="channels.shipment.withdrawn").count() == 1


def test_shipped_again_it_is_told_once(served, link, ship):
    parcels = ship(ONE)
    (number, parcel_id) = next(iter(parcels.items()))
    queue(parcels)
    take_back(parcels)
    withdraw(parcels)
    ship_parcels(parcel_ids=[parcel_id], actor=ACTOR, at=timezone.now())
    assert withdraw(parcels).refused[parcel_id].code() == "parcel_has_left"
    assert tell(queue(parcels)).refused == {}
    assert waybills_shown(served, number) == {waybill(parcel_id)}
    assert sends(served) == 1


def test_what_was_told_before_stays_told(served, link, ship):
    parcels = ship(ONE)
    (parcel_id,) = parcels.values()
    tell(queue(parcels))
    take_back(parcels)
    withdraw(parcels)
    assert Notice.objects.get().state == "told"
    assert list(only_shipped_parcels_are_told()) == []
    ship_parcels(parcel_ids=[parcel_id], actor=ACTOR, at=timezone.now())
    assert queue(parcels) == []
    assert sends(served) == 1


def stop(parcel_ids):
    stop_parcels(parcel_ids=parcel_ids, reason="refund", actor=ACTOR, at=timezone.now())


def warn(parcel_ids):
    return warn_of_told_parcels(parcel_ids=parcel_ids, actor=ACTOR, at=timezone.now())


@pytest.mark.parametrize("is_stopped_first", [True, False])
def test_taken_back_and_stopped_while_it_is_being_told_someone_is_warned(served, link, ship, is_stopped_first):
    parcels = ship(ONE)
    (parcel_id,) = parcels.values()
    (telling,) = read_tellings(queue(parcels), actor=ACTOR)
    take_back(parcels)
    withdraw(parcels)
    if is_stopped_first:
        stop([parcel_id])
        assert warn([parcel_id]).done == []
    mark_told(telling, actor=ACTOR, at=timezone.now())
    if not is_stopped_first:
        assert Notice.objects.get().state == "told"
        stop([parcel_id])
        assert warn([parcel_id]).done == [parcel_id]

    notice = Notice.objects.get()
    assert notice.state == "in_vain"
    assert Fact.objects.filter(name="channels.shipment.told_in_vain").count() == 1
    assert [found.cause for found in troubled_notices([notice.order_id])[notice.order_id]] == ["in_vain"]
    assert warn([parcel_id]).done == []

    assert settle_notices(notice_ids=[notice.pk], actor=ACTOR, at=timezone.now()).done == [notice.pk]
    again = settle_notices(notice_ids=[notice.pk], actor=ACTOR, at=timezone.now())
    assert again.refused[notice.pk].code() == "notice_not_in_vain"
    assert warn([parcel_id]).done == []
    assert troubled_notices([notice.order_id]) == {}


def test_shipped_again_before_the_answer_it_is_told_once_more(served, link, ship):
    parcels = ship(ONE)
    (parcel_id,) = parcels.values()
    (telling,) = read_tellings(queue(parcels), actor=ACTOR)
    take_back(parcels)
    withdraw(parcels)
    ship_parcels(parcel_ids=[parcel_id], actor=ACTOR, at=timezone.now())
    queued = queue(parcels)
    mark_told(telling, actor=ACTOR, at=timezone.now())
    assert list(Notice.objects.values_list("pk", "state")) == [(queued[0], "queued")]


def test_told_while_it_was_taken_back_it_is_told_again_without_harm(served, link, ship):
    parcels = ship(ONE)
    (parcel_id,) = parcels.values()
    notices = queue(parcels)
    tell(notices)
    Notice.objects.all().delete()  # as if it was withdrawn between the platform's yes and our mark
    take_back(parcels)
    ship_parcels(parcel_ids=[parcel_id], actor=ACTOR, at=timezone.now())
    assert tell(queue(parcels)).refused == {}
    assert Notice.objects.get().state == "told"


def test_a_late_withdrawal_does_not_take_away_the_warning_that_it_was_told_in_vain(served, link, ship):
    """The job that withdraws comes after the one that warns: each has a worker of its own."""
    parcels = ship(ONE)
    tell(queue(parcels))
    take_back(parcels)
    stop(list(parcels.values()))
    warn(list(parcels.values()))
    withdraw(parcels)
    assert Notice.objects.get().state == "in_vain"
