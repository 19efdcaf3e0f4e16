import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from zhanggui.connectors.asking.tests.between import TellsWhereParcelsAre
from zhanggui.connectors.kdniao.signing import sign
from zhanggui.kernel.doors.tracking import PushForged, PushUnreadable

SCANS = [
    {"AcceptTime": "2025-03-04 12:00:00", "AcceptStation": "已揽收"},
    {"AcceptTime": "2025-03-06 12:00:00", "AcceptStation": "已签收"},
    {"AcceptTime": "?"},
]
PARCEL = {"ShipperCode": "YTO", "LogisticCode": "YT1", "State": "3", "Traces": SCANS}
PUSH = {"EBusinessID": "1300001", "PushTime": "2025-03-06 12:01:00", "Count": "1", "Data": [PARCEL]}


def signed(content, *, twice=False, key="demo-app-key"):
    data = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    told = sign(data, key)
    return urlencode({"RequestData": data, "DataSign": told.replace("=", "%3D") if twice else told}).encode()


class TestTracking(TellsWhereParcelsAre):
    query_call = "query:8001"
    signing_secret = "app_key"
    first_code = "1"

    def test_the_free_service_knows_the_state_of_the_newest_scan_only(self, tracking, track_account, platform, parcel):
        platform.clock.advance(hours=32)
        free = replace(track_account, settings={**track_account.settings, "service": ""})
        states = [event.state for event in tracking.query(free, parcels=[parcel]).events]
        assert states == ["in_transit"] * 4 + ["delivered"]
        assert platform.counter.server.calls[0] == "query:1002"


def test_without_a_key_nothing_is_believed(tracking, track_account):
    with pytest.raises(PushForged):
        tracking.read_push(replace(track_account, secrets={}), query={}, body=signed(PUSH, key=""))


@pytest.mark.parametrize("twice", [False, True])
def test_a_push_answers_exactly_and_counts_what_it_could_not_read(tracking, track_account, twice):
    pushed = tracking.read_push(track_account, query={}, body=signed(PUSH, twice=twice))
    assert json.loads(pushed.answer.body) == {
        "EBusinessID": "1300001", "UpdateTime": "2025-03-06 12:01:00", "Success": True, "Reason": "",
    }  # fmt: skip
    assert [(event.carrier, event.state) for event in pushed.events] == [("yto", "in_transit"), ("yto", "delivered")]
    assert pushed.unreadable == 1
    for content in ("no json", {"Data": None}):
        with pytest.raises(PushUnreadable):
            tracking.read_push(track_account, query={}, body=signed(content))
