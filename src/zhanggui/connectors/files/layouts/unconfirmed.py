"""What nobody has seen in a real file yet, in one place: a sentence that turns out wrong is changed here only.

Headings come from several public importers; the words of states and the meaning of some money columns do not.
"""

from zhanggui.kernel.doors.channel import ChannelState, RefundState

PINDUODUO_STATES = {  # 已收货 was seen in a file
    "待付款": ChannelState.PENDING_PAYMENT,
    "待发货": ChannelState.AWAITING_SHIPMENT,
    "已发货,待签收": ChannelState.SHIPPED,
    "已发货,待收货": ChannelState.SHIPPED,
    "已收货": ChannelState.COMPLETED,
    "已签收": ChannelState.COMPLETED,
    "已取消": ChannelState.CANCELLED,
    "未发货,退款成功": ChannelState.CLOSED_REFUNDED,
    "已发货,退款成功": ChannelState.CLOSED_REFUNDED,
}
PINDUODUO_REFUNDS = {  # 无售后或售后取消 and 退款成功 were seen
    "无售后或售后取消": RefundState.NONE,
    "售后处理中": RefundState.REQUESTED,
    "退款中": RefundState.REQUESTED,
    "退款成功": RefundState.SUCCEEDED,
}
DOUYIN_STATES = {  # 待发货, 已发货, 已完成 and 已关闭 were seen
    "待支付": ChannelState.PENDING_PAYMENT,
    "待发货": ChannelState.AWAITING_SHIPMENT,
    "部分发货": ChannelState.PARTIALLY_SHIPPED,
    "已发货": ChannelState.SHIPPED,
    "已完成": ChannelState.COMPLETED,
    "已关闭": ChannelState.CANCELLED,
}
DOUYIN_REFUNDS = {
    "无售后": RefundState.NONE,
    "售后关闭": RefundState.CLOSED,
    "退款中": RefundState.REQUESTED,
    "待商家处理": RefundState.REQUESTED,
    "待买家退货": RefundState.AWAITING_RETURN,
    "待商家收货": RefundState.RETURNED_UNCHECKED,
    "退款成功": RefundState.SUCCEEDED,
    "退款完成": RefundState.SUCCEEDED,
    "已全额退款": RefundState.SUCCEEDED,
}
DOUYIN_MONEY_IS_OF_THE_ROW = True
"""订单应付金额 and 运费 of the item template are those of the sub order in the row, not of the order repeated."""

_JD_WORDS = {  # 等待出库 was seen, and with the mark (删除)
    "等待付款": ChannelState.PENDING_PAYMENT,
    "等待出库": ChannelState.AWAITING_SHIPMENT,
    "等待确认收货": ChannelState.SHIPPED,
    "完成": ChannelState.COMPLETED,
    "锁定": ChannelState.ON_HOLD,
    "暂停": ChannelState.ON_HOLD,
}
_LEFT = frozenset({ChannelState.SHIPPED, ChannelState.COMPLETED})
JD_STATES = _JD_WORDS | {
    f"(删除){word}": state if state in _LEFT else ChannelState.CANCELLED for word, state in _JD_WORDS.items()
}
"""An order that was put out of sight before it left is not sent any more; one that has left stays what it was."""

CASH_ON_DELIVERY = frozenset({"货到付款", "货到付款(cod)"})
DOUYIN_BETWEEN = ";"
"""Stands between the goods of an order in the order template."""

_COLOURS = {"灰": 0, "红": 1, "橙": 2, "黄": 2, "绿": 3, "青": 4, "蓝": 4, "紫": 5, "粉": 5}
FLAGS = {f"{colour}{end}": flag for colour, flag in _COLOURS.items() for end in ("", "色", "旗", "色旗")} | {
    f"{start}{level}": level for level in range(1, 6) for start in ("", "等级")
}
"""Words for our flags: colours, those we lack by the nearest, and levels from the highest. Any other is no flag: for a
colour no order is refused."""
