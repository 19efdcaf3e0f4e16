"""The two templates of Douyin, every value behind a tab: a row is a sub order that repeats its order, or an order with
all its goods."""

from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.files.layouts.layout import Field, Kind, Layout
from zhanggui.connectors.files.layouts.unconfirmed import (
    DOUYIN_BETWEEN,
    DOUYIN_MONEY_IS_OF_THE_ROW,
    DOUYIN_REFUNDS,
    DOUYIN_STATES,
)

COLUMNS = (
    *("主订单编号", "子订单编号", "选购商品", "商品规格", "商品数量", "商品ID", "商家编码", "商品单价", "订单应付金额"),
    *(
        "运费",
        "优惠总金额",
        "平台优惠",
        "商家优惠",
        "达人优惠",
        "商家改价",
        "支付优惠",
        "红包抵扣",
        "支付方式",
        "手续费",
    ),
    *("收件人", "收件人手机号", "省", "市", "区", "街道", "详细地址", "是否修改过地址", "地址修改时段", "买家留言"),
    *("订单提交时间", "旗帜颜色", "商家备注", "订单完成时间", "支付完成时间", "APP渠道", "流量来源", "订单状态"),
    *("承诺发货时间", "订单类型", "鲁班落地页ID", "达人ID", "达人昵称", "所属门店ID", "售后状态", "取消原因"),
    *("预约发货时间", "仓库ID", "仓库名称", "是否安心购", "广告渠道", "流量类型", "流量体裁", "流量渠道"),
    *("发货主体", "发货主体明细", "发货时间", "降价类优惠", "平台实际承担优惠金额", "商家实际承担优惠金额"),
    *("达人实际承担优惠金额", "预计送达时间", "是否平台仓自流转", "车型"),
)

ORDER_COLUMNS = (
    *("货号" if column == "商家编码" else column for column in COLUMNS if column != "子订单编号"),
    "快递信息",
)
_FIELDS = {
    Field.NUMBER: ("主订单编号",),
    Field.PLACED_AT: ("订单提交时间",),
    Field.PAID_AT: ("支付完成时间",),
    Field.SHIPPED_AT: ("发货时间",),
    Field.FINISHED_AT: ("订单完成时间",),
    Field.SHIP_BY: ("承诺发货时间",),
    Field.BUYER_MESSAGE: ("买家留言",),
    Field.SELLER_MEMO: ("商家备注",),
    Field.SELLER_FLAG: ("旗帜颜色",),
    Field.RECEIVER_NAME: ("收件人",),
    Field.RECEIVER_MOBILE: ("收件人手机号",),
    Field.RECEIVER_STATE: ("省",),
    Field.RECEIVER_CITY: ("市",),
    Field.RECEIVER_DISTRICT: ("区",),
    Field.RECEIVER_TOWN: ("街道",),
    Field.RECEIVER_ADDRESS: ("详细地址",),
    Field.IS_ADDRESS_CHANGED: ("是否修改过地址",),
    Field.PAID: ("订单应付金额",),
    Field.FREIGHT: ("运费",),
    Field.PAYMENT_MODE: ("支付方式",),
    Field.TITLE: ("选购商品",),
    Field.SPEC: ("商品规格",),
    Field.QUANTITY: ("商品数量",),
    Field.PRICE: ("商品单价",),
    Field.LISTING: ("商品ID",),
    Field.REFUND_STATE: ("售后状态",),
}
_REQUIRED = frozenset({Field.NUMBER, Field.QUANTITY, Field.PLACED_AT})

LAYOUTS = (
    Layout(
        "douyin_items",
        _("Douyin orders (item template)"),
        Kind.LINES,
        COLUMNS,
        {
            **_FIELDS,
            Field.LINE_NUMBER: ("子订单编号",),
            Field.LINE_STATE: ("订单状态",),
            Field.SKU_CODE: ("商家编码", "货号"),
        },
        _REQUIRED | {Field.LINE_NUMBER, Field.PRICE, Field.LINE_STATE},
        states=DOUYIN_STATES,
        refunds=DOUYIN_REFUNDS,
        of_rows=frozenset({Field.PAID, Field.FREIGHT}) if DOUYIN_MONEY_IS_OF_THE_ROW else frozenset(),
    ),
    Layout(
        "douyin_orders",
        _("Douyin orders (order template)"),
        Kind.LINES,
        ORDER_COLUMNS,
        {**_FIELDS, Field.STATE: ("订单状态",), Field.SKU_CODE: ("货号",)},
        _REQUIRED | {Field.STATE, Field.SKU_CODE, Field.PAID},
        states=DOUYIN_STATES,
        refunds=DOUYIN_REFUNDS,
        between=DOUYIN_BETWEEN,
    ),
)
