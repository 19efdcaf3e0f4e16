"""Codes of carriers: what the table says of a provider is what it is asked with, and what it answers with."""

import pytest

from zhanggui.connectors.asking.tables import carrier_code, carrier_key, codes_of
from zhanggui.kernel.doors.waybills import CarrierNotOffered, WaybillAccount

ROOMS = ("cainiao", "pdd_waybills", "douyin_waybills", "jd_waybills", "kdniao", "kuaidi100")
PLAIN = WaybillAccount(1, "A")


@pytest.mark.parametrize("room", ROOMS)
def test_every_carrier_goes_to_its_provider_and_back(room):
    package = f"zhanggui.connectors.{room}"
    codes = codes_of(package)
    assert {"sf", "zto", "yto", "sto", "yunda", "jt", "ems", "youzheng", "deppon", "jd"} <= codes.keys()
    for carrier, code in codes.items():
        assert carrier_code(package, PLAIN, carrier, provider=room) == code
        assert carrier_key(package, PLAIN, code) == carrier


def test_the_accounts_own_code_comes_first_and_an_unknown_carrier_is_refused():
    package = "zhanggui.connectors.cainiao"
    own = WaybillAccount(1, "A", settings={"carrier_code.zto": "ZTOKY"})
    assert carrier_code(package, own, "zto", provider="菜鸟") == "ZTOKY"
    assert carrier_key(package, own, "ZTOKY") == "zto"
    with pytest.raises(CarrierNotOffered):
        carrier_code(package, PLAIN, "pigeon", provider="菜鸟")
