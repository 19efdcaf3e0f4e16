"""Periods locked to be closed or opened."""

from django.db import connection

from zhanggui.books.models import Period


def lock_periods() -> list[Period]:
    """All months, earliest first, locked; nobody opens a new one until the transaction ends.

    The rows wait for entries that are being posted to them; the table keeps an earlier month from being opened
    beside a closing.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE books_period IN SHARE ROW EXCLUSIVE MODE")
    rows = Period.objects.order_by("pk").select_for_update(of=("self",), no_key=True)
    return sorted(rows, key=lambda period: period.first_on)
