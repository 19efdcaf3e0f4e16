"""Wording several papers share, in the reader's language."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext

from zhanggui.papers.text import count
from zhanggui.papers.values import Quantity


def moment(at: datetime) -> str:
    """Local time to the minute: enough to tell an old sheet from a new one."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def print_mark(print_number: int) -> str:
    """Says which print this is from the second on, so that an older sheet can be found and torn up."""
    return gettext("Reprint {number}").format(number=print_number) if print_number > 1 else ""


def pieces(quantities: Iterable[Quantity]) -> str:
    total = sum(quantities, Decimal(0))
    return gettext("{count} pcs").format(count=count(total))


def named(name: str, spec: str) -> str:
    """Goods in one run of text."""
    return f"{name} {spec}".strip()
