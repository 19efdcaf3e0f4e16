"""Every source that pushes is believed only by its signature; what it says twice or out of order is said once."""

import json
from base64 import b64encode
from hashlib import md5
from urllib.parse import quote_plus, urlencode

import pytest
from django.test import Client

from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.doors.tracking import GROUP
from zhanggui.kernel.models import Fact
from zhanggui.logistics.flows.set_tracking_accounts import set_tracking_accounts
from zhanggui.logistics.models import Track, TrackEvent
from zhanggui.logistics.tests.tracking.conftest import T0
from zhanggui.logistics.tracking.drafts import TrackingDraft
from zhanggui.orders.testing import ACTOR

pytestmark = pytest.mark.django_db

SECRET = "demo-key"
WAY = (("2025-03-04 12:00:00", "collected"), ("2025-03-05 09:00:00", "delivered"), ("2025-03-05 11:00:00", "moving"))


def digest(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def kdniao(waybill, rows, key=SECRET):
    codes = {"collected": "1", "delivered": "3", "moving": "2"}
    traces = [{"AcceptTime": at, "AcceptStation": what, "Action": codes[what]} for at, what in rows]
    parcel = {"ShipperCode": "ZTO", "LogisticCode": waybill, "Success": True, "Traces": traces}
    data = json.dumps({"PushTime": "2025-03-05 12:00:00", "Data": [parcel]})
    return urlencode({"RequestData": data, "DataSign": b64encode(digest(data + key).encode()).decode()})


def kuaidi100(waybill, rows, key=SECRET):
    codes = {"collected": ("1", "揽收"), "delivered": ("3", "签收"), "moving": ("0", "在途")}
    data = [{"ftime": at, "context": what, "statusCode": codes[what][0], "status": codes[what][1]} for at, what in rows]
    param = json.dumps({"status": "polling", "lastResult": {"nu": waybill, "com": "zhongtong", "data": data}})
    return urlencode({"param": param, "sign": digest(param + key).upper()})


def sf(waybill, rows, key=SECRET):
    codes = {"collected": "50", "delivered": "80", "moving": "31"}
    routes = [
        {"mailno": waybill, "acceptTime": at, "remark": what, "opCode": codes[what], "acceptAddress": ""}
        for at, what in rows
    ]
    text = json.dumps({"Body": {"WaybillRoute": routes}})
    encoded = quote_plus(text + "1741140000" + key, safe="*").replace("~", "%7E")
    told = b64encode(md5(encoded.encode(), usedforsecurity=False).digest()).decode()
    return urlencode({"msgData": text, "timestamp": "1741140000", "msgDigest": told})


SOURCES = {"kdniao": (kdniao, "app_key"), "kuaidi100": (kuaidi100, "salt"), "sf": (sf, "checkword")}


@pytest.fixture(params=SOURCES)
def pushing(request, tracks):
    """A parcel, and a way to push what its source would write, to our door."""
    (track,) = tracks()
    write, secret = SOURCES[request.param]
    secrets = {"key": SECRET, secret: SECRET}
    draft = TrackingDraft(code="SRC", name="Source", source=request.param, settings={}, secrets=secrets, is_pushed=True)
    set_tracking_accounts(accounts=[draft], actor=ACTOR, at=T0).one()
    client = Client(enforce_csrf_checks=True)

    def push(*rows, key=SECRET, change=lambda body: body):
        body = change(write(track.waybill, rows, key))
        return client.post("/push/tracking/SRC", body, content_type="application/x-www-form-urlencoded").status_code

    return track, push


def test_every_installed_source_is_attacked_here():
    assert set(SOURCES) == set(installed(GROUP))


def test_a_forged_push_changes_nothing(pushing):
    track, push = pushing
    assert push(*WAY, key="another-key") == 403
    assert push(*WAY, key="") == 403
    assert push(*WAY[:1], change=lambda body: body.replace("collected", "delivered")) == 403
    assert push(*WAY, change=lambda body: body.rpartition("&")[0]) == 403
    assert not TrackEvent.objects.exists()
    track.refresh_from_db()
    assert track.stage == "handed_over"


def test_a_push_replayed_late_and_out_of_order_is_told_once_and_moves_nothing_back(pushing):
    track, push = pushing
    collected, delivered, moving = WAY
    answers = [push(delivered), push(collected), push(moving)]
    before = Fact.objects.count()
    answers += [push(*WAY), push(*reversed(WAY)), push(collected)]
    assert set(answers) == {200}
    assert (TrackEvent.objects.count(), Fact.objects.count()) == (3, before)
    track = Track.objects.get(pk=track.pk)
    assert (track.stage, track.contradictions, track.scans) == ("delivered", 1, 3)
    assert (track.collected_at, track.delivered_at) == (T0.replace(hour=4), T0.replace(day=5, hour=1))
