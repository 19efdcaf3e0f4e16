from zhanggui.connectors.kdniao.signing import sign
from zhanggui.simulators.kdniao.signing import data_sign

DATA = '{"OrderCode":"","ShipperCode":"YTO","LogisticCode":"YT0000000000001"}'
SIGNED = "YWZmMGE5MzA4ZWQ2OWQ0NzUxMzc2YTYyNTUxMDU0OGM="


def test_the_letters_of_the_digest_are_encoded_not_its_bytes():
    assert sign(DATA, "demo-app-key") == data_sign(DATA, "demo-app-key") == SIGNED
