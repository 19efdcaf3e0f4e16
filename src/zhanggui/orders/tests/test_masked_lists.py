"""Whose names stand on the black list and on prepaid balances is for those who keep these lists."""

from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from zhanggui.orders.models import BlockedBuyer, PrepaidAccount
from zhanggui.orders.testing import ACTOR, make_shop
from zhanggui.ui.desk import desk_export, desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def buyers():
    BlockedBuyer.objects.create(buyer="韩梅梅梅")
    PrepaidAccount.objects.create(buyer="韩梅梅梅", shop=make_shop(), balance=5)


@pytest.mark.parametrize(
    ("name", "right"), [("blocked-buyers", "unblock_buyers"), ("prepaid-accounts", "top_up_accounts")]
)
def test_others_see_stars_on_the_page_by_the_api_and_in_an_export(name, right):
    desk = desks()[name]
    for rights, shown in (({"see_orders"}, "韩***"), ({"see_orders", right}, "韩梅梅梅")):
        actor = replace(ACTOR, grants=frozenset(rights))
        (row,) = desk_rows(desk, {}, actor)["rows"]
        assert row["buyer"] == shown
        with desk_export(desk, {"columns": "buyer"}, actor) as file:
            rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
        assert rows[1:] == [[shown]]
