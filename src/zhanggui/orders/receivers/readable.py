"""Receivers that a platform shows only encrypted: whoever writes our labels cannot read them."""

from zhanggui.kernel.doors.carrier import GROUP as CARRIERS
from zhanggui.kernel.doors.finding import installed


def is_cipher_enough(carrier: str = "") -> bool:
    """Whether this carrier, or with none named any of ours, delivers by the platform's cipher alone."""
    known = installed(CARRIERS)
    return any(one.takes_ciphers for key, one in known.items() if carrier in {"", key})
