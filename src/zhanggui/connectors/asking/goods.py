"""What a label says is inside, in as many lines as a provider takes."""

from collections.abc import Sequence

from zhanggui.kernel.doors.waybills import Goods

REST = "其他商品"  # said to Chinese providers and carriers, who read nothing else


def named_goods(goods: Sequence[Goods], *, most: int) -> Sequence[Goods]:
    """The goods themselves; those past the last line are summed up in it, so that the count of pieces stays true."""
    if len(goods) <= most:
        return goods
    rest = sum(one.quantity for one in goods[most - 1 :])
    return [*goods[: most - 1], Goods(REST, rest)]
