"""What is played at `/sim/…` happens in the market."""

from datetime import timedelta

import httpx
import pytest

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.sales import Stage
from zhanggui.simulators.market.script import script_of
from zhanggui.simulators.stage.clock import standing_still
from zhanggui.simulators.stage.server import Server


@pytest.fixture
def market():
    return Market(clock=standing_still(), seed=5)


@pytest.fixture
def play(market):
    with Server({}, script_of(market), clock=market.clock).serving() as url:
        yield lambda name, **given: httpx.post(f"{url}/sim/{name}", json=given).json()


def test_sales_are_placed_and_go_their_way(market, play):
    code = market.shelf.all()[0].code
    (number,) = play("place", lines=[[code, 2]], paid=False)["numbers"]
    assert [(line.code, line.pieces) for line in market.sales[number].lines] == [(code, 2)]
    for action, stage in (("pay", Stage.PAID), ("hold", Stage.HELD), ("release", Stage.PAID)):
        (done,) = play("sales", action=action, numbers=[number])["done"]
        assert done["stage"] == market.sales[number].stage == stage
    (done,) = play("sales", action="ship", numbers=[number], carrier="x", waybill="1")["done"]
    assert (done["stage"], done["waybills"]) == ("shipped", ["1"])
    assert play("state")["total"] == 1


def test_sales_of_a_day_that_is_over_are_placed_at_its_moments(market, play):
    last = market.clock() - timedelta(days=2)
    numbers = play("place", n=3, at=last.isoformat(), spread_s=30)["numbers"]
    placed = [market.sales[number].placed_at for number in numbers]
    assert placed == [last - timedelta(seconds=20), last - timedelta(seconds=10), last]


def test_cases_are_asked_for_and_settled(market, play):
    (number,) = market.place(lines=1)
    case = play("refunds", number=number)["case"]
    assert play("refunds", number=number, case=case, state="paid_back")["stage"] == "closed"


def test_chaos_and_keys_are_switches(market, play):
    play("chaos", restless=2, untidy=1, ban_s=30, spoil={"1": "bad_time"})
    assert (market.restless, market.untidy, market.banned_s(), market.spoiled) == (2, 1, 30, {"1": "bad_time"})
    play("keys", good=False)
    assert not market.keys.is_good(market.keys.token)
    play("keys", good=True)
    assert market.keys.is_good(market.keys.token)


@pytest.mark.parametrize(
    ("name", "given"),
    [("sales", {"action": "fly", "numbers": []}), ("sales", {"action": "pay", "numbers": ["1"]}), ("refunds", {})],
)
def test_what_cannot_be_played_is_refused(play, name, given):
    assert play(name, **given)["code"] == "bad_request"
