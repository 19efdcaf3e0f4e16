"""Whose encrypted receivers our accounts read: review asks, before a parcel exists."""

from zhanggui.logistics.accounts import open_uses
from zhanggui.orders.receivers.readable import reads_platforms


@reads_platforms
def platforms_read() -> set[str]:
    """Platforms of which some open account gives numbers and reads the receivers. One statement."""
    return {platform for use in open_uses() for platform in use.reads if use.platform in {"", platform}}
