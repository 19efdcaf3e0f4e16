"""The words of platforms for the states of orders and refunds."""

from zhanggui.kernel.doors.channel import ChannelState, RefundState

CLOSED = "交易关闭"
CLOSED_WORDS = frozenset({CLOSED, "已关闭"})
"""Before or after payment: the moment of payment tells."""

STATE_WORDS = {
    "等待买家付款": ChannelState.PENDING_PAYMENT,
    "未创建支付宝交易": ChannelState.PENDING_PAYMENT,
    "待付款": ChannelState.PENDING_PAYMENT,
    "买家已付款,等待卖家发货": ChannelState.AWAITING_SHIPMENT,
    "待发货": ChannelState.AWAITING_SHIPMENT,
    "卖家部分发货": ChannelState.PARTIALLY_SHIPPED,
    "部分发货": ChannelState.PARTIALLY_SHIPPED,
    "卖家已发货,等待买家确认": ChannelState.SHIPPED,
    "已发货": ChannelState.SHIPPED,
    "已签收": ChannelState.DELIVERED,
    "交易成功": ChannelState.COMPLETED,
    "已完成": ChannelState.COMPLETED,
    CLOSED: ChannelState.CANCELLED,
    "已取消": ChannelState.CANCELLED,
    "已退款": ChannelState.CLOSED_REFUNDED,
    **{state.value: state for state in ChannelState},
}

# The order's list of the seller back office is not documented word by word; these are the words of its refund page.
REFUND_WORDS = {
    "没有申请退款": RefundState.NONE,
    "无退款": RefundState.NONE,
    "无退款申请": RefundState.NONE,
    "未申请退款": RefundState.NONE,
    "买家已经申请退款,等待卖家同意": RefundState.REQUESTED,
    "退款中": RefundState.REQUESTED,
    "卖家已经同意退款,等待买家退货": RefundState.AWAITING_RETURN,
    "买家已经退货,等待卖家确认收货": RefundState.RETURNED_UNCHECKED,
    "卖家拒绝退款": RefundState.REFUSED,
    "退款关闭": RefundState.CLOSED,
    "退款成功": RefundState.SUCCEEDED,
    **{state.value: state for state in RefundState},
}
