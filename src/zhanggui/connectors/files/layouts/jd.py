"""The order file of JD: one row is one SKU, the order and its money repeated on each row of it."""

from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.files.layouts.layout import Field, Kind, Layout
from zhanggui.connectors.files.layouts.unconfirmed import JD_STATES

COLUMNS = (
    *("订单号", "商品ID", "商品名称", "订购数量", "支付方式", "下单时间", "京东价", "订单金额", "结算金额", "余额支付"),
    *("应付金额", "订单状态", "订单类型", "下单帐号", "客户姓名", "客户地址", "联系电话", "订单备注", "发票类型"),
    *(
        "发票抬头",
        "发票内容",
        "商家备注",
        "商家备注等级（等级1-5为由高到低）",
        "运费金额",
        "付款确认时间",
        "增值税发票",
    ),
    *("货号", "订单完成时间", "订单来源", "订单渠道"),
)
OPTIONAL = (
    "送装服务",
    "服务费",
    "仓库ID",
    "仓库名称",
    "商家SKUID",
    "普通发票纳税编号",
    "是否为品牌商订单",
    "是否为toplife订单",
)

LAYOUTS = (
    Layout(
        "jd_orders",
        _("JD orders"),
        Kind.LINES,
        (*COLUMNS, *OPTIONAL),
        {
            Field.NUMBER: ("订单号",),
            Field.STATE: ("订单状态",),
            Field.PLACED_AT: ("下单时间",),
            Field.PAID_AT: ("付款确认时间",),
            Field.FINISHED_AT: ("订单完成时间",),
            Field.BUYER: ("下单帐号",),
            Field.BUYER_MESSAGE: ("订单备注",),
            Field.SELLER_MEMO: ("商家备注",),
            Field.SELLER_FLAG: ("商家备注等级（等级1-5为由高到低）", "商家备注等级"),
            Field.RECEIVER_NAME: ("客户姓名",),
            Field.RECEIVER_MOBILE: ("联系电话",),
            Field.RECEIVER_ADDRESS: ("客户地址",),
            Field.GOODS_AMOUNT: ("订单金额",),
            Field.FREIGHT: ("运费金额",),
            Field.PAID: ("应付金额",),
            Field.PAYMENT_MODE: ("支付方式",),
            Field.TITLE: ("商品名称",),
            Field.QUANTITY: ("订购数量",),
            Field.PRICE: ("京东价",),
            Field.SKU_CODE: ("商家SKUID",),
            Field.ITEM_CODE: ("货号",),
            Field.LISTING: ("商品ID",),
        },
        frozenset({Field.NUMBER, Field.STATE, Field.PLACED_AT, Field.QUANTITY, Field.PRICE, Field.LISTING}),
        states=JD_STATES,
    ),
)
