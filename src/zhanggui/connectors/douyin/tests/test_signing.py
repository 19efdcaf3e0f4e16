from zhanggui.connectors.douyin.signing import event_sign, sign, written

NOTE = (
    '{"note":"礼盒<红>&蓝","order_by":"update_time","page":0,"size":10,'
    '"update_time_end":1700003600,"update_time_start":1700000000}'
)


def test_keys_are_sorted_at_every_level_without_blanks_in_plain_unicode():
    asked = {"update_time_start": 1700000000, "size": 10, "page": 0, "order_by": "update_time"}
    assert written(asked | {"update_time_end": 1700003600, "note": "礼盒<红>&蓝"}) == NOTE
    assert written({"b": [{"d": 1, "c": 2}], "a": None}) == '{"a":null,"b":[{"c":2,"d":1}]}'


def test_a_call_is_signed_as_the_vector_says():
    signature = sign(
        app_key="7000000000000000001",
        method="order.searchList",
        param_json=NOTE,
        timestamp="1700003700",
        secret="dy-demo-secret",
    )
    assert signature == "966fb95b70770023d968b042fa123b307635315fa3e061df225526ced74f466d"


def test_a_message_is_signed_as_the_vector_says():
    body = b'[{"tag":"101","msg_id":"1","data":{"p_id":4800000000000000001}}]'
    signature = event_sign(app_key="7000000000000000001", body=body, secret="dy-demo-secret")
    assert signature == "be3647491ee3457a331f4e668607f474"
