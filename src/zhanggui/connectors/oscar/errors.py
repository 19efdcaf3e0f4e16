"""What the errors of Django REST framework mean for us. The facts are rows of `errors.csv`, by HTTP status."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhanggui.connectors.asking.answers import compact, text
from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.selling.judging import verdict_for
from zhanggui.connectors.selling.trying import Verdict
from zhanggui.kernel.doors.channel_accounts import ShopAccount

CODE = "oscar"
LABEL = "django-oscar"
PACKAGE = __package__
UNKNOWN = "404"
FORBIDDEN = 403


def judge(status: int, error: Mapping[str, Any], *, writes: bool, account: ShopAccount, now: datetime) -> Verdict:
    """The verdict on an error. Who may read and not write has the wrong permission, and is still signed in."""
    return verdict_for(
        "operator" if writes and status == FORBIDDEN else action_for(PACKAGE, str(status)),
        channel=LABEL,
        shop=account.shop_code,
        code=str(status),
        reason=f"HTTP {status}",
        sentence=text(error, "detail") or compact(error),
        now=now,
    )
