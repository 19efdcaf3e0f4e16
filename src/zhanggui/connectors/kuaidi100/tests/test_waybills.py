from dataclasses import replace

from zhanggui.connectors.asking.tests.between import GivesWaybills, name_of, request_for, take_one, taken
from zhanggui.kernel.doors.waybills import ProviderRefused


class TestWaybills(GivesWaybills):
    call_that_gives = "label:order"
    pool = "zhongtong"
    signing_secret = "secret"
    contract_secret = "partner_key"

    def test_with_a_template_there_is_a_page_to_print(self, provider, account):
        waybill = take_one(provider, account, request_for("P-1", template="t-1"))
        assert waybill.label.page.startswith("http")
        assert waybill.print_data is None  # no component prints it: the label is one of our own, with its marks
        assert not taken(provider, account, "P-2").label.page

    def test_cancelling_needs_the_name_the_carrier_gave_the_order(self, provider, account):
        name = replace(name_of(taken(provider, account)), reference="")
        assert isinstance(provider.cancel(account, waybills=[name])[name.number], ProviderRefused)
