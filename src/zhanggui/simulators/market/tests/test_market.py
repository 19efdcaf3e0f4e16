"""The market keeps its own promises."""

from datetime import timedelta

import pytest

from zhanggui.simulators.market.market import AlreadyShipped, Market, Unshippable
from zhanggui.simulators.market.sales import Case, Stage
from zhanggui.simulators.stage.clock import standing_still


def market(seed=5):
    return Market(clock=standing_still(), seed=seed)


def test_the_same_seed_places_the_same_sales():
    one, two = market(), market()
    numbers = one.place(20, spread_s=60)
    assert numbers == two.place(20, spread_s=60)
    assert one.sales == two.sales


def test_what_the_buyer_pays_is_spread_over_the_lines_to_the_fen():
    here = market()
    for number in here.place(200):
        sale = here.sales[number]
        assert sale.total == sum(line.amount for line in sale.lines) + sale.freight
        assert all(0 < line.amount <= line.price * line.pieces for line in sale.lines)
        assert len({line.number for line in sale.lines}) == len(sale.lines)


def test_parcels_leave_once():
    here = market()
    (number,) = here.place(lines=2)
    first, second = here.sales[number].lines
    here.ship(number, "ZTO", "1", {first.number: first.pieces})
    assert here.sales[number].stage is Stage.PART_SHIPPED
    with pytest.raises(AlreadyShipped):
        here.ship(number, "ZTO", "2", {first.number: 1})
    here.ship(number, "ZTO", "3")
    assert (here.sales[number].stage, here.sales[number].waybills_of(second.number)) == (Stage.SHIPPED, ["3"])
    with pytest.raises(AlreadyShipped):
        here.ship(number, "ZTO", "4")
    (unpaid,) = here.place(paid=False)
    with pytest.raises(Unshippable):
        here.ship(unpaid, "ZTO", "5")


def test_money_that_goes_back_for_all_lines_closes_the_sale():
    here = market()
    (number,) = here.place(lines=2)
    lines = [line.number for line in here.sales[number].lines]
    for line in lines:
        assert here.sales[number].stage is Stage.PAID
        here.settle_refund(number, here.ask_refund(number, line=line), Case.PAID_BACK)
        assert line not in here.sales[number].left()
    assert here.sales[number].stage is Stage.CLOSED


def test_every_change_moves_the_sale_to_the_end_of_the_list_and_is_told():
    here, told = market(), []
    here.listeners.append(lambda sale, word: told.append((sale.number, word)))
    numbers = here.place(3, spread_s=30)
    here.clock.advance(minutes=1)
    here.note(numbers[0], "加急", 1)
    now = here.clock()
    assert [sale.number for sale in here.changed(now - timedelta(hours=1), now)] == [*numbers[1:], numbers[0]]
    assert told[-1] == (numbers[0], "memo")
    here.clock.advance(minutes=1)
    here.note(numbers[1], "quiet", 1, counts_as_change=False)
    assert here.sales[numbers[1]].modified_at < now


def test_a_market_that_was_killed_knows_its_sales_again(tmp_path):
    here = market()
    here.keep_in(tmp_path / "market.sqlite")
    number, other = here.place(2, lines=2)
    here.ship(number, "ZTO", "75000000000001")
    here.ask_refund(other)
    here.set_stock(here.shelf.all()[0].sku, 3)
    again = market()
    again.keep_in(tmp_path / "market.sqlite")
    assert again.sales == here.sales
    assert again.shelf.all()[0].stock == 3


def test_keys_run_out_and_are_renewed():
    keys = market().keys
    old, refresh = keys.token, keys.refresh
    keys.expire()
    assert not keys.is_good(old)
    assert not keys.renew("wrong")
    assert keys.renew(refresh)
    assert (keys.is_good(old), keys.is_good(keys.token)) == (False, True)
