import json
from dataclasses import replace
from decimal import Decimal

from zhanggui.connectors.asking.tests.contract import ProviderContract, number_of, parcel
from zhanggui.kernel.doors.waybills import Branch, Lost, OnlyOnAsking, OrderName, ProviderThrottled, Services, Size

GET = "cainiao.waybill.ii.get"


class TestCainiao(ProviderContract):
    platform = "taobao"
    call_that_gives = GET
    finds_by_order = True

    def test_ten_parcels_travel_in_one_call(self, provider, counter, account):
        self.taken(provider, account, self.parcels(23))
        assert len(counter.server.calls) == 3

    def test_a_refused_parcel_is_found_in_few_calls(self, provider, counter, account):
        parcels = [*self.parcels(9), parcel("bad", orders=(OrderName("taobao", "1"),) * 2, template="")]
        answers = provider.take(account, requests=parcels)
        assert answers["bad"].data["field"] == "template"
        assert len(counter.server.calls) == 1

    def test_the_print_data_is_handed_on_as_it_came(self, provider, account):
        (answer,) = provider.take(account, requests=self.parcels(1)).values()
        inside = json.loads(answer.print_data.content)
        assert answer.print_data.component == "cainiao"
        assert answer.print_data.template_url == inside["templateURL"] == parcel("1").template
        assert (answer.print_data.signature, answer.print_data.version) == (inside["signature"], inside["ver"])

    def test_the_token_goes_with_the_order_it_belongs_to(self, provider, counter, account):
        self.test_an_encrypted_receiver_reaches_the_platform_untouched(provider, counter, account)
        (given,) = counter.numbers.given.values()
        recipient = given.asked["trade_order_info_dtos"][0]["recipient"]
        assert (recipient["oaid"], recipient["tid"], recipient["name"]) == (
            "1aBc+/Oaid==",
            "3300000000000000077",
            "李**",
        )

    def test_everything_the_label_needs_is_sent_in_the_platforms_words(self, provider, counter, account):
        request = parcel(
            "9",
            services=Services(cash_to_collect=Decimal(200), others={"SVC-FRESH": "1"}),
            size=Size(Decimal(30), Decimal(20), Decimal(10)),
            product="1",
        )
        contract = replace(account, branch=Branch(code="57901", segment="NORMAL", monthly_account="5790001"))
        (number,) = self.taken(provider, contract, [request]).values()
        asked = counter.numbers.given[number].asked
        (sent,) = asked["trade_order_info_dtos"]
        assert json.loads(sent["logistics_services"]) == {"SVC-FRESH": {"value": "1"}, "SVC-COD": {"value": "200.00"}}
        assert sent["order_info"] == {"order_channels_type": "TB", "trade_order_list": [request.orders[0].number]}
        assert sent["package_info"] == {
            "id": "9",
            "items": [{"name": "示例T恤 黑色 L", "count": 2}],
            "weight": 500,
            "length": 30,
            "width": 20,
            "height": 10,
        }
        assert (asked["product_code"], asked["customer_code"], asked["brand_code"]) == ("1", "5790001", "NORMAL")

    def test_a_parent_brings_its_children(self, provider, account):
        (answer,) = provider.take(account, requests=[parcel("6", pieces=3)]).values()
        assert len({answer.number, *answer.sub_numbers}) == 3
        assert answer.parent_number == answer.number

    def test_two_parcels_of_one_order_are_told_apart_by_the_numbers_already_known(self, provider, account):
        order = (OrderName("taobao", "3300000000000000088"),)
        first, second = parcel("81", orders=order), parcel("82", orders=order)
        numbers = self.taken(provider, account, [first, second])
        (blind,) = provider.recover(account, lost=[Lost(second)]).values()
        (told,) = provider.recover(account, lost=[Lost(second, known=frozenset({numbers["81"]}))]).values()
        assert isinstance(blind, OnlyOnAsking)
        assert number_of(told) == numbers["82"]

    def test_one_number_is_not_told_to_two_parcels_of_its_order(self, provider, account):
        order = (OrderName("taobao", "3300000000000000099"),)
        first, second = parcel("91", orders=order), parcel("92", orders=order)
        self.taken(provider, account, [first])
        lost = provider.recover(account, lost=[Lost(first), Lost(second)])
        assert {type(answer) for answer in lost.values()} == {OnlyOnAsking}

    def test_a_ban_is_told_with_its_seconds(self, provider, counter, account):
        sentence = "This ban will last for 17 more seconds"
        counter.server.faults.add("refuse", call=GET, code="7", sentence=sentence)
        (answer,) = provider.take(account, requests=self.parcels(1)).values()
        assert isinstance(answer, ProviderThrottled)
        assert answer.data["seconds"] == 17
