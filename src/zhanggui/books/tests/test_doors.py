"""Desks, the sheet and the trial balance: every number opens the postings that sum to it."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from zhanggui.books.flows.close_periods import close_periods
from zhanggui.books.models import Period
from zhanggui.books.testing import ACTOR, AT, make_entries
from zhanggui.kernel.actor import Actor
from zhanggui.people.testing import make_user
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db
READER = Actor(name="x", grants=frozenset({"see_books"}))


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(make_user("zhao", roles=["accountant"]))
    return client


@pytest.mark.parametrize("name", ["entries", "postings", "accounts", "periods"])
def test_every_desk_opens_empty_and_with_entries(client, name):
    assert client.get(f"/desk/{name}/rows").json()["rows"] == []
    (entry,) = make_entries()
    assert client.get(f"/desk/{name}/").status_code == 200
    assert client.get(f"/desk/{name}/rows").json()["rows"]
    assert client.get(f"/sheet/entries/{entry}/").status_code == 200


def rows_of(url: str) -> list[Any]:
    return list(desk_rows(desks()["postings"], dict(parse_qsl(urlsplit(unescape(url)).query)), READER)["rows"])


def test_every_number_of_the_trial_balance_opens_what_sums_to_it(client):
    assert client.get("/books/trial-balance").status_code == 200
    make_entries(3, "10.00", booked_on=date(2026, 9, 30))
    make_entries(2, "7.50", booked_on=date(2026, 10, 31))
    make_entries(1, "1.00", booked_on=date(2026, 11, 1))
    october = Period.objects.get(first_on=date(2026, 10, 1))
    page = client.get("/books/trial-balance", {"period": october.pk}).content.decode()
    numbers = re.findall(r'<a href="(/desk/postings/[^"]+)"><span class="money">¥([0-9.,]+)</span>', page)
    assert [amount for _, amount in numbers] == ["30.00", "15.00", "45.00"] * 2
    for url, amount in numbers:
        legs = rows_of(url)
        total = sum((Decimal(str(leg["debit"] or 0)) - Decimal(str(leg["credit"] or 0)) for leg in legs), Decimal(0))
        assert abs(total) == Decimal(amount)
    assert "is-even" in page
    assert client.get("/books/trial-balance", {"period": 999_999}).status_code == 404


def test_an_accountant_closes_but_opens_no_month_again(client):
    make_entries(booked_on=date(2026, 9, 1))
    (september,) = Period.objects.values_list("pk", flat=True)
    assert close_periods(period_ids=[september], actor=ACTOR, at=AT).done == [september]
    asked = {"ids": [september], "form": {"reason": "?"}}
    answer = client.post("/desk/periods/act/reopen_periods", asked, content_type="application/json")
    assert answer.status_code == 403
    assert Period.objects.get().state == "closed"


def test_who_sees_no_books_sees_no_trial_balance(db):
    client = Client()
    client.force_login(make_user("wu", roles=["picker"]))
    assert client.get("/books/trial-balance").status_code == 403
