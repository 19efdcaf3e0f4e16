import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from zhanggui.connectors.asking.tests.between import TellsWhereParcelsAre
from zhanggui.connectors.kuaidi100.signing import sign
from zhanggui.kernel.doors.tracking import PushForged, PushUnreadable, TrackedParcel, TrackingLoginRefused

ROW = {"ftime": "2025-03-04 12:00:00", "context": "已签收", "status": "签收"}
PUSH = {"status": "shutdown", "lastResult": {"nu": "YT1", "com": "yuantong", "data": [ROW, {"ftime": "?"}]}}


def signed(content, salt="demo-salt"):
    param = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return urlencode({"param": param, "sign": sign(param, salt)}).encode()


class TestTracking(TellsWhereParcelsAre):
    query_call = "query"
    signing_secret = "key"
    first_code = "103"

    def check_ended(self, ended, parcel):
        assert set(ended) == {parcel.waybill}

    def test_without_a_salt_nobody_is_subscribed(self, tracking, track_account, platform):
        del track_account.secrets["salt"]
        with pytest.raises(TrackingLoginRefused):
            tracking.subscribe(track_account, parcels=[TrackedParcel("zto", "751")], callback="https://example.test")
        assert not platform.tracks.subscribed


def test_without_a_salt_nothing_is_believed(tracking, track_account):
    with pytest.raises(PushForged):
        tracking.read_push(replace(track_account, secrets={}), query={}, body=signed(PUSH, salt=""))


def test_a_push_answers_exactly_and_counts_what_it_could_not_read(tracking, track_account):
    pushed = tracking.read_push(track_account, query={}, body=signed(PUSH))
    assert json.loads(pushed.answer.body) == {"result": True, "returnCode": "200", "message": "成功"}
    assert [(event.carrier, event.waybill, event.state) for event in pushed.events] == [("yto", "YT1", "delivered")]
    assert (pushed.unreadable, pushed.ended) == (1, ["YT1"])
    for content in ("no json", {"status": "abort"}):
        with pytest.raises(PushUnreadable):
            tracking.read_push(track_account, query={}, body=signed(content))
