"""The match itself: pure, and by examples drawn."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zhanggui.invoicing.rules.matching import Invoiced, Ordered, line_amounts, match_lines

ORDERED = Ordered(received=10, invoiced=0, unit_price=Decimal("3.5000"), tax_rate=Decimal("13.00"))


def line(quantity: int = 10, price: str = "3.5", rate: str = "13", on: int = 1) -> Invoiced:
    return Invoiced(on, quantity, Decimal(price), Decimal(rate))


def found(*lines: Invoiced, ordered: Ordered = ORDERED, percent: str = "0"):
    return match_lines(lines, {1: ordered}, percent=Decimal(percent))


def test_what_was_ordered_and_came_matches():
    assert found(line()) == [(10, [])]


def test_a_lower_price_matches_and_a_higher_one_within_the_tolerance():
    assert found(line(price="3.4")) == [(10, [])]
    assert found(line(price="3.57"), percent="2") == [(10, [])]
    assert found(line(price="3.5701"), percent="2") == [(10, [("price", "3.5701", "3.5000")])]


def test_more_than_came_takes_nothing_and_says_how_much_is_left():
    assert found(line(11)) == [(0, [("quantity", "11", "10")])]
    assert found(line(3), ordered=ORDERED._replace(invoiced=8)) == [(0, [("quantity", "3", "2")])]


def test_goods_taken_back_after_they_were_invoiced_leave_nothing():
    assert found(line(1), ordered=ORDERED._replace(received=2, invoiced=8)) == [(0, [("quantity", "1", "0")])]


def test_a_tax_rate_differs():
    assert found(line(rate="9")) == [(10, [("tax_rate", "9", "13.00")])]


def test_one_line_takes_what_the_next_does_not_find():
    assert [one.taken for one in found(line(6), line(5), line(4))] == [6, 0, 4]


drawn = st.builds(
    Invoiced,
    st.integers(1, 3),
    st.integers(1, 40),
    st.decimals(0, 20, places=4),
    st.sampled_from([Decimal(0), Decimal(9), Decimal(13)]),
)
orders = st.fixed_dictionaries(
    {
        pk: st.builds(
            Ordered, st.integers(0, 60), st.integers(0, 60), st.decimals(0, 20, places=4), st.just(Decimal(13))
        )
        for pk in (1, 2, 3)
    }
)  # fmt: skip
percents = st.decimals(0, 50, places=2)


@given(st.lists(drawn, max_size=12), orders, percents)
def test_never_more_is_taken_or_paid_than_was_received_at_the_agreed_price(lines, ordered, percent):
    matched = match_lines(lines, ordered, percent=percent)
    for pk, there in ordered.items():
        own = [(each, one) for each, one in zip(lines, matched, strict=True) if each.purchase_line == pk]
        left = max(0, there.received - there.invoiced)
        assert sum(one.taken for _, one in own) <= left
        agreed = [each for each, one in own if not one.differences]
        paid = sum((line_amounts(each.quantity, each.unit_price, Decimal(0))[0] for each in agreed), Decimal(0))
        # Half a cent for each line is rounding.
        most = left * there.unit_price * (100 + percent) / 100
        assert paid <= most + Decimal("0.005") * len(agreed)


@given(st.lists(drawn, max_size=8), orders, percents, st.randoms())
def test_invoices_that_fit_together_match_in_any_order(lines, ordered, percent, random):
    wanted = {pk: sum(each.quantity for each in lines if each.purchase_line == pk) for pk in ordered}
    roomy = {pk: one._replace(received=one.invoiced + wanted[pk]) for pk, one in ordered.items()}
    shuffled = random.sample(lines, len(lines))
    first = dict(zip(map(id, lines), match_lines(lines, roomy, percent=percent), strict=True))
    second = dict(zip(map(id, shuffled), match_lines(shuffled, roomy, percent=percent), strict=True))
    assert first == second
    assert all(one.taken for one in first.values())
