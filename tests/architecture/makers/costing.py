"""How to call each flow of costing on a set of any size."""

from datetime import timedelta
from decimal import Decimal

from tests.architecture.calls import Call, Makers
from tests.world import BY, World, causes
from zhanggui.books.flows.install_chart import install_chart
from zhanggui.books.models import AccountRole
from zhanggui.catalog.testing import make_skus
from zhanggui.costing.flows.add_landed_costs import add_landed_costs
from zhanggui.costing.flows.choose_method import choose_method
from zhanggui.costing.flows.correct_prices import correct_prices
from zhanggui.costing.flows.post_costs import post_costs
from zhanggui.costing.flows.revalue_stock import revalue_stock
from zhanggui.costing.flows.value_moves import value_moves
from zhanggui.costing.rules.adjusting import LandedCost, ReceiptPrice, Revaluation
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods


def received(world: World, n: int, *, method: str = "fifo") -> dict[int, int]:
    """SKU → cause of its receipt, nothing valued yet."""
    install_chart(**BY)
    choose_method(method=method, reason="test", **BY)
    skus = {sku.pk: next(causes) for sku in make_skus(n)}
    place = world.place("P-01")
    receipts = [Receipt(cause, place, sku_id, 10, Decimal("1.5")) for sku_id, cause in skus.items()]
    receive_goods(receipts=receipts, **BY)
    return skus


def valuing(world: World, n: int) -> Call:
    value_moves(**BY)
    received(world, n)
    return lambda: value_moves(**BY)


def posting(world: World, n: int) -> Call:
    """Receipts of so many days, valued while no account was chosen."""
    install_chart(**BY)
    value_moves(**BY)
    post_costs(**BY)
    AccountRole.objects.all().delete()
    place, sku = world.place("P-01"), world.skus[0].pk
    for each in range(n):
        receipt = Receipt(next(causes), place, sku, 10, Decimal("1.5"))
        receive_goods(receipts=[receipt], actor=BY["actor"], at=BY["at"] - timedelta(days=each))
    value_moves(**BY)
    install_chart(**BY)
    return lambda: post_costs(**BY)


def landing(world: World, n: int) -> Call:
    costs = [LandedCost(next(causes), cause, Decimal("2")) for cause in received(world, n).values()]
    return lambda: add_landed_costs(cause="test", costs=costs, **BY)


def correcting(world: World, n: int) -> Call:
    prices = [ReceiptPrice(next(causes), cause, Decimal("1.6")) for cause in received(world, n).values()]
    return lambda: correct_prices(cause="test", prices=prices, **BY)


def revaluing(world: World, n: int) -> Call:
    skus = [Revaluation(sku_id, Decimal("1.4")) for sku_id in received(world, n)]
    return lambda: revalue_stock(revaluations=skus, reason="test", **BY)


MAKERS: Makers = {
    "value_moves": valuing,
    "post_costs": posting,
    "add_landed_costs": landing,
    "correct_prices": correcting,
    "revalue_stock": revaluing,
}
