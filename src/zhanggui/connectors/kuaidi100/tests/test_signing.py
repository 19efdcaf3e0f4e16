from zhanggui.connectors.kuaidi100.signing import sign
from zhanggui.simulators.kuaidi100.signing import signature

QUERY = ('{"com":"yuantong","num":"YT0000000000001"}', "demo-key", "DEMO_CUSTOMER")
PUSH = ('{"status":"polling"}', "demo-salt")


def test_queries_and_pushes_are_signed_alike_over_other_texts():
    assert sign(*QUERY) == signature(list(QUERY)) == "5B3749209EED4766DBCA581B78BE6A06"
    assert sign(*PUSH) == signature(list(PUSH)) == "654894A06C8A2269784E93E73DB8F358"
