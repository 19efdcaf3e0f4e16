from collections import Counter
from dataclasses import replace

from zhanggui.connectors.asking.tests.contract import ProviderContract, number_of, parcel
from zhanggui.connectors.jd_waybills.client import sign
from zhanggui.kernel.doors.waybills import Branch, Lost, OrderName, ProviderDown, ProviderThrottled
from zhanggui.simulators.jd_waybills.gateway import signature

RECEIVE = "jingdong.ldop.alpha.waybill.receive"
PULL = "jingdong.printing.printData.pullData"


class TestJD(ProviderContract):
    platform = "jd"
    call_that_gives = RECEIVE
    has_cipher_texts = True

    def test_a_number_is_one_call_and_print_data_comes_for_ten(self, provider, counter, account):
        self.taken(provider, account, self.parcels(12))
        assert Counter(counter.server.calls) == {RECEIVE: 12, PULL: 2}

    def test_a_number_stands_when_its_print_data_does_not_come(self, provider, counter, account):
        (request,) = self.parcels(1)
        counter.server.faults.add("html", call=PULL)
        (answer,) = provider.take(account, requests=[request]).values()
        assert answer.awaits_print_data
        recovered = provider.recover(account, lost=[Lost(request, number=answer.number)])[request.key]
        assert number_of(recovered) == answer.number
        assert recovered.print_data.component == "jd"

    def test_everything_is_said_in_the_platforms_words(self, provider, counter, account):
        orders = (OrderName("jd", "290000000001"), OrderName("jd", "290000000002"))
        (number,) = self.taken(provider, account, [parcel("w", orders=orders, weight=1250, volume=3000)]).values()
        sent = counter.numbers.given[number].asked
        assert (sent["salePlatform"], sent["platformOrderNo"]) == ("0010001", "290000000001,290000000002")
        assert (sent["vendorOrderCode"], sent["weight"], sent["volume"]) == ("w", "1.25", "3000.00")
        assert (sent["toAddress"]["countryName"], sent["toAddress"]["countrysideName"]) == ("南山区", "粤海街道")
        assert (sent["payType"], sent["needGuarantee"]) == (0, False)

    def test_own_labels_are_told_how_the_carrier_sorts(self, provider, account):
        own = replace(account, settings={**account.settings, "label": "own"})
        (answer,) = provider.take(own, requests=self.parcels(1)).values()
        assert (answer.label.sort_code, answer.label.short_address) == ("300-A01-02", "深圳")

    def test_a_direct_carrier_has_no_numbers_to_run_out_of(self, provider, account):
        direct = replace(account, branch=Branch(monthly_account="010K00001"))
        (number,) = self.taken(provider, direct, [parcel("d", platform="jd", carrier="jd")]).values()
        (contract,) = provider.subscriptions(direct, carrier="jd")
        assert number.startswith("JDVA")
        assert (contract.left, contract.branch.monthly_account) == (None, "010K00001")

    def test_a_parent_brings_its_children(self, provider, account):
        (answer,) = provider.take(account, requests=[parcel("p", platform="jd", pieces=3)]).values()
        assert len({answer.number, *answer.sub_numbers}) == 3

    def test_a_used_up_quota_is_waiting_and_a_timeout_asking_again(self, provider, counter, account):
        for code, kind in (("2", ProviderThrottled), ("65", ProviderDown)):
            counter.server.faults.add("refuse", call=RECEIVE, code=code, sentence="请稍后重试")
            (answer,) = provider.take(account, requests=self.parcels(1)).values()
            assert isinstance(answer, kind)


def test_both_sides_sign_as_the_published_example_does():
    published = {
        "360buy_param_json": '{"end_date":null,"optional_fields":null,"order_state":"WAIT_SELLER_STOCK_OUT",'
        '"page":"1","page_size":"200","start_date":null}',
        "access_token": "yourtoken",
        "app_key": "yourappkey",
        "method": "jingdong.pop.order.search",
        "timestamp": "2021-05-07 09:20:39.683+0800",
        "v": "2.0",
    }
    assert sign(published, secret="yourappSecret") == "D70825340F4084360B9362B60DFD7930"
    assert signature(published, "yourappSecret") == "D70825340F4084360B9362B60DFD7930"
