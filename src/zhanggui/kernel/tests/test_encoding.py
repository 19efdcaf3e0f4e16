"""In which encoding a file of text is read."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.kernel.tables.encoding import EncodingUnknown, detect_encoding

SIMPLE = "主订单编号,标题,价格,购买数量\nT1,真空保温杯,10.00,2\n"
TRADITIONAL = "訂單編號,商品名稱,收貨人姓名\nT1,圓領短袖衫,王芳\n"
COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过"


def detected(content):
    return detect_encoding(BytesIO(content), file="a.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("text", [SIMPLE, TRADITIONAL])
def test_each_is_told(text, encoding):
    assert detected(text.encode(encoding)) == encoding


@pytest.mark.parametrize("times", [1, 100_000])
def test_big5_is_not_taken_for_gb18030(times):
    content = (TRADITIONAL * times).encode("big5")
    assert content.decode("gb18030") != TRADITIONAL * times
    assert content.decode(detected(content)) == TRADITIONAL * times


@given(st.lists(st.text(COMMON, min_size=1, max_size=6), min_size=1, max_size=30))
def test_common_words_of_gb18030_are_never_read_as_big5(words):
    content = f"a,b\n{','.join(words)}\n".encode("gb18030")
    assert detected(content) in {"gb18030", "utf-8"}  # a few characters may be UTF-8 as well


def test_what_is_no_text_is_refused():
    with pytest.raises(EncodingUnknown):
        detected(b"a,b\n\xff\xff\xff\n")
