import pytest
from django.db import connection

from zhanggui.connectors.testcarrier.carrier import TestCarrier
from zhanggui.connectors.testcarrier.checkdigit import is_waybill

pytestmark = pytest.mark.django_db


def test_numbers_are_fresh_and_valid():
    carrier = TestCarrier()
    issued = [*carrier.issue(count=100), *carrier.issue(count=100)]
    assert len(set(issued)) == 200
    assert all(is_waybill(waybill) for waybill in issued)


@pytest.mark.parametrize("count", [1, 100])
def test_any_count_is_one_statement(django_assert_num_queries, count):
    with django_assert_num_queries(1, connection=connection):
        assert len(TestCarrier().issue(count=count)) == count


def test_no_count_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(TestCarrier().issue(count=0)) == []
