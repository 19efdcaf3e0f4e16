"""Who sees to what: the post whose work it is, where they may, and who has the fewest."""

import pytest

from zhanggui.fulfilment.rules.owning import Place, choose_owners
from zhanggui.kernel.actor import Actor

HERE, THERE = Place(1, 10), Place(2, 20)
SHOPLESS = Place(None, 10)


def person(user_id, *, post="exception_handler", grants=("see_to",), shops=None, warehouses=None):
    return Actor(
        f"p{user_id}", user_id, frozenset(grants), shops and frozenset(shops), warehouses and frozenset(warehouses),
        posts=frozenset({post}),
    )  # fmt: skip


ANN, BEA = person(1), person(2)
LEAD = person(3, post="warehouse_manager")
OF_SHOP_2, OF_HOUSE_20 = person(4, shops={2}), person(5, warehouses={20})


@pytest.mark.parametrize(
    ("places", "people", "open_now", "chosen"),
    [
        ([HERE], [], {}, [None]),
        ([HERE, HERE, HERE], [ANN, BEA], {}, [1, 2, 1]),
        ([HERE, HERE, HERE], [ANN, BEA], {1: 2}, [2, 2, 1]),
        ([HERE], [LEAD, ANN], {1: 9}, [1]),
        ([HERE], [LEAD], {}, [3]),
        ([HERE, THERE], [OF_SHOP_2], {}, [None, 4]),
        ([HERE, THERE], [OF_HOUSE_20], {}, [None, 5]),
        ([HERE, THERE], [OF_HOUSE_20, LEAD], {}, [3, 5]),
        ([SHOPLESS], [OF_SHOP_2], {}, [4]),
        ([HERE], [person(6, grants=())], {}, [None]),
    ],
)
def test_who_gets_it(places, people, open_now, chosen):
    owners = choose_owners(places, people, grant="see_to", open_now=open_now)
    assert [owner and owner.user_id for owner in owners] == chosen
