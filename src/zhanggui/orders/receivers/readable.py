"""Receivers that a platform shows only encrypted: whoever writes our labels cannot read them."""

from zhanggui.kernel.doors.carriers import known_carriers


def is_cipher_enough(carrier: str = "") -> bool:
    """Whether this carrier, or with none named any of ours, delivers by the platform's cipher alone."""
    known = known_carriers()
    return any(one.takes_ciphers for key, one in known.items() if carrier in {"", key})
