"""What WooCommerce's errors mean for us. The facts are rows of `errors.csv`: by HTTP status, and the code beside it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.selling.judging import verdict_for
from zhanggui.connectors.selling.trying import Verdict
from zhanggui.kernel.doors.channel_accounts import ShopAccount

CODE = "woocommerce"
LABEL = "WooCommerce"
PACKAGE = __package__
ORDER_UNKNOWN = "woocommerce_rest_shop_order_invalid_id"


def judge(status: int, error: Mapping[str, Any], *, account: ShopAccount, now: datetime) -> Verdict:
    """The verdict on an error, be it of a call or of one element of a batch."""
    reason = text(error, "code")
    return verdict_for(
        action_for(PACKAGE, str(status), reason),
        channel=LABEL,
        shop=account.shop_code,
        code=str(status),
        reason=reason or f"HTTP {status}",
        sentence=text(error, "message"),
        now=now,
    )
