"""What buyers bought, as their channels say it, and what we decided about it."""

from zhanggui.orders.models.change import AddressChange, ChangeRequest
from zhanggui.orders.models.draft import DraftOrder
from zhanggui.orders.models.exception import CutOff, StuckOrder
from zhanggui.orders.models.gifts import (
    GiftDecision,
    GiftGrant,
    GiftRehearsal,
    GiftRule,
    GiftRuleVersion,
    GiftTerm,
)
from zhanggui.orders.models.history import BuyerHistory
from zhanggui.orders.models.line import OrderLine
from zhanggui.orders.models.mapping import FileMapping
from zhanggui.orders.models.order import Order
from zhanggui.orders.models.own import Exchange, ListingMatch
from zhanggui.orders.models.payment import OrderPayment, PrepaidAccount, PrepaidEntry
from zhanggui.orders.models.question import Question
from zhanggui.orders.models.receiver import ReceiverLook, ReceiverWord
from zhanggui.orders.models.rehearsal import Rehearsal, ReviewThresholds
from zhanggui.orders.models.remark import MemoEdit, RemarkRequest, RemarkTemplate
from zhanggui.orders.models.review import BlockedBuyer, Hold, Review
from zhanggui.orders.models.rule import ReviewRule, RuleAlarm, RuleRun, RuleSetVersions, RuleVersion
from zhanggui.orders.models.shortage import ShortLine, ShortOrder, ShortSku
from zhanggui.orders.models.slip import BuyerMessage, PurchaseWish, ShortageSlip, SlipLine
from zhanggui.orders.models.snapshot import OrderSnapshot

__all__ = [
    "AddressChange",
    "BlockedBuyer",
    "BuyerHistory",
    "BuyerMessage",
    "ChangeRequest",
    "CutOff",
    "DraftOrder",
    "Exchange",
    "FileMapping",
    "GiftDecision",
    "GiftGrant",
    "GiftRehearsal",
    "GiftRule",
    "GiftRuleVersion",
    "GiftTerm",
    "Hold",
    "ListingMatch",
    "MemoEdit",
    "Order",
    "OrderLine",
    "OrderPayment",
    "OrderSnapshot",
    "PrepaidAccount",
    "PrepaidEntry",
    "PurchaseWish",
    "Question",
    "ReceiverLook",
    "ReceiverWord",
    "Rehearsal",
    "RemarkRequest",
    "RemarkTemplate",
    "Review",
    "ReviewRule",
    "ReviewThresholds",
    "RuleAlarm",
    "RuleRun",
    "RuleSetVersions",
    "RuleVersion",
    "ShortLine",
    "ShortOrder",
    "ShortSku",
    "ShortageSlip",
    "SlipLine",
    "StuckOrder",
]
