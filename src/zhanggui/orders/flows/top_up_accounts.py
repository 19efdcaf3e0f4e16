"""Top up prepaid accounts of buyers.

Afterwards each account, made if the buyer had none, has the money once per cause. A name behind stars has none: it
names many people.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.facts import AccountToppedUp
from zhanggui.orders.models import PrepaidAccount, PrepaidEntry
from zhanggui.orders.payments.prepaid import Entry, enter
from zhanggui.orders.rules.buyers import MASK, BuyerHidden
from zhanggui.orders.rules.hiding import masked
from zhanggui.people.models import Shop


class TopUp(NamedTuple):
    """Money a buyer paid in advance. `cause` is the number of the receipt."""

    shop_id: int
    buyer: str
    amount: Decimal
    cause: str
    note: str = ""


class TopUpBad(Refusal):
    """{buyer}: {amount} cannot be paid in."""


class TopUpDiffers(Refusal):
    """{buyer}: {cause} is on record with {known}, not {amount}."""


@transaction.atomic
def top_up_accounts(*, top_ups: Sequence[TopUp], actor: Actor, at: datetime) -> Outcome[str]:
    shops = set(Shop.objects.visible_to(actor).values_list("pk", flat=True))
    refused: dict[str, Refusal] = {}
    ready = []
    for one in top_ups:
        if one.shop_id not in shops:
            refused[one.cause] = NotFound(what="shop", key=one.shop_id)
        elif one.amount <= 0 or not one.buyer:
            refused[one.cause] = TopUpBad(buyer=one.buyer, amount=one.amount)
        elif MASK in one.buyer:
            refused[one.cause] = BuyerHidden(buyer=one.buyer)
        else:
            ready.append(one)
    keys = sorted({(one.shop_id, one.buyer) for one in ready})
    insert_rows(
        PrepaidAccount, ("shop_id", "buyer", "balance"), [(*key, Decimal(0)) for key in keys],
        on_conflict='("buyer", "shop_id") DO NOTHING',
    )  # fmt: skip
    found = PrepaidAccount.objects.filter(buyer__among=[buyer for _, buyer in keys], shop_id__in=shops)
    accounts = {
        (account.shop_id, account.buyer): account.pk
        for account in locked(PrepaidAccount.objects.all(), found.values_list("pk", flat=True))
    }
    causes = [one.cause for one in ready]
    entered = PrepaidEntry.objects.filter(account_id__among=set(accounts.values()), cause__in=causes)
    known = {(pk, cause): amount for pk, cause, amount in entered.values_list("account_id", "cause", "amount")}
    entries: list[Entry] = []
    for one in ready:
        account_id = accounts[one.shop_id, one.buyer]
        there = known.get((account_id, one.cause), one.amount)
        if there != one.amount:
            refused[one.cause] = TopUpDiffers(buyer=one.buyer, cause=one.cause, known=there, amount=one.amount)
        else:
            known[account_id, one.cause] = one.amount
            entries.append(Entry(account_id, one.amount, one.cause, note=masked(one.note)[:200]))

    new = enter(entries, actor=actor, at=at)

    told = [entry for entry in entries if (entry.account_id, entry.cause) in new]
    announce([AccountToppedUp(one.account_id, one.amount, one.cause) for one in told], actor=actor, at=at)
    return Outcome(done=[entry.cause for entry in entries if entry.cause not in refused], refused=refused)
