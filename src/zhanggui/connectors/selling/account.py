"""An account that lacks what a call needs."""

from collections.abc import Sequence

from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelRefused


class AccountIncomplete(ChannelRefused):
    """Shop {shop} cannot call {channel}: its setting “{setting}” is missing or wrong."""


def check_complete(
    account: ShopAccount, *, channel: str, settings: Sequence[str] = (), secrets: Sequence[str] = ()
) -> None:
    """Refuses an account that lacks one of these."""
    missing = [name for name in settings if not account.settings.get(name)]
    missing += [name for name in secrets if not account.secrets.get(name)]
    if missing:
        raise AccountIncomplete(channel=channel, shop=account.shop_code, setting=missing[0])
