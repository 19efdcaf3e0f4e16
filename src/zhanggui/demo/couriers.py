"""Two couriers for the demo company, with what each asks, so that a parcel has something to be chosen by."""

from datetime import datetime
from decimal import Decimal

from zhanggui.fulfilment.flows.set_carrier_rules import RuleDraft, set_carrier_rules
from zhanggui.fulfilment.flows.set_freight_tables import set_freight_tables
from zhanggui.fulfilment.flows.set_warehouse_carriers import CollectionDraft, set_warehouse_carriers
from zhanggui.fulfilment.models import FreightTable
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.freight import Band, Table, Zone
from zhanggui.kernel.actor import Actor

USUAL, FAST = "testcarrier", "testexpress"
NEAR = "浙江省 上海市 江苏省 安徽省"
MIDDLE = (
    "北京市 天津市 河北省 山东省 河南省 湖北省 湖南省 江西省 福建省 广东省 山西省 陕西省 四川省 重庆市 贵州省 云南省 "
    "广西壮族自治区 海南省 辽宁省 吉林省 黑龙江省"
)
FAR = "内蒙古自治区 甘肃省 青海省 宁夏回族自治区 新疆维吾尔自治区 西藏自治区"
NOWHERE = "香港特别行政区 澳门特别行政区 台湾省"


def open_couriers(warehouse_id: int, *, actor: Actor, at: datetime) -> None:
    """Both collect at the warehouse, each with its prices. A company that wrote prices of its own keeps them."""
    if FreightTable.objects.exists():
        return
    carriers = [CollectionDraft(warehouse_id, USUAL, account="571001"), CollectionDraft(warehouse_id, FAST)]
    set_warehouse_carriers(carriers=carriers, actor=actor, at=at)
    usual = (
        _zone("一区", NEAR, "2.60", "1.00", 2, Band(500, Decimal("2.20"))),
        _zone("二区", MIDDLE, "4.00", "2.00", 3, Band(500, Decimal("2.60")), Band(1000, Decimal("3.20"))),
        _zone("偏远", FAR, "16.00", "14.00", 4),
        Zone("不发货", _areas(NOWHERE), is_served=False),
    )
    fast = (_zone("省内及周边", NEAR, "9.00", "2.00", 1), _zone("全国", f"{MIDDLE} {FAR}", "18.00", "15.00", 2))
    tables = [
        Table("测试快递 2026", USUAL, usual, divisor=8000, rounding_g=1000),
        Table("测试特快 2026", FAST, fast, divisor=6000, rounding_g=500),
    ]
    set_freight_tables(tables=tables, actor=actor, at=at)
    set_carrier_rules(rules=[RuleDraft("买家要特快", FAST, priority=10, words="特快")], actor=actor, at=at)


def _zone(name: str, states: str, first: str, step: str, days: int, *bands: Band) -> Zone:
    return Zone(name, _areas(states), 1000, Decimal(first), 1000, Decimal(step), bands, days)


def _areas(states: str) -> tuple[Area, ...]:
    return tuple(map(Area, states.split()))
