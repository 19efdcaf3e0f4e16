"""Books for tests, filled through the real flows."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from zhanggui.books.flows.install_chart import install_chart
from zhanggui.books.flows.post_entries import post_entries
from zhanggui.books.models import Entry
from zhanggui.books.rules.entries import NewEntry, credit, debit
from zhanggui.books.states import Role
from zhanggui.kernel.actor import system_actor

AT = datetime(2026, 11, 11, 1, 0, tzinfo=UTC)
ACTOR = system_actor("test")
causes = count(700_000)
"""Fresh causes for entries made by tests."""


def a_receipt(cause_id: int, amount: str = "10.00", *, booked_on: date | None = None) -> NewEntry:
    """Goods came in and are not invoiced yet."""
    legs = (debit(Role.STOCK, Decimal(amount)), credit(Role.RECEIVED_NOT_INVOICED, Decimal(amount)))
    return NewEntry(cause_id, "入库暂估", legs, booked_on=booked_on, document=f"RK{cause_id}")


def make_entries(number: int = 1, amount: str = "10.00", *, booked_on: date | None = None) -> list[int]:
    """Ids of so many fresh entries on the standard chart."""
    install_chart(actor=ACTOR, at=AT)
    drafts = [a_receipt(next(causes), amount, booked_on=booked_on) for _ in range(number)]
    done = post_entries(cause="test", entries=drafts, actor=ACTOR, at=AT).done
    return list(
        Entry.objects.filter(cause="test", cause_id__among=set(done)).order_by("pk").values_list("pk", flat=True)
    )
