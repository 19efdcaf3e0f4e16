"""A source of tracking on a real socket, an account at it, and parcels that are followed."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from zhanggui.connectors.kdniao.tracking import KdniaoTracking
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.doors.tracking import GROUP, TrackEvent, TrackState
from zhanggui.logistics.flows.follow_parcels import follow_parcels
from zhanggui.logistics.flows.set_tracking_accounts import set_tracking_accounts
from zhanggui.logistics.models import Track, TrackingAccount
from zhanggui.logistics.tests.conftest import LEFT_AT
from zhanggui.logistics.tracking.drafts import TrackingDraft
from zhanggui.orders.testing import ACTOR
from zhanggui.simulators.kdniao import KdniaoSimulator
from zhanggui.simulators.stage.clock import standing_still

T0 = LEFT_AT
"""The simulator's clock begins when the parcels left."""


def hours(n: float) -> datetime:
    return T0 + timedelta(hours=n)


def said(track, state: TrackState | str, n: float, words: str = "", **more) -> TrackEvent:
    """A scan of this parcel, so many hours after it left."""
    return TrackEvent("zto", track.waybill, hours(n), TrackState(state), words or f"{state} {n}", **more)


@pytest.fixture
def platform() -> KdniaoSimulator:
    return KdniaoSimulator(clock=standing_still(T0))


@pytest.fixture
def source(platform, monkeypatch) -> Iterator[KdniaoTracking]:
    source = KdniaoTracking(sleep=lambda _: None, timeout=httpx.Timeout(5))
    monkeypatch.setitem(installed(GROUP), "kdniao", source)
    yield source
    source.close()


@pytest.fixture
def gateway(platform) -> Iterator[str]:
    with platform.serving() as url:
        yield url


def draft(gateway: str, **changes) -> TrackingDraft:
    settings = {"gateway": gateway, "ebusiness_id": "1300001", "service": "paid", "carrier.testcarrier": "zto"}
    given: dict[str, Any] = {"code": "KDN", "name": "KDN", "source": "kdniao", "settings": settings, "is_pushed": False}
    return TrackingDraft(**(given | {"secrets": {"app_key": "demo-app-key"}} | changes))


@pytest.fixture
def account(db, source, gateway) -> TrackingAccount:
    set_tracking_accounts(accounts=[draft(gateway)], actor=ACTOR, at=T0).one()
    return TrackingAccount.objects.get()


@pytest.fixture
def tracks(shipped) -> Callable[..., list[Track]]:
    """So many parcels that left and are followed."""

    def tracks(count: int = 1, **order) -> list[Track]:
        parcels = shipped(count, **order)
        follow_parcels(parcel_ids=[parcel.pk for parcel in parcels], actor=ACTOR, at=T0)
        found = {track.parcel_id: track for track in Track.objects.select_related("parcel")}
        return [found[parcel.pk] for parcel in parcels]

    return tracks
