"""The limits the company has set, or the defaults."""

from zhanggui.counting.models import CountNumbers
from zhanggui.counting.rules.numbers import Limits


def limits_now() -> Limits:
    row = CountNumbers.objects.filter(pk=1).values_list(*Limits._fields).first()
    return Limits(*row) if row else Limits()
