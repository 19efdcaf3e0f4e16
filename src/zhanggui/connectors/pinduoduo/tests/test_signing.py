from zhanggui.connectors.pinduoduo.signing import sign


def test_a_call_is_signed_as_the_published_vector_says():
    parameters = {
        "access_token": "asd78172s8ds9a921j9qqwda12312w1w21211",
        "client_id": "1",
        "data_type": "XML",
        "order_status": "1",
        "page": "1",
        "page_size": "10",
        "timestamp": "1480411125",
        "type": "pdd.order.number.list.get",
    }
    assert sign(parameters, secret="testSecret") == "E4DE3ED21002510DED352819E7AE6775"
    assert sign(dict(reversed(parameters.items())), secret="testSecret") == "E4DE3ED21002510DED352819E7AE6775"


def test_text_is_signed_in_utf_8():
    assert sign({"note": "加急"}, secret="s") != sign({"note": "??"}, secret="s")
