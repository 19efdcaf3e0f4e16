"""Say where suppliers are paid.

Afterwards each supplier named has exactly this account on file; its number is sealed but for the last four digits.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.seal import seal_short
from zhanggui.parties.facts import BankAccountSet
from zhanggui.parties.models import BankAccount, Supplier
from zhanggui.parties.rules.filing import AccountDraft, check_account


@transaction.atomic
def set_bank_accounts(*, accounts: Sequence[AccountDraft], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by supplier; the last of several for one supplier counts."""
    asked = {draft.supplier_id: draft for draft in accounts}
    there = set(locked(Supplier.objects.all(), asked).values_list("pk", flat=True))
    known = [draft for pk, draft in asked.items() if pk in there]
    ready, refused = divide(known, check=check_account, key=lambda draft: draft.supplier_id)
    refused |= not_found("supplier", asked, there)

    BankAccount.objects.filter(supplier_id__among={draft.supplier_id for draft in ready}).delete()
    rows = [(draft.supplier_id, draft.holder, draft.bank, *_hidden(draft.number)) for draft in ready]
    insert_rows(BankAccount, ("supplier_id", "holder", "bank", "sealed", "last_digits"), rows)

    facts = [BankAccountSet(pk, digits) for pk, *_, digits in rows]
    announce(facts, actor=actor, at=at)
    return Outcome(done=[draft.supplier_id for draft in ready], refused=refused)


def _hidden(number: str) -> tuple[bytes, str]:
    plain = number.replace(" ", "")
    return seal_short(plain.encode()), plain[-4:]
