"""What a cell holds besides its text: a receiver that the platform encrypted, a day inside an order's number."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b

from zhanggui.connectors.files.cells import SHOP_ZONE
from zhanggui.kernel.doors.channel import Receiver

LONGEST_CIPHER = 160
_CIPHERTEXT = re.compile(r"(##|\$\$|~).{8,}(##|\$\$|~|\d+)?", re.DOTALL)
_DAY = re.compile(r"(20)?(\d{2})(\d{2})(\d{2})-\d+", re.ASCII)


def is_ciphertext(text: str) -> bool:
    """Whether a platform wrote something only it can read: it is not the name of anybody."""
    return bool(_CIPHERTEXT.fullmatch(text))


def is_hidden(receiver: Receiver) -> bool:
    """Whether another address could read the same."""
    return bool(receiver.cipher) or "*" in receiver.address


def cipher_of(hidden: Sequence[str]) -> str:
    """What stands for a hidden receiver: the ciphertext itself, or its digest when it is too long to be kept."""
    whole = "|".join(hidden)
    return whole if len(whole) <= LONGEST_CIPHER else f"digest:{blake2b(whole.encode(), digest_size=32).hexdigest()}"


def day_of_number(number: str) -> datetime | None:
    """Midnight of the day with which a number like 261111-123456789012345 begins."""
    found = _DAY.fullmatch(number)
    try:
        day = found and datetime(2000 + int(found[2]), int(found[3]), int(found[4]), tzinfo=SHOP_ZONE)
    except ValueError:
        return None
    return day.astimezone(UTC) if day else None
