"""The order file of Pinduoduo: one row is one order with one line; what the buyer pays is told, its price is not."""

from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.files.layouts.layout import Field, Kind, Layout
from zhanggui.connectors.files.layouts.unconfirmed import PINDUODUO_REFUNDS, PINDUODUO_STATES

COLUMNS = (
    *("商品", "订单号", "订单状态", "商品总价(元)", "邮费(元)", "店铺优惠折扣(元)", "平台优惠折扣(元)"),
    *("多多支付立减金额(元)", "用户实付金额(元)", "商家实收金额(元)", "商品数量(件)", "发货时间", "确认收货时间"),
    *("商品id", "商品规格", "样式ID", "商家编码-规格维度", "商家编码-商品维度", "商家备注", "售后状态"),
    *("快递单号", "快递公司", "订单成交时间"),
)
OPTIONAL = (
    *("是否审核中", "支付时间", "承诺发货时间", "承诺送达时间", "买家留言", "省", "市", "区", "街道/镇"),
    *("用户购买手机号", "支付方式", "仓库名称"),
)

LAYOUTS = (
    Layout(
        "pinduoduo_orders",
        _("Pinduoduo orders"),
        Kind.LINES,
        (*COLUMNS, *OPTIONAL),
        {
            Field.NUMBER: ("订单号",),
            Field.STATE: ("订单状态",),
            Field.PLACED_AT: ("订单成交时间", "支付时间"),
            Field.PAID_AT: ("支付时间", "订单成交时间"),
            Field.IS_EXAMINED: ("是否审核中",),
            Field.SHIPPED_AT: ("发货时间",),
            Field.FINISHED_AT: ("确认收货时间",),
            Field.SHIP_BY: ("承诺发货时间",),
            Field.BUYER_MESSAGE: ("买家留言",),
            Field.SELLER_MEMO: ("商家备注",),
            Field.RECEIVER_STATE: ("省",),
            Field.RECEIVER_CITY: ("市",),
            Field.RECEIVER_DISTRICT: ("区",),
            Field.RECEIVER_TOWN: ("街道/镇",),
            Field.RECEIVER_NAME: ("收货人", "收件人"),
            Field.RECEIVER_MOBILE: ("手机", "收货人手机号", "用户购买手机号"),
            Field.RECEIVER_ADDRESS: ("详细地址", "收货地址"),
            Field.FULL_AMOUNT: ("商品总价(元)",),
            Field.DISCOUNT_SELLER: ("店铺优惠折扣(元)",),
            Field.DISCOUNT_PLATFORM: ("平台优惠折扣(元)",),
            Field.DISCOUNT_PAYMENT: ("多多支付立减金额(元)",),
            Field.FREIGHT: ("邮费(元)",),
            Field.PAID: ("用户实付金额(元)",),
            Field.PAYMENT_MODE: ("支付方式",),
            Field.TITLE: ("商品",),
            Field.SPEC: ("商品规格",),
            Field.QUANTITY: ("商品数量(件)",),
            Field.SKU_CODE: ("商家编码-规格维度",),
            Field.ITEM_CODE: ("商家编码-商品维度",),
            Field.LISTING: ("样式ID", "商品id"),
            Field.REFUND_STATE: ("售后状态",),
        },
        frozenset({Field.NUMBER, Field.STATE, Field.FULL_AMOUNT, Field.QUANTITY}),
        states=PINDUODUO_STATES,
        refunds=PINDUODUO_REFUNDS,
        number_tells_day=True,
    ),
)
