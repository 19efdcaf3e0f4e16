"""A carrier that exists only here: it issues numbers and carries nothing."""

from collections.abc import Sequence

from django.db import connection

from zhanggui.connectors.testcarrier.checkdigit import write_waybill

_ISSUE = "SELECT nextval('testcarrier_waybill_seq') FROM generate_series(1, %s)"


class TestCarrier:
    """Waybill numbers from a database sequence: never given twice, not even when the caller rolls back."""

    __test__ = False  # not a test class, whatever its name

    key = "testcarrier"
    label = "Test carrier"
    collects_cash = True

    def issue(self, *, count: int) -> Sequence[str]:
        """`count` fresh waybill numbers, in one statement."""
        if count <= 0:
            return []
        with connection.cursor() as cursor:
            cursor.execute(_ISSUE, [count])
            return [write_waybill(running_number) for (running_number,) in cursor.fetchall()]


class TestExpress(TestCarrier):
    """A second carrier of the same kind, dearer and faster on paper, so that there is something to choose."""

    key = "testexpress"
    label = "Test express"
