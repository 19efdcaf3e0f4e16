from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageDraw
from zxingcpp import BarcodeFormat

from zhanggui.papers.barcodes import BarcodeTooWide, BarcodeUnprintable, code128, code128_svg, qr, qr_svg
from zhanggui.papers.testing import scanned


def picture(svg: str, *, scale: int = 4) -> Image.Image:
    """The SVG's black path drawn by hand: every step is a rectangle `Mx yhWvHh-Wz`."""
    root = ElementTree.parse(BytesIO(svg.encode())).getroot()
    _, _, width, height = map(int, root.attrib["viewBox"].split())
    image = Image.new("L", (width * scale, height * scale), 255)
    draw = ImageDraw.Draw(image)
    for step in root[1].attrib["d"].split("M")[1:]:
        corner, size = step.rstrip("z").split("h")[:2]
        x, y = map(int, corner.split())
        wide, tall = map(int, size.split("v"))
        draw.rectangle((x * scale, y * scale, (x + wide) * scale - 1, (y + tall) * scale - 1), fill=0)
    return image


@pytest.mark.parametrize("text", ["W2611210003", "P-1", "SF1234567890123", "a b#%/+"])
def test_code128_svg_reads_back(text):
    assert scanned(picture(code128_svg(text)), BarcodeFormat.Code128) == [text]


@pytest.mark.parametrize("text", ["W2611210003", "https://example.com/r?p=1", "退货 龚䶮"])
def test_qr_svg_reads_back(text):
    assert scanned(picture(qr_svg(text)), BarcodeFormat.QRCode) == [text]


def test_svg_can_stand_in_a_page_as_it_is():
    assert code128_svg("A1").startswith("<svg ")
    assert "<&" not in code128_svg("<&>")


def test_digits_are_packed_in_pairs():
    assert code128("12345678901234").columns < code128("ABCDEFGHIJKLMN").columns


def test_text_beyond_a_symbol_is_refused():
    with pytest.raises(BarcodeUnprintable):
        code128("包裹")
    with pytest.raises(BarcodeUnprintable):
        qr("")
    with pytest.raises(BarcodeTooWide):
        qr("x" * 5000)
