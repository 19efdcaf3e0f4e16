import pytest
from django.utils.translation import override

from zhanggui.connectors.asking.failing import PERMISSION, SETTING, CallFailed, told_by_parcel, tracking_refusal
from zhanggui.connectors.asking.refusing import Action
from zhanggui.kernel.doors.tracking import TrackingDown, TrackingLoginRefused, TrackingRefused, TrackingThrottled


@pytest.mark.parametrize(
    ("action", "refusal"),
    [
        (Action.ASK_AGAIN, TrackingDown),
        (Action.WAIT, TrackingThrottled),
        (Action.AUTHORISE, TrackingLoginRefused),
        (SETTING, TrackingLoginRefused),
        (PERMISSION, TrackingLoginRefused),
        (Action.REFUSED, TrackingRefused),
    ],
)
def test_what_the_door_of_tracking_says(action, refusal):
    assert type(tracking_refusal(CallFailed(action, "1", "no"), source="KDNiao")) is refusal


def test_trouble_of_one_is_told_of_it_and_trouble_of_all_is_raised():
    down, no = CallFailed(Action.ASK_AGAIN, "502"), CallFailed(Action.REFUSED, "408", "no phone")
    assert set(told_by_parcel({"1": down}, of=2, source="KDNiao")) == {"1"}
    assert set(told_by_parcel({"1": no}, of=1, source="KDNiao")) == {"1"}
    with pytest.raises(TrackingDown):
        told_by_parcel({"1": down}, of=1, source="KDNiao")


def test_the_source_is_named_in_the_language_of_the_reader():
    with override("zh-hans"):
        assert "快递鸟" in tracking_refusal(CallFailed(Action.WAIT, "1"), source="KDNiao").sentence
