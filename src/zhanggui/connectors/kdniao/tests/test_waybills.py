from zhanggui.connectors.asking.tests.between import GivesWaybills, request_for, take_one, taken
from zhanggui.kernel.doors.waybills import ProviderRefused


class TestWaybills(GivesWaybills):
    call_that_gives = "order:1007"
    pool = "ZTO"
    signing_secret = "app_key"
    contract_secret = "customer_password"

    def test_with_a_template_the_label_comes_as_a_page(self, provider, account):
        waybill = take_one(provider, account, request_for("P-1", template="180"))
        assert waybill.number in waybill.label.page
        assert not taken(provider, account, "P-2").label.page

    def test_a_duplicate_without_its_number_is_refused(self, provider, account, platform):
        platform.faults.add("refuse", call=self.call_that_gives, code="105", sentence="重复下单")
        assert type(take_one(provider, account, request_for("P-1"))) is ProviderRefused
