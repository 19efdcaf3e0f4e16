import pytest

from zhanggui.connectors.asking.tests.contract import ProviderContract, number_of, parcel
from zhanggui.connectors.douyin_waybills.client import sign
from zhanggui.kernel.doors.waybills import Lost, OrderName, ProviderThrottled, RequestUnfit
from zhanggui.simulators.douyin_waybills.gateway import signature

LONG = (
    '{"note":"礼盒<红>&蓝","order_by":"update_time","page":0,"size":10,'
    '"update_time_end":1700003600,"update_time_start":1700000000}'
)
CREATE, APPLY = "logistics.newCreateOrder", "logistics.waybillApply"


class TestDouyin(ProviderContract):
    platform = "douyin"
    call_that_gives = CREATE
    has_cipher_texts = True

    def test_numbers_come_in_one_call_and_print_data_in_calls_of_ten(self, provider, counter, account):
        self.taken(provider, account, self.parcels(23))
        assert list(counter.server.calls) == [*[APPLY] * 3, CREATE]

    def test_a_number_stands_when_its_print_data_does_not_come(self, provider, counter, account):
        (request,) = self.parcels(1)
        counter.server.faults.add("drop", call=APPLY)
        (answer,) = provider.take(account, requests=[request]).values()
        assert answer.awaits_print_data
        assert answer.print_data is None
        recovered = provider.recover(account, lost=[Lost(request, number=answer.number)])[request.key]
        assert number_of(recovered) == answer.number
        assert recovered.print_data.content
        assert not recovered.awaits_print_data

    def test_the_label_tells_how_the_carrier_sorts(self, provider, account):
        (answer,) = provider.take(account, requests=self.parcels(1)).values()
        assert (answer.label.sort_code, answer.label.short_address) == ("300-A01 02", "粤深")
        assert (answer.label.package_centre, answer.label.package_centre_code) == ("深圳集", "755")
        assert answer.print_data.component == "douyin"
        assert answer.print_data.signature

    def test_merged_orders_go_by_the_first_without_its_letter(self, provider, counter, account):
        orders = (OrderName("douyin", "4800000000000000001A"), OrderName("douyin", "4800000000000000002A"))
        (number,) = self.taken(provider, account, [parcel("m", orders=orders)]).values()
        (sent,) = counter.numbers.given[number].asked["order_infos"]
        assert sent["order_id"] == "4800000000000000001"
        assert sent["combine_orders"] == ["4800000000000000001", "4800000000000000002"]

    def test_orders_of_other_platforms_name_their_channel(self, provider, counter, account):
        foreign = parcel("f", orders=(OrderName("wechat", "WX-2024/77"),))
        unknown = parcel("u", orders=(OrderName("kuaishou", "2300000000000"),))
        answers = provider.take(account, requests=[foreign, unknown])
        assert counter.numbers.given[number_of(answers["f"])].asked["order_channel"] == "77"
        assert isinstance(answers["u"], RequestUnfit)
        assert answers["u"].data["field"] == "order_channel"

    def test_a_parent_brings_its_children(self, provider, account):
        (answer,) = provider.take(account, requests=[parcel("p", platform="douyin", pieces=3)]).values()
        assert len({answer.number, *answer.sub_numbers}) == 3

    def test_the_print_component_is_given_a_signed_query(self, provider, account):
        given = dict(part.split("=", 1) for part in provider.print_pass(account).params.split("&"))
        assert (given["method"], given["param_json"]) == ("logistics.getShopKey", "{}")
        assert given["sign"] == signature(given, account.secrets["app_secret"])

    def test_too_often_is_told_as_waiting(self, provider, counter, account):
        counter.server.faults.add("refuse", call=CREATE, code="60000", sentence="请求过于频繁")
        (answer,) = provider.take(account, requests=self.parcels(1)).values()
        assert isinstance(answer, ProviderThrottled)


@pytest.mark.parametrize(
    ("app_key", "method", "param_json", "timestamp", "secret", "expected"),
    [
        (
            "demo",
            "order.searchList",
            '{"page":0,"size":10}',
            "2026-01-01 00:00:00",
            "demo-secret",
            "efd0a7a7dc98f9e85258a357314d63874003410ed40a66395dd453f00d31d263",
        ),
        (
            "7000000000000000001",
            "order.searchList",
            LONG,
            "1700003700",
            "dy-demo-secret",
            "966fb95b70770023d968b042fa123b307635315fa3e061df225526ced74f466d",
        ),
    ],
)
def test_both_sides_sign_as_the_vectors_do(app_key, method, param_json, timestamp, secret, expected):
    fields = {"app_key": app_key, "method": method, "param_json": param_json, "timestamp": timestamp}
    assert sign(**fields, secret=secret) == expected
    assert signature(fields | {"v": "2", "sign_method": "hmac-sha256"}, secret) == expected
