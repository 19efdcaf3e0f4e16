import json
from dataclasses import replace

from zhanggui.connectors.asking.tests.contract import RECEIVER, ProviderContract, parcel
from zhanggui.connectors.pdd_waybills.client import sign
from zhanggui.kernel.doors.waybills import Cipher, OrderName, ProviderDown, ProviderThrottled, RequestUnfit
from zhanggui.simulators.pdd_waybills.gateway import signature

GET = "pdd.waybill.get"


class TestPinduoduo(ProviderContract):
    platform = "pinduoduo"
    call_that_gives = GET
    has_cipher_texts = True

    def test_ten_parcels_travel_in_one_call(self, provider, counter, account):
        self.taken(provider, account, self.parcels(23))
        assert len(counter.server.calls) == 3

    def test_the_print_data_names_its_template_with_a_small_l(self, provider, account):
        (answer,) = provider.take(account, requests=self.parcels(1)).values()
        inside = json.loads(answer.print_data.content)
        assert answer.print_data.component == "pinduoduo"
        assert answer.print_data.template_url == inside["templateUrl"] == parcel("1").template
        assert answer.print_data.version == "3"

    def test_a_receiver_known_by_the_order_alone_is_left_out(self, provider, counter, account):
        order = OrderName("pinduoduo", "240101-000000000000077")
        request = parcel(
            "7", orders=(order,), receiver=replace(RECEIVER, name="李**"), cipher=Cipher("pinduoduo", order.number)
        )
        (number,) = self.taken(provider, account, [request]).values()
        (sent,) = counter.numbers.given[number].asked["trade_order_info_dtos"]
        assert "recipient" not in sent
        assert sent["order_info"] == {"order_channels_type": "PDD", "trade_order_list": [order.number]}

    def test_parts_without_words_are_left_out(self, provider, account):
        request = parcel("8", platform="pinduoduo", receiver=replace(RECEIVER, town="", phone=""))
        self.taken(provider, account, [request])

    def test_a_parent_with_children_is_not_asked_for(self, provider, account):
        (answer,) = provider.take(account, requests=[parcel("9", platform="pinduoduo", pieces=2)]).values()
        assert isinstance(answer, RequestUnfit)

    def test_too_often_is_told_as_waiting_and_trouble_as_asking_again(self, provider, counter, account):
        for code, kind in (("52101", ProviderThrottled), ("52103", ProviderDown)):
            counter.server.faults.add("refuse", call=GET, code=code, sentence="请稍后重试")
            (answer,) = provider.take(account, requests=self.parcels(1)).values()
            assert isinstance(answer, kind)


def test_both_sides_sign_as_the_published_example_does():
    published = {
        "access_token": "asd78172s8ds9a921j9qqwda12312w1w21211",
        "client_id": "1",
        "data_type": "XML",
        "order_status": "1",
        "page": "1",
        "page_size": "10",
        "timestamp": "1480411125",
        "type": "pdd.order.number.list.get",
    }
    assert sign(published, secret="testSecret") == "E4DE3ED21002510DED352819E7AE6775"
    assert signature(published, "testSecret") == "E4DE3ED21002510DED352819E7AE6775"
