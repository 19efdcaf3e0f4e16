"""Document numbers a person can read out on the phone: a letter, the company's day, a running number."""

from datetime import datetime

from django.db import connection

from zhanggui.kernel.clock import company_day


def number_sequence_sql(kind: str) -> str:
    """SQL for a migration: the sequence behind the numbers of `kind`."""
    return f"CREATE SEQUENCE IF NOT EXISTS {kind}_number_seq"


def draw_numbers(kind: str, letter: str, count: int, *, at: datetime) -> list[str]:
    """`count` fresh numbers such as `P261121-000042`. Never repeated; a rolled back flow leaves a gap."""
    if count == 0:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT nextval('{kind}_number_seq') FROM generate_series(1, %s)", [count])
        day = company_day(at)
        return [f"{letter}{day:%y%m%d}-{drawn:06d}" for (drawn,) in cursor.fetchall()]
