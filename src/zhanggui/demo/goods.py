"""What the demo company sells: about a hundred SKUs of clothes, cups, cosmetics and gadgets."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from zhanggui.catalog.rules.sku_rows import SkuRow


class Line(NamedTuple):
    code: str
    name: str
    category: str
    price: str
    cost: str
    weight_g: int
    colours: str
    sizes: str


LINES = (
    Line("TS", "纯棉圆领短袖T恤 男女同款", "服装", "59.00", "21.40", 210, "黑色 BLK,白色 WHT,雾蓝 BLU", "M,L,XL,XXL"),
    Line("DR", "法式碎花连衣裙 收腰显瘦", "服装", "169.00", "62.00", 330, "蓝色 BLU,杏色 APR", "S,M,L,XL"),
    Line("HD", "加绒连帽卫衣 宽松", "服装", "139.00", "55.50", 620, "灰色 GRY,墨绿 GRN,黑色 BLK", "M,L,XL,XXL"),
    Line("JN", "直筒牛仔裤 高腰", "服装", "129.00", "48.00", 560, "深蓝 NVY,浅蓝 SKY", "26,27,28,29,30"),
    Line("SK", "中筒棉袜 五双装", "服装", "29.90", "8.20", 180, "混色 MIX,纯白 WHT", "均码"),
    Line("CAP", "棒球帽 可调节", "配饰", "39.00", "11.00", 95, "黑色 BLK,米白 CRM,酒红 RED", "均码"),
    Line("SC", "羊毛混纺围巾", "配饰", "89.00", "33.00", 220, "驼色 CML,灰色 GRY", "均码"),
    Line("BC", "儿童保温杯 吸管款", "母婴", "79.00", "29.00", 310, "粉色 PNK,天蓝 SKY", "350ml,500ml"),
    Line("MG", "陶瓷马克杯 带盖勺", "家居", "35.00", "10.50", 420, "白色 WHT,墨绿 GRN,樱花粉 PNK", "400ml"),
    Line("TW", "长绒棉毛巾 两条装", "家居", "45.00", "16.00", 240, "浅灰 GRY,米色 CRM", "35×75cm"),
    Line("BD", "全棉四件套 床单款", "家居", "299.00", "128.00", 2300, "烟灰 GRY,豆沙 RSE", "1.5m,1.8m"),
    Line("LT", "山茶花身体乳 250g", "美妆", "69.00", "19.00", 310, "山茶花 CAM,白桃 PCH", "250g"),
    Line("MK", "玻尿酸补水面膜 10片", "美妆", "99.00", "27.00", 360, "补水 HYD,舒缓 SOO", "10片"),
    Line("LS", "丝绒哑光口红", "美妆", "129.00", "31.00", 48, "正红 RED,豆沙 RSE,枫叶 MPL", "3.5g"),
    Line("EB", "无线蓝牙耳机 Pro 降噪", "数码", "299.00", "142.00", 160, "白色 WHT,黑色 BLK", "标准版"),
    Line("PB", "移动电源 20000mAh 快充", "数码", "149.00", "71.00", 410, "黑色 BLK,白色 WHT", "标准版"),
    Line("CB", "编织数据线 Type-C", "数码", "25.90", "6.10", 60, "红色 RED,灰色 GRY", "1m,2m"),
    Line("NT", "每日坚果 750g 30包", "食品", "109.00", "58.00", 860, "混合 MIX", "30包"),
    Line("TE", "明前龙井 礼盒", "食品", "268.00", "120.00", 520, "礼盒 BOX", "250g"),
)


def goods() -> list[SkuRow]:
    """A row per colour and size, each with an EAN-13 of the range for internal use (prefix 20)."""
    rows = []
    for number, (line, colour, size) in enumerate(_variants(), start=1):
        name, short = colour.split()
        code = "-".join(part for part in (line.code, short, _plain(size)) if part)
        rows.append(
            SkuRow(
                code=code,
                product_code=line.code,
                product_name=line.name,
                category=line.category,
                spec=f"颜色:{name};尺码:{size}",
                barcodes=(_ean13(number),),
                weight_g=line.weight_g,
                price=Decimal(line.price),
                floor_price=(Decimal(line.price) * 4 / 10).quantize(Decimal("0.01")),
                cost=Decimal(line.cost),
                picture=f"/static/demo/{line.code}.svg",
            )
        )
    return rows


def _variants() -> Iterator[tuple[Line, str, str]]:
    for line in LINES:
        for colour, size in product(line.colours.split(","), line.sizes.split(",")):
            yield line, colour, size


def _plain(size: str) -> str:
    return "".join(letter for letter in size.upper() if letter.isascii() and letter.isalnum())


def _ean13(number: int) -> str:
    digits = f"20{number:010}"
    odd, even = (sum(int(digit) for digit in digits[start::2]) for start in (0, 1))
    return f"{digits}{-(odd + 3 * even) % 10}"
