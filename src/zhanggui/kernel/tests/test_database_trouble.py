"""Trouble of the database becomes a sentence; a bug stays a bug."""

import pytest
from django.db import DataError, OperationalError, connection
from django.test import Client
from psycopg import errors

from zhanggui.kernel.database_trouble import DatabaseAway, DatabaseBusy, DatabaseFull, refusal_of


def caused(trouble: Exception, cause: Exception) -> Exception:
    trouble.__cause__ = cause
    return trouble


@pytest.mark.parametrize(
    ("trouble", "expected"),
    [
        (caused(OperationalError(), errors.DiskFull()), DatabaseFull()),
        (caused(OperationalError(), errors.DeadlockDetected()), DatabaseBusy()),
        (caused(OperationalError(), errors.AdminShutdown()), DatabaseAway()),
        (caused(DataError(), errors.NumericValueOutOfRange()), None),
        (ValueError(), None),
    ],
)
def test_only_trouble_is_a_refusal(trouble, expected):
    assert refusal_of(trouble) == expected


@pytest.mark.django_db
def test_a_page_says_that_the_disk_is_full():
    def full(execute, sql, params, many, context):
        raise caused(OperationalError(), errors.DiskFull())

    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(full):
        answer = client.post("/sign-in", {"username": "a", "password": "b"}, headers={"Accept": "application/json"})

    assert answer.status_code == 507
    assert answer.json()["code"] == "database_full"
