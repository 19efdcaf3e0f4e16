"""Session keys run out, are refreshed, and void their predecessors."""

import httpx
import pytest

SELLER = "taobao.user.seller.get"


def refresh(served, **changes):
    form = {
        "client_id": "20001234",
        "client_secret": "demo-secret",
        "grant_type": "refresh_token",
        "refresh_token": "refresh-demo-01",
    }
    return httpx.post(f"{served.url}/token", data=form | changes)


def test_expired_and_refreshed(served):
    served.simulator.sessions.expire()
    refused = served.call(SELLER, fields="nick")
    assert (refused["code"], refused["sub_code"]) == (27, "session-expired")
    granted = refresh(served).json()
    assert granted["expires_in"] > 0
    assert served.call(SELLER, fields="nick", session=granted["access_token"])["user"]
    assert served.call(SELLER, fields="nick", session="sess-demo-01")["sub_code"] == "invalid-sessionkey"
    assert refresh(served).json()["error"] == "invalid_grant"


def test_runs_out_by_the_clock(served, watch):
    watch.advance(days=31)
    assert served.call(SELLER, fields="nick")["sub_code"] == "session-expired"
    served.simulator.sessions.restore()
    assert served.call(SELLER, fields="nick")["user"]


def test_session_of_another_app(served):
    served.simulator.sessions.issue("sess-theirs", "refresh-theirs", app_key="999")
    answer = served.call(SELLER, fields="nick", session="sess-theirs")
    assert answer["sub_code"] == "sessionkey-not-generated-by-server"
    assert served.call(SELLER, fields="nick")["user"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_secret": "no"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"refresh_token": "no"}, "invalid_grant"),
    ],
)
def test_refused_grants(served, changes, error):
    answer = refresh(served, **changes)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
