"""Django's check command names a filter that would read the whole table."""

from zhanggui.ui.desk import TextFilter
from zhanggui.ui.desk.checks import check_desks, unindexed
from zhanggui.ui.tests.desks import BasketDesk


class SlowDesk(BasketDesk):
    filters = [TextFilter("note", "Note")]
    search = ("city__startswith",)


def test_every_question_of_the_desk_has_its_index(desk):
    assert unindexed(desk) == []
    assert [message for message in check_desks() if "baskets" in message.msg] == []


def test_a_question_without_index_is_named():
    assert [message.msg for message in unindexed(SlowDesk())] == [
        "desk baskets: filter note is on a field without index",
        "desk baskets: search city__startswith is on a field without index",
    ]
