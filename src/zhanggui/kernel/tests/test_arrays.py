"""Lists arrive in the database as they are, whatever is in them."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import DataError, connection

SHANGHAI = ZoneInfo("Asia/Shanghai")
AWKWARD = ["", "NULL", "null", 'say "hi"', "back\\slash", "a,b", "{x}", " spaces ", "王䶮", "line\nbreak", "\t", "%s"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("text", AWKWARD),
        ("text", ["one", None, 'two"']),
        ("bigint", [0, -1, 2**62, -(2**62)]),
        ("bigint", [1, None]),
        ("numeric", [Decimal("18.50"), Decimal("-0.0001"), Decimal("1E+3")]),
        ("timestamptz", [datetime(2026, 11, 11, 2, 0, 0, 7, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=SHANGHAI)]),
        ("boolean", [True, False]),
        ("text", []),
        ("bigint", []),
    ],
)
def test_list_comes_back_as_it_went(kind: str, values: list[object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s::{kind}[]", [values])
        assert cursor.fetchone() == (values,)


@pytest.mark.django_db
def test_a_null_character_is_refused_not_cut_off() -> None:
    with connection.cursor() as cursor, pytest.raises(DataError):
        cursor.execute("SELECT %s::text[]", [["a\0b"]])
