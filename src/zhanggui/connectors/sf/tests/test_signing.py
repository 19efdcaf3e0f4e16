import pytest

from zhanggui.connectors.sf.signing import sign

TEXT = '{"language":"zh-CN","orderId":"T-0001"}'
AWKWARD = '{"remark":"a b*c~d 中文"}'


@pytest.mark.parametrize(
    ("msg_data", "digest"), [(TEXT, "aoD2tNsOVStcTFZfptk7hQ=="), (AWKWARD, "NHnHDZmPbooe2p/OdjZ4nQ==")]
)
def test_the_digest_is_over_the_text_as_java_encodes_it(msg_data, digest):
    assert sign(msg_data, timestamp="1700000000000", checkword="demo-checkword") == digest


def test_the_example_printed_by_the_platform_holds():
    example = '{"language":"zh-CN","orderId":"QIAO-20200618-004"}'
    checkword = "fjcg5PGKaNpPSHFAZ4QsCOkV71R3zVci"
    assert sign(example, timestamp="12312334453453", checkword=checkword) == "IIKJtuLVzoFTu4kHI8M8vA=="
