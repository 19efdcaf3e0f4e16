"""What Medusa's errors mean for us. The facts are rows of `errors.csv`: by HTTP status, and the `type` beside it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.selling.judging import verdict_for
from zhanggui.connectors.selling.trying import Verdict
from zhanggui.kernel.doors.channel_accounts import ShopAccount

CODE = "medusa"
LABEL = "Medusa"
PACKAGE = __package__
NOT_FOUND = "not_found"


def judge(status: int, error: Mapping[str, Any], *, account: ShopAccount, now: datetime) -> Verdict:
    """The verdict on an error."""
    reason = text(error, "type")
    return verdict_for(
        action_for(PACKAGE, str(status), reason),
        channel=LABEL,
        shop=account.shop_code,
        code=str(status),
        reason=reason or f"HTTP {status}",
        sentence=text(error, "message"),
        now=now,
    )
