"""The desks of orders, each in a room of its own; a desk is found by being named here."""

from zhanggui.orders.desks.changes import ChangeRequestDesk
from zhanggui.orders.desks.differences import PriceDifferenceDesk
from zhanggui.orders.desks.drafts import DraftDesk
from zhanggui.orders.desks.exceptions import ExceptionDesk
from zhanggui.orders.desks.gift_rules import GiftRuleDesk
from zhanggui.orders.desks.lists import BlockedBuyerDesk
from zhanggui.orders.desks.looks import ReceiverLookDesk
from zhanggui.orders.desks.orders import STATE_TONES, OrderDesk, shops_of
from zhanggui.orders.desks.payments import OrderPaymentDesk, PrepaidAccountDesk
from zhanggui.orders.desks.requests import RemarkTemplateDesk, RequestDesk
from zhanggui.orders.desks.review_rules import ReviewRuleDesk
from zhanggui.orders.desks.shortages import BuyerMessageDesk, PurchaseWishDesk, ShortageSlipDesk
from zhanggui.orders.questions.desks import QuestionDesk

__all__ = [
    "STATE_TONES",
    "BlockedBuyerDesk",
    "BuyerMessageDesk",
    "ChangeRequestDesk",
    "DraftDesk",
    "ExceptionDesk",
    "GiftRuleDesk",
    "OrderDesk",
    "OrderPaymentDesk",
    "PrepaidAccountDesk",
    "PriceDifferenceDesk",
    "PurchaseWishDesk",
    "QuestionDesk",
    "ReceiverLookDesk",
    "RemarkTemplateDesk",
    "RequestDesk",
    "ReviewRuleDesk",
    "ShortageSlipDesk",
    "shops_of",
]
