"""Our own simple layout: one row is one line, the fields of the order repeated on each of its rows."""

from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.files.layouts.layout import Field, Kind, Layout

_FIELDS = {
    Field.NUMBER: ("订单编号", "order number", "order_number"),
    Field.LINE_NUMBER: ("子订单编号", "line number", "line_number"),
    Field.SKU_CODE: ("商家编码", "sku code", "sku_code", "sku"),
    Field.TITLE: ("标题", "title"),
    Field.SPEC: ("商品属性", "spec", "specification"),
    Field.QUANTITY: ("购买数量", "quantity"),
    Field.PRICE: ("价格", "price"),
    Field.AMOUNT: ("实付金额", "amount"),
    Field.RECEIVER_NAME: ("收货人姓名", "receiver", "receiver name", "receiver_name"),
    Field.RECEIVER_MOBILE: ("联系手机", "mobile", "receiver_mobile"),
    Field.RECEIVER_PHONE: ("联系电话", "phone", "receiver_phone"),
    Field.RECEIVER_STATE: ("省", "省份", "province", "receiver_state"),
    Field.RECEIVER_CITY: ("市", "城市", "city", "receiver_city"),
    Field.RECEIVER_DISTRICT: ("区", "区县", "district", "receiver_district"),
    Field.RECEIVER_ADDRESS: ("收货地址", "address", "receiver_address"),
    Field.RECEIVER_POSTCODE: ("邮编", "postcode", "receiver_postcode"),
    Field.RECEIVER_EMAIL: ("邮箱", "email", "receiver_email"),
    Field.BUYER: ("买家会员名", "buyer"),
    Field.BUYER_MESSAGE: ("买家留言", "buyer message", "buyer_message"),
    Field.SELLER_MEMO: ("卖家备注", "seller memo", "seller_memo"),
    Field.PLACED_AT: ("订单创建时间", "placed at", "placed_at"),
    Field.PAID_AT: ("订单付款时间", "paid at", "paid_at"),
    Field.MODIFIED_AT: ("修改时间", "modified at", "modified_at"),
    Field.SHIP_BY: ("最晚发货时间", "ship by", "ship_by"),
    Field.FREIGHT: ("邮费", "freight"),
    Field.STATE: ("订单状态", "state"),
}

COLUMNS = (
    *("订单编号", "子订单编号", "商家编码", "标题", "商品属性", "购买数量", "价格", "实付金额"),
    *("收货人姓名", "联系手机", "省", "市", "区", "收货地址", "买家会员名", "买家留言", "卖家备注"),
    *("订单创建时间", "订单付款时间", "邮费"),
)

LAYOUTS = (
    Layout(
        "zhanggui",
        _("Zhanggui order table"),
        Kind.LINES,
        COLUMNS,
        _FIELDS,
        frozenset({Field.NUMBER, Field.SKU_CODE, Field.QUANTITY, Field.PRICE, Field.PLACED_AT}),
    ),
)
