"""The order list and the item list that Taobao and Tmall sellers download. The headers are the platform's own."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.files.layouts.layout import Field, Kind, Layout

_HEAD_V1 = ("订单编号", "买家会员名", "买家支付宝账号")
_HEAD_V2 = (*_HEAD_V1, "支付单号", "支付详情")
_HEAD_V4 = ("订单编号", "买家会员名", "买家会员昵称", "支付单号", "支付详情")
_MONEY = (
    *("买家应付货款", "买家应付邮费", "买家支付积分", "总金额", "返点积分", "买家实际支付金额", "买家实际支付积分"),
    *("订单状态", "买家留言", "收货人姓名"),
)
_DELIVERY_V1 = ("收货地址 ", "运送方式", "联系电话 ", "联系手机")
_DELIVERY_V4 = ("收货地址", "运送方式", "联系电话", "联系手机", "虚拟号过期时间")
_TIMES_V1 = ("订单创建时间", "订单付款时间 ", "宝贝标题 ", "宝贝种类 ", "物流单号 ")
_TIMES_V4 = ("订单创建时间", "订单付款时间", "宝贝标题", "宝贝种类", "物流单号")
_MIDDLE = (
    *("物流公司", "订单备注", "宝贝总数量", "店铺Id", "店铺名称", "订单关闭原因", "卖家服务费", "买家服务费"),
    *("发票抬头", "是否手机订单", "分阶段订单信息", "特权订金订单id", "是否上传合同照片", "是否上传小票", "是否代付"),
    *("定金排名", "修改后的sku", "修改后的收货地址", "异常信息", "天猫卡券抵扣", "集分宝抵扣", "是否是O2O交易"),
)
_RETAIL = (
    *("新零售交易类型", "新零售导购门店名称", "新零售导购门店id", "新零售发货门店名称", "新零售发货门店id"),
    *("退款金额", "预约门店", "确认收货时间", "打款商家金额", "含应开票给个人的个人红包"),
)
_CREDIT = ("是否信用购", "体验期结束时间", "前N有礼", "配送类型")
_CASHBACK = ("直播返现状态", "返现金额")
_DEALER = ("新零售成交门店昵称", "新零售成交门店id", "新零售成交经销商id")

V1 = (*_HEAD_V1, *_MONEY, *_DELIVERY_V1, *_TIMES_V1, *_MIDDLE, *_RETAIL)
V2 = (*_HEAD_V2, *_MONEY, *_DELIVERY_V1, *_TIMES_V1, *_MIDDLE, *_RETAIL, *_CREDIT, "主订单编号")
V3 = (
    *(*_HEAD_V2, *_MONEY, *_DELIVERY_V1, *_TIMES_V1, *_MIDDLE, "满返红包金额", *_RETAIL),
    *(*_CREDIT, *_CASHBACK, *_DEALER, "主订单编号"),
)
V4 = (
    *(*_HEAD_V4, *_MONEY, *_DELIVERY_V4, *_TIMES_V4, *_MIDDLE, *_RETAIL, *_CREDIT, *_CASHBACK),
    *("延迟发货自动赔付金额", *_DEALER, "预售订单", "发货时间", "商家备忘", "主订单编号"),
)
D1 = ("订单编号", "标题", "价格", "购买数量", "外部系统编号", "商品属性", "套餐信息", "备注", "订单状态", "商家编码")
D2 = (
    *("子订单编号", "主订单编号", *D1[1:], "支付单号", "买家应付货款", "买家实际支付金额"),
    *("退款状态", "退款金额", "订单创建时间", "订单付款时间"),
)

_ORDER_FIELDS = {
    Field.NUMBER: ("订单编号",),
    Field.STATE: ("订单状态",),
    Field.PLACED_AT: ("订单创建时间",),
    Field.PAID_AT: ("订单付款时间",),
    Field.SHIPPED_AT: ("发货时间",),
    Field.FINISHED_AT: ("确认收货时间",),
    Field.BUYER: ("买家会员名", "买家会员昵称"),
    Field.BUYER_MESSAGE: ("买家留言",),
    Field.SELLER_MEMO: ("订单备注",),
    Field.SELLER_NOTE: ("商家备忘",),
    Field.RECEIVER_NAME: ("收货人姓名",),
    Field.RECEIVER_MOBILE: ("联系手机",),
    Field.RECEIVER_PHONE: ("联系电话",),
    Field.RECEIVER_ADDRESS: ("收货地址",),
    Field.CHANGED_ADDRESS: ("修改后的收货地址",),
    Field.CHANGED_GOODS: ("修改后的sku",),
    Field.GOODS_AMOUNT: ("买家应付货款",),
    Field.FREIGHT: ("买家应付邮费",),
    Field.PAID: ("买家实际支付金额",),
    Field.REFUND_AMOUNT: ("退款金额",),
    Field.KINDS: ("宝贝种类",),
    Field.PIECES: ("宝贝总数量",),
    Field.TITLE: ("宝贝标题",),
}
_ITEM_FIELDS = {
    Field.TITLE: ("标题", "商品标题"),
    Field.PRICE: ("价格",),
    Field.QUANTITY: ("购买数量",),
    Field.ITEM_CODE: ("外部系统编号",),
    Field.SPEC: ("商品属性",),
    Field.LINE_STATE: ("订单状态",),
    Field.SKU_CODE: ("商家编码",),
}
_ORDER_REQUIRED = frozenset({Field.NUMBER, Field.STATE, Field.PLACED_AT, Field.RECEIVER_ADDRESS, Field.GOODS_AMOUNT})
_ITEM_REQUIRED = frozenset({Field.NUMBER, Field.PRICE, Field.QUANTITY, Field.LINE_STATE})


def _order_list(name: str, title: Promise, headers: tuple[str, ...]) -> Layout:
    return Layout(name, title, Kind.ORDERS, headers, _ORDER_FIELDS, _ORDER_REQUIRED)


LAYOUTS = (
    _order_list("taobao_orders_v1", _("Taobao order list 2016"), V1),
    _order_list("taobao_orders_v2", _("Taobao order list 2018"), V2),
    _order_list("taobao_orders_v3", _("Taobao order list 2020"), V3),
    _order_list("taobao_orders_v4", _("Taobao order list"), V4),
    Layout(
        "taobao_items_d1",
        _("Taobao item list (old)"),
        Kind.ITEMS,
        D1,
        {Field.NUMBER: ("订单编号",), **_ITEM_FIELDS},
        _ITEM_REQUIRED,
    ),
    Layout(
        "taobao_items_d2",
        _("Taobao item list"),
        Kind.ITEMS,
        D2,
        {
            Field.NUMBER: ("主订单编号",),
            Field.LINE_NUMBER: ("子订单编号",),
            **_ITEM_FIELDS,
            Field.AMOUNT: ("买家应付货款",),
            Field.REFUND_STATE: ("退款状态",),
            Field.PLACED_AT: ("订单创建时间",),
            Field.PAID_AT: ("订单付款时间",),
        },
        _ITEM_REQUIRED | {Field.LINE_NUMBER},
    ),
)
