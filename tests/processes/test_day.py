"""A small day with everything going wrong, as the bench lives through a large one."""

import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.architecture.source import ROOT

ORDERS = 60

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def test_a_day_with_chaos_on_ends_with_every_promise_held(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(ROOT), *sys.path])
    day = __import__("bench.day", fromlist=["live_through"])
    monkeypatch.setattr(day, "KILL_EVERY_JOBS", 10)
    at = connection.settings_dict
    url = f"postgresql://{at['USER']}:{at['PASSWORD']}@/{at['NAME']}?host={at['HOST']}&port={at['PORT']}"

    took, seen = day.live_through(ORDERS, url=url, tell=lambda _: None)

    assert took > 0
    assert seen["shipped"] > ORDERS * 0.8
    assert seen["kills"] > 0
    assert seen["repeated pulls"] > 0
    assert seen["scan wrong_barcode"] > 0
